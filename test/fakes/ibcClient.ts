// The Chain port on a fake node, as one process holds it: it can be cut off, and every call can be delayed or refused.
import { CausewayError } from '../../core/errors.ts'
import { txError } from '../../relayer/adapters/inclusions.ts'
import type { AnyMsg, Included, Signer, StateProof } from '../../relayer/ports.ts'
import type { IbcNode } from './ibcNode.ts'
import { answerGrpc } from './ibcQueries.ts'
import { json, keyText, Refused } from './ibcRules.ts'
import { type Wire, WiredChain } from './wiredChain.ts'

export const accountOf = (name: string, operator = ''): string => `wasm1${operator}${name.replaceAll(/[^a-z0-9]/g, '')}`

/** Chains store a sequence as eight bytes; this store holds text. */
function storedBytes(key: string, value: string): Uint8Array {
  if (value === '' || !key.startsWith('nextSequence')) return Buffer.from(value)
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return bytes
}

export class IbcClient extends WiredChain {
  readonly node: IbcNode
  readonly #operator: string

  constructor(node: IbcNode, wire?: Wire, operator = '') {
    super(node, wire)
    this.#operator = operator
    this.node = node
  }

  async querySmart(): Promise<unknown> {
    throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId })
  }

  async queryBalance(): Promise<bigint> {
    return 0n
  }

  async queryProof(key: Uint8Array, height: bigint): Promise<StateProof> {
    await this.wire('proof')
    if (height < 1n || height > this.node.height) {
      throw new CausewayError('PROOF_UNAVAILABLE', { chainId: this.chainId, height: height.toString() })
    }
    const value = this.node.store.getAt(keyText(key), height) ?? ''
    const claim = { chainId: this.chainId, height: height.toString(), key: keyText(key), value }
    return { value: storedBytes(keyText(key), value), proof: json(claim), proofHeight: height + 1n }
  }

  async answerGrpc(path: string, request: Uint8Array): Promise<Uint8Array> {
    await this.wire('grpc')
    return answerGrpc(this.node, path, request)
  }

  async queryHeader(height: bigint, trustedHeight: bigint): Promise<Uint8Array> {
    await this.wire('header')
    const block = this.node.blocks[Number(height) - 1]
    if (block === undefined)
      throw new CausewayError('CHAIN_ANSWER_INVALID', { chainId: this.chainId, method: 'commit' })
    const { chainId, timeNs } = block
    return json({ chainId, height: `${height}`, timeNs: `${timeNs}`, trustedHeight: `${trustedHeight}` })
  }

  async signer(name: string): Promise<Signer> {
    const address = accountOf(name, this.#operator)
    const submit = (msgs: readonly AnyMsg[], gas: bigint): Promise<{ hash: string }> => this.#submit(address, msgs, gas)
    const included = (hash: string): Promise<Included> => this.included(hash)
    return {
      address,
      submit,
      included,
      submitAndWait: async (msgs, gas) => included((await submit(msgs, gas)).hash),
    }
  }

  async #submit(account: string, msgs: readonly AnyMsg[], gas: bigint): Promise<{ hash: string }> {
    await this.wire('submit')
    let hash: string
    try {
      hash = this.node.broadcast(account, msgs, gas)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { code, codespace, message: log } = error
      throw txError(this.chainId, { code, codespace, log, hash: '' })
    }
    await this.wire('submitted')
    return { hash }
  }
}
