// The Objects port over a Kubo node by its RPC: one pinned raw block per object, whose address is the object's.

import { z } from 'zod'
import { CausewayError, isCausewayError } from '../../../core/errors.ts'
import { checkObject, parseCid } from '../cid.ts'
import { listMax, storeTimeoutMs } from '../limits.ts'
import { addressOf, type Objects, type Range, sliceOf } from '../objects.ts'

const failure = z.object({ Message: z.string() })
const pins = z.object({ Keys: z.record(z.string(), z.unknown()).nullish() })

/** What Kubo says of a block that it does not have and was told not to search for. */
const absent = /could not find|not found|not pinned/

export class KuboObjects implements Objects {
  readonly #url: string

  /** `url` is that of the RPC, like http://host:5001; it must not be open to others, Kubo's RPC may do anything. */
  constructor(url: string) {
    this.#url = url
  }

  async put(bytes: Uint8Array): Promise<string> {
    const cid = addressOf(bytes)
    // Kubo does not write a block that it has, so that a damaged one has to go first.
    if (await this.has(cid)) await this.get(cid).catch((error) => this.#removeDamaged(cid, error))
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(bytes)]))
    const options = { 'cid-codec': 'raw', mhtype: 'sha2-256', pin: 'true', 'allow-big-block': 'true' }
    await this.#call('block/put', options, form)
    return cid
  }

  async get(cid: string, range?: Range): Promise<Uint8Array> {
    parseCid(cid)
    const bytes = await this.#call('block/get', { arg: cid, offline: 'true' })
    if (bytes === undefined) throw new CausewayError('OBJECT_MISSING', { cid })
    checkObject(cid, bytes)
    return sliceOf(bytes, range)
  }

  async has(cid: string): Promise<boolean> {
    parseCid(cid)
    return (await this.#call('block/stat', { arg: cid, offline: 'true' })) !== undefined
  }

  async remove(cid: string): Promise<void> {
    parseCid(cid)
    await this.#call('pin/rm', { arg: cid })
    await this.#call('block/rm', { arg: cid, force: 'true' })
  }

  async list(): Promise<readonly string[]> {
    const answer = await this.#call('pin/ls', { type: 'recursive' })
    const { Keys: keys } = pins.parse(JSON.parse(new TextDecoder().decode(answer)))
    const cids = Object.keys(keys ?? {}).filter((cid) => cid.startsWith('bafkrei'))
    return cids.sort().slice(0, listMax)
  }

  async close(): Promise<void> {}

  async #removeDamaged(cid: string, error: unknown): Promise<void> {
    if (!isCausewayError(error, 'OBJECT_CORRUPT')) throw error
    await this.remove(cid)
  }

  /** Undefined where Kubo does not have the block. Every RPC is a POST. */
  async #call(
    method: string,
    query: Readonly<Record<string, string>>,
    body?: FormData,
  ): Promise<Uint8Array | undefined> {
    const url = `${this.#url}/api/v0/${method}?${new URLSearchParams(query)}`
    try {
      const options = { method: 'POST', signal: AbortSignal.timeout(storeTimeoutMs) }
      const response = await fetch(url, body === undefined ? options : { ...options, body })
      if (response.ok) return await response.bytes()
      const text = await response.text()
      const message = failure.safeParse(JSON.parse(text)).data?.Message ?? text
      if (absent.test(message)) return undefined
      throw new CausewayError('OBJECTS_UNAVAILABLE', { method, reason: message.slice(0, 200) })
    } catch (cause) {
      if (isCausewayError(cause)) throw cause
      throw new CausewayError('OBJECTS_UNAVAILABLE', { method }, cause)
    }
  }
}
