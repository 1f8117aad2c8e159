// A fake chain whose signers keep what they were told to submit; a test decides how each tx ends.
import { MsgExecuteContract } from 'cosmjs-types/cosmwasm/wasm/v1/tx'
import type { AnyMsg, ChainEvent, Included, Signer, Submitted } from '../../relayer/ports.ts'
import { FakeChain } from './fakeChain.ts'

export type Call = { readonly contract: string; readonly msg: Record<string, unknown> }
export type SignedTx = { readonly key: string; readonly calls: readonly Call[]; readonly gas: bigint }

export class SigningChain extends FakeChain {
  readonly submitted: SignedTx[] = []
  /** Ends of the next txs, in order: events of a success, or what is thrown on submission. Empty: success. */
  readonly ends: (readonly ChainEvent[] | Error)[] = []

  override async signer(name: string): Promise<Signer> {
    const submit = async (msgs: readonly AnyMsg[], gas: bigint): Promise<Submitted> => this.#submit(name, msgs, gas)
    const included = async (hash: string): Promise<Included> => this.#included(hash)
    const submitAndWait: Signer['submitAndWait'] = async (msgs, gas) => included((await submit(msgs, gas)).hash)
    return { address: `wasm1${name}`, submit, included, submitAndWait }
  }

  /** The messages of all calls so far, flat. */
  calls(): readonly Record<string, unknown>[] {
    return this.submitted.flatMap(({ calls }) => calls.map(({ msg }) => msg))
  }

  #submit(key: string, msgs: readonly AnyMsg[], gas: bigint): Submitted {
    const calls = msgs.map(({ value }) => {
      const { contract, msg } = MsgExecuteContract.decode(value)
      return { contract, msg: JSON.parse(Buffer.from(msg).toString()) as Record<string, unknown> }
    })
    this.submitted.push({ key, calls, gas })
    return { hash: `${this.submitted.length}` }
  }

  #included(hash: string): Included {
    const end = this.ends.shift() ?? []
    if (end instanceof Error) throw end
    const result = { hash, index: 0, code: 0, codespace: '', log: '', gasWanted: 0n, gasUsed: 0n, events: end }
    return { hash, height: 1n, result }
  }
}
