// Runs contract bytes as a CosmWasm chain runs them: the very wasm, in the JavaScript engine's own WebAssembly, with
// the imports of cosmwasm-vm. No gas; what a contract asks beyond storage, addresses and signatures fails the call.
import { fromBech32, toBech32 } from '@cosmjs/encoding'
import secp256k1 from 'secp256k1'
import { type Imports, Instance, Module, RuntimeError, type WasmModule } from './webassembly.ts'

/** What a contract remembers: ordered by the bytes of its keys, each as latin1 text. */
export interface Storage {
  get(key: string): Uint8Array | undefined
  set(key: string, value: Uint8Array | undefined): void
  /** Keys from `start` on and before `end`, ascending. */
  range(start: string, end: string | undefined): readonly string[]
}

/** A contract has panicked, or has asked for what is not there: the whole tx is reverted. */
export class Aborted extends Error {}

type Exports = Readonly<Record<string, (...args: number[]) => number>> & {
  readonly memory: { readonly buffer: ArrayBuffer }
}
type Region = { readonly offset: number; readonly capacity: number; readonly length: number }
type Cursor = { readonly keys: readonly string[]; at: number }

const regionBytes = 12
const invalid = 1
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

export type VmOptions = {
  /** Of addresses on the chain. */
  readonly prefix: string
  /** Every call has a memory of its own, as on a chain; else one that no call has crashed serves them all. */
  readonly fresh: boolean
}

export class Vm {
  readonly #module: WasmModule
  readonly #options: VmOptions
  #machine: Machine | undefined

  constructor(code: Uint8Array<ArrayBuffer>, options: VmOptions) {
    this.#module = new Module(code)
    this.#options = options
  }

  /** The contract's answer, parsed JSON. Throws Aborted. */
  call(entry: string, storage: Storage, args: readonly unknown[]): unknown {
    const { prefix, fresh } = this.#options
    const machine = this.#machine ?? new Machine(this.#module, prefix)
    // What crashes, or throws from an import, leaves a memory behind that nobody knows.
    this.#machine = undefined
    const answer = machine.run(
      entry,
      storage,
      args.map((arg) => Buffer.from(JSON.stringify(arg))),
    )
    if (!fresh) this.#machine = machine
    return JSON.parse(text(answer))
  }
}

/** An instance of a contract's code; it serves one call at a time. */
class Machine {
  readonly #exports: Exports
  readonly #prefix: string
  #storage: Storage | undefined
  #cursors: Cursor[] = []

  constructor(module: WasmModule, prefix: string) {
    this.#prefix = prefix
    const env = { ...this.#storageImports(), ...this.#addressImports(), ...this.#otherImports() }
    this.#exports = new Instance(module, { env }).exports as unknown as Exports
  }

  run(entry: string, storage: Storage, args: readonly Uint8Array[]): Uint8Array {
    const run = this.#exports[entry]
    if (run === undefined) throw new Aborted(`there is no entry point ${entry}`)
    this.#storage = storage
    this.#cursors = []
    try {
      const at = run(...args.map((arg) => this.#give(arg)))
      const answer = this.#read(at)
      this.#exports['deallocate']?.(at)
      return answer
    } catch (error) {
      if (error instanceof RuntimeError || error instanceof RangeError) throw new Aborted(error.message)
      throw error
    } finally {
      this.#storage = undefined
    }
  }

  get #store(): Storage {
    if (this.#storage === undefined) throw new Aborted('nobody has called')
    return this.#storage
  }

  #view(): DataView {
    return new DataView(this.#exports.memory.buffer)
  }

  #region(at: number): Region {
    const word = (index: number): number => this.#view().getUint32(at + index * 4, true)
    return { offset: word(0), capacity: word(1), length: word(2) }
  }

  #read(at: number): Uint8Array {
    const { offset, length } = this.#region(at)
    return new Uint8Array(this.#exports.memory.buffer, offset, length).slice()
  }

  /** Into a region that the contract has made for it. */
  #fill(at: number, bytes: Uint8Array): void {
    const { offset, capacity } = this.#region(at)
    if (bytes.length > capacity) throw new Aborted('a region is too small')
    new Uint8Array(this.#exports.memory.buffer, offset, bytes.length).set(bytes)
    this.#view().setUint32(at + 8, bytes.length, true)
  }

  /** A new region with these bytes, which the contract frees. */
  #give(bytes: Uint8Array): number {
    const at = this.#exports['allocate']?.(bytes.length) ?? 0
    if (at < regionBytes) throw new Aborted('the contract gives no memory')
    this.#fill(at, bytes)
    return at
  }

  #storageImports(): Imports {
    const key = (at: number): string => latin1(this.#read(at))
    return {
      db_read: (at: number) => {
        const value = this.#store.get(key(at))
        return value === undefined ? 0 : this.#give(value)
      },
      db_write: (at: number, valueAt: number) => this.#store.set(key(at), this.#read(valueAt)),
      db_remove: (at: number) => this.#store.set(key(at), undefined),
      db_scan: (startAt: number, endAt: number, order: number) => {
        const keys = [...this.#store.range(startAt === 0 ? '' : key(startAt), endAt === 0 ? undefined : key(endAt))]
        return this.#cursors.push({ keys: order === 2 ? keys.reverse() : keys, at: 0 })
      },
      db_next: (cursor: number) => {
        const name = this.#next(cursor)
        const parts = name === undefined ? ['', ''] : [name, latin1(this.#store.get(name) ?? new Uint8Array())]
        return this.#give(Buffer.concat(parts.map(section)))
      },
      db_next_key: (cursor: number) => {
        const name = this.#next(cursor)
        return name === undefined ? 0 : this.#give(Buffer.from(name, 'latin1'))
      },
      db_next_value: (cursor: number) => {
        const name = this.#next(cursor)
        return name === undefined ? 0 : this.#give(this.#store.get(name) ?? new Uint8Array())
      },
    }
  }

  #next(number: number): string | undefined {
    const cursor = this.#cursors[number - 1]
    if (cursor === undefined) throw new Aborted(`there is no iterator ${number}`)
    const name = cursor.keys[cursor.at]
    cursor.at += 1
    return name
  }

  #addressImports(): Imports {
    const refused = (why: unknown): number => this.#give(Buffer.from(String(why)))
    return {
      addr_validate: (at: number) => {
        try {
          const address = text(this.#read(at))
          return toBech32(this.#prefix, this.#canonical(address)) === address ? 0 : refused('not normalised')
        } catch (error) {
          return refused(error)
        }
      },
      addr_canonicalize: (at: number, to: number) => {
        try {
          this.#fill(to, this.#canonical(text(this.#read(at))))
          return 0
        } catch (error) {
          return refused(error)
        }
      },
      addr_humanize: (at: number, to: number) => {
        this.#fill(to, Buffer.from(toBech32(this.#prefix, this.#read(at))))
        return 0
      },
    }
  }

  #canonical(address: string): Uint8Array {
    const { prefix, data } = fromBech32(address)
    if (prefix !== this.#prefix) throw new Error('wrong bech32 prefix')
    return data
  }

  #otherImports(): Imports {
    const missing = (name: string) => (): never => {
      throw new Aborted(`the contract has asked for ${name}`)
    }
    const absent = [
      ...['secp256k1_recover_pubkey', 'secp256r1_verify', 'secp256r1_recover_pubkey', 'query_chain'],
      ...['ed25519_verify', 'ed25519_batch_verify', 'bls12_381_aggregate_g1', 'bls12_381_aggregate_g2'],
      ...['bls12_381_pairing_equality', 'bls12_381_hash_to_g1', 'bls12_381_hash_to_g2'],
    ]
    return {
      ...Object.fromEntries(absent.map((name) => [name, missing(name)])),
      secp256k1_verify: (hash: number, signature: number, key: number) => {
        try {
          return secp256k1.ecdsaVerify(this.#read(signature), this.#read(hash), this.#read(key)) ? 0 : invalid
        } catch {
          return invalid
        }
      },
      debug: () => undefined,
      abort: (at: number) => {
        throw new Aborted(text(this.#read(at)))
      },
    }
  }
}

/** As cosmwasm-std takes a list apart: each part with its length behind it. */
function section(part: string): Uint8Array {
  const bytes = Buffer.from(part, 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([bytes, length])
}
