// One account that submits txs in order: counts its sequence itself, and follows the chain's count after a mismatch.
import { createHash } from 'node:crypto'
import { BaseAccount } from 'cosmjs-types/cosmos/auth/v1beta1/auth'
import { QueryAccountRequest, QueryAccountResponse } from 'cosmjs-types/cosmos/auth/v1beta1/query'
import { PubKey } from 'cosmjs-types/cosmos/crypto/secp256k1/keys'
import { SignMode } from 'cosmjs-types/cosmos/tx/signing/v1beta1/signing'
import { AuthInfo, SignDoc, TxBody, TxRaw } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { asAnswer, isRefusal } from '../../core/answers.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { AnyMsg, Included, Log, Signer, Submitted } from '../ports.ts'
import { txHash } from './cosmosBlock.ts'
import type { CosmosGrpc } from './cosmosGrpc.ts'
import type { RpcCaller } from './cosmosRpc.ts'
import { type Inclusions, txError } from './inclusions.ts'
import type { Account } from './keyFile.ts'
import type { SignDigest } from './secp256k1.ts'

export type GasPrice = { readonly price: number; readonly denom: string }

export type CosmosSignerOptions = {
  readonly account: Account
  readonly rpc: RpcCaller
  readonly grpc: Pick<CosmosGrpc, 'unary'>
  readonly inclusions: Inclusions
  readonly gasPrice: GasPrice
  /** Address that pays the fees instead; empty for none. */
  readonly feeGranter?: string
  /** Stands before every memo. */
  readonly memoPrefix?: string
  readonly gasMax?: bigint | undefined
  readonly sign: SignDigest
  readonly log: Log
}

type Broadcast = { readonly code: number; readonly codespace?: string; readonly log: string; readonly hash: string }

const inclusionTimeoutMs = 60_000
const resignMax = 3
/** Numbers from 2^31 to below 2^32 are encoded wrongly by the generated code, and no block has room for more gas. */
const gasLimitMax = 2n ** 31n - 1n

export class CosmosSigner implements Signer {
  readonly address: string
  readonly #options: CosmosSignerOptions
  #number = 0n
  /** Undefined until read from the chain, and after an outcome that nobody saw. */
  #sequence: bigint | undefined
  /** Txs leave one after the other: the mempool keeps their order, and so their sequences hold. */
  #tail: Promise<unknown> = Promise.resolve()

  constructor(options: CosmosSignerOptions) {
    this.#options = options
    this.address = options.account.address
  }

  submit(msgs: readonly AnyMsg[], gas: bigint, memo = ''): Promise<Submitted> {
    const submitted = this.#tail.then(() => this.#submitInOrder(msgs, gas, memo))
    this.#tail = submitted.catch(() => undefined)
    return submitted
  }

  async submitAndWait(msgs: readonly AnyMsg[], gas: bigint, timeoutMs = inclusionTimeoutMs): Promise<Included> {
    const { hash } = await this.submit(msgs, gas)
    return this.included(hash, timeoutMs)
  }

  included(hash: string, timeoutMs: number): Promise<Included> {
    return this.#options.inclusions.wait(hash, timeoutMs)
  }

  async #submitInOrder(msgs: readonly AnyMsg[], asked: bigint, memo: string): Promise<Submitted> {
    const { memoPrefix = '', gasMax = gasLimitMax } = this.#options
    const gas = asked > gasMax ? gasMax : asked
    const words = [memoPrefix, memo].filter((part) => part !== '').join(' ')
    const bodyBytes = TxBody.encode(TxBody.fromPartial({ messages: [...msgs], memo: words })).finish()
    for (let attempt = 1; ; attempt += 1) {
      const sequence = this.#sequence ?? (await this.#readAccount())
      const tx = await this.#sign(bodyBytes, gas, sequence)
      try {
        const submitted = await this.#broadcast(tx)
        this.#sequence = sequence + 1n
        return submitted
      } catch (error) {
        this.#sequence = sequenceAfter(error, sequence)
        if (this.#sequence !== sequence) this.#tellResync(sequence, error)
        if (!isCausewayError(error, 'SEQUENCE_MISMATCH') || attempt >= resignMax) throw error
      }
    }
  }

  #tellResync(used: bigint, error: unknown): void {
    const { account, rpc, log } = this.#options
    log.info('signer.resynced', {
      chain_id: rpc.chainId,
      key: account.name,
      used,
      next: this.#sequence ?? 'to be read',
      code: isCausewayError(error) ? error.code : 'INTERNAL',
    })
  }

  async #broadcast(tx: Uint8Array): Promise<Submitted> {
    const { rpc, inclusions } = this.#options
    const hash = txHash(tx)
    inclusions.expect(hash)
    try {
      const answer = await rpc.call<Broadcast>('broadcast_tx_sync', { tx: Buffer.from(tx).toString('base64') })
      if (answer.code !== 0) throw this.#refusal(answer)
      return { hash }
    } catch (error) {
      // The very same bytes were sent before, and the answer was lost: the node has them.
      if (isKnownTx(error)) return { hash }
      if (isTooLarge(error))
        throw new CausewayError('TX_TOO_LARGE', { chainId: rpc.chainId, bytes: `${tx.length}` }, error)
      // Without an answer the tx may still be in the mempool: the sequence is read again before the next one.
      if (!isCausewayError(error, 'CHAIN_UNREACHABLE')) inclusions.forget(hash)
      throw error
    }
  }

  /** Who pays is who must be sent coins; a granter may also have given no allowance, or one that is used up or over. */
  #refusal(answer: Broadcast): CausewayError {
    const { rpc, account, feeGranter: granter = '' } = this.#options
    const error = txError(rpc.chainId, { ...answer, codespace: answer.codespace ?? '' })
    const isForbidden = granter !== '' && /does not allow to pay fees for/.test(answer.log)
    if (error.code !== 'FUNDS_MISSING' && !isForbidden) return error
    const { address } = this
    const payer = granter === '' ? { address, key: account.name } : { address: granter, granter, grantee: address }
    return new CausewayError('FUNDS_MISSING', { ...error.facts, ...payer })
  }

  async #readAccount(): Promise<bigint> {
    const request = QueryAccountRequest.encode({ address: this.address }).finish()
    try {
      const path = '/cosmos.auth.v1beta1.Query/Account'
      const bytes = await this.#options.grpc.unary(path, request)
      const base = asAnswer(this.#options.rpc.chainId, path, () => {
        return BaseAccount.decode(QueryAccountResponse.decode(bytes).account?.value ?? new Uint8Array())
      })
      this.#number = base.accountNumber
      return base.sequence
    } catch (error) {
      if (!isRefusal(error)) throw error
      // An account exists from its first coin on.
      const { rpc, account, feeGranter = '' } = this.#options
      const granter = feeGranter === '' ? {} : { granter: feeGranter }
      const facts = { chainId: rpc.chainId, address: this.address, key: account.name, ...granter }
      throw new CausewayError('FUNDS_MISSING', facts, error)
    }
  }

  async #sign(bodyBytes: Uint8Array, gas: bigint, sequence: bigint): Promise<Uint8Array> {
    const { account, rpc, sign } = this.#options
    const value = PubKey.encode({ key: account.publicKey }).finish()
    const authInfoBytes = AuthInfo.encode({
      signerInfos: [
        {
          publicKey: { typeUrl: '/cosmos.crypto.secp256k1.PubKey', value },
          modeInfo: { single: { mode: SignMode.SIGN_MODE_DIRECT } },
          sequence,
        },
      ],
      fee: { amount: this.#fee(gas), gasLimit: gas, payer: '', granter: this.#options.feeGranter ?? '' },
    }).finish()
    const { chainId } = rpc
    const doc = SignDoc.encode({ bodyBytes, authInfoBytes, chainId, accountNumber: this.#number }).finish()
    const signature = await sign(createHash('sha256').update(doc).digest(), account.privateKey)
    return TxRaw.encode({ bodyBytes, authInfoBytes, signatures: [signature] }).finish()
  }

  #fee(gas: bigint): { denom: string; amount: string }[] {
    const { price, denom } = this.#options.gasPrice
    const amount = Math.ceil(Number(gas) * price)
    return amount === 0 ? [] : [{ denom, amount: amount.toString() }]
  }
}

/** CometBFT's cache of txs answers for one that is in the mempool, or was in a block a moment ago. */
function isKnownTx(error: unknown): boolean {
  return (
    isCausewayError(error, 'CHAIN_ANSWER_INVALID') && /tx already exists in cache/.test(error.facts['reason'] ?? '')
  )
}

/** Of the mempool (max_tx_bytes), or of the RPC server (max_body_bytes) before any chain has seen the tx. */
function isTooLarge(error: unknown): boolean {
  const isRefused = isCausewayError(error, 'CHAIN_ANSWER_INVALID')
  return isRefused && /tx too large|request body too large/i.test(error.facts['reason'] ?? '')
}

/** Undefined when the chain has to be asked: it did not answer, or its count is not in the answer. */
function sequenceAfter(error: unknown, used: bigint): bigint | undefined {
  if (isCausewayError(error, 'SEQUENCE_MISMATCH')) return expectedSequence(error.facts['log'] ?? '')
  // CheckTx refused the tx for another reason, and then it has counted nothing.
  return isCausewayError(error, 'TX_FAILED') ? used : undefined
}

/** "account sequence mismatch, expected 12, got 10": the chain's own count, with its mempool. */
function expectedSequence(log: string): bigint | undefined {
  const match = /expected (\d+), got/.exec(log)
  return match?.[1] === undefined ? undefined : BigInt(match[1])
}
