// A server of our own that speaks the few calls of S3 which the adapter makes, without checking who asks; no real S3.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf, LoopbackServer } from './loopbackServer.ts'

/** Small, so that a test of a few objects sees several pages. */
const pageSize = 2

export class S3Server extends LoopbackServer {
  readonly objects = new Map<string, Uint8Array>()

  protected async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url)
    const key = url.pathname.split('/')[2] ?? ''
    const found = this.objects.get(key)
    if (key === '') return this.#list(url.searchParams.get('continuation-token') ?? '', response)
    if (request.method === 'PUT') {
      this.objects.set(key, await bodyOf(request))
      return void response.end()
    }
    if (request.method === 'DELETE') {
      this.objects.delete(key)
      response.statusCode = 204
      return void response.end()
    }
    if (found === undefined) {
      response.statusCode = 404
      return void response.end(
        request.method === 'HEAD' ? '' : '<Error><Code>NoSuchKey</Code><Message>no</Message></Error>',
      )
    }
    response.setHeader('content-length', found.length)
    response.end(request.method === 'HEAD' ? undefined : found)
  }

  #list(after: string, response: ServerResponse): void {
    const keys = [...this.objects.keys()].sort().filter((key) => key > after)
    const page = keys.slice(0, pageSize)
    const more = keys.length > page.length
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')
    response.setHeader('content-type', 'application/xml')
    response.end(`<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`)
  }
}
