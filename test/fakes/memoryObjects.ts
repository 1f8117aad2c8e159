// The Objects port in memory, for tests that are about something else than a disk or a service.
import { CausewayError } from '../../core/errors.ts'
import { checkObject, parseCid } from '../../platform/storage/cid.ts'
import { addressOf, type Objects, type Range, sliceOf } from '../../platform/storage/objects.ts'

export class MemoryObjects implements Objects {
  readonly #kept = new Map<string, Uint8Array>()

  async put(bytes: Uint8Array): Promise<string> {
    const cid = addressOf(bytes)
    this.#kept.set(cid, bytes.slice())
    return cid
  }

  async get(cid: string, range?: Range): Promise<Uint8Array> {
    parseCid(cid)
    const bytes = this.#kept.get(cid)
    if (bytes === undefined) throw new CausewayError('OBJECT_MISSING', { cid })
    checkObject(cid, bytes)
    return sliceOf(bytes, range).slice()
  }

  async has(cid: string): Promise<boolean> {
    parseCid(cid)
    return this.#kept.has(cid)
  }

  async remove(cid: string): Promise<void> {
    parseCid(cid)
    this.#kept.delete(cid)
  }

  async list(): Promise<readonly string[]> {
    return [...this.#kept.keys()].sort()
  }

  async close(): Promise<void> {}

  /** As if somebody changed the bytes where they are kept. */
  damage(cid: string, change: (bytes: Uint8Array) => Uint8Array): void {
    this.#kept.set(cid, change(this.#kept.get(cid) ?? new Uint8Array()))
  }
}
