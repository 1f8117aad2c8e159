// A server of our own that speaks the few calls of Kubo's RPC which the adapter makes; it is no Kubo.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { cidOf } from '../../platform/storage/cid.ts'
import { bodyOf, LoopbackServer } from './loopbackServer.ts'

export class KuboServer extends LoopbackServer {
  readonly blocks = new Map<string, Uint8Array>()
  readonly pins = new Set<string>(['QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn'])

  protected async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url)
    const arg = url.searchParams.get('arg') ?? ''
    const fail = (message: string): void => {
      response.statusCode = 500
      response.end(JSON.stringify({ Message: message, Code: 0, Type: 'error' }))
    }
    if (request.method !== 'POST') return fail('405 - Method Not Allowed')
    const block = this.blocks.get(arg)
    switch (url.pathname) {
      case '/api/v0/block/put': {
        const bytes = await fileOf(request)
        const cid = cidOf(bytes)
        if (!this.blocks.has(cid)) this.blocks.set(cid, bytes)
        if (url.searchParams.get('pin') === 'true') this.pins.add(cid)
        return void response.end(JSON.stringify({ Key: cid, Size: bytes.length }))
      }
      case '/api/v0/block/get':
        return block === undefined ? fail(`ipld: could not find ${arg}`) : void response.end(block)
      case '/api/v0/block/stat':
        if (block === undefined) return fail(`ipld: could not find ${arg}`)
        return void response.end(JSON.stringify({ Key: arg, Size: block.length }))
      case '/api/v0/pin/rm':
        return this.pins.delete(arg) ? void response.end(JSON.stringify({ Pins: [arg] })) : fail('not pinned or pinned')
      case '/api/v0/block/rm':
        this.blocks.delete(arg)
        return void response.end(JSON.stringify({ Hash: arg }))
      case '/api/v0/pin/ls':
        return void response.end(JSON.stringify({ Keys: Object.fromEntries([...this.pins].map((cid) => [cid, {}])) }))
      default:
        return fail('404')
    }
  }
}

/** The one file of a multipart body. */
async function fileOf(request: IncomingMessage): Promise<Uint8Array> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  const form = await new Response(await bodyOf(request), { headers }).formData()
  const file = form.get('file')
  return file instanceof Blob ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array()
}
