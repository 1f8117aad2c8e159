// Builds ibc.lightclients.tendermint.v1.Header from a node's /commit and /validators; caches validator sets by hash.
import { Header as ClientHeader } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import type { BlockID, CommitSig, SignedHeader } from 'cosmjs-types/tendermint/types/types'
import type { BlockIDFlag, Validator, ValidatorSet } from 'cosmjs-types/tendermint/types/validator'
import { asAnswer } from '../../core/answers.ts'
import { parseTimeNs } from './cosmosBlock.ts'
import type { RpcCaller } from './cosmosRpc.ts'

type RawBlockId = { readonly hash: string; readonly parts: { readonly total: number; readonly hash: string } }
type RawHeader = {
  readonly version: { readonly block: string; readonly app?: string }
  readonly chain_id: string
  readonly height: string
  readonly time: string
  readonly last_block_id: RawBlockId
  readonly last_commit_hash: string
  readonly data_hash: string
  readonly validators_hash: string
  readonly next_validators_hash: string
  readonly consensus_hash: string
  readonly app_hash: string
  readonly last_results_hash: string
  readonly evidence_hash: string
  readonly proposer_address: string
}
type RawSignature = {
  readonly block_id_flag: number
  readonly validator_address: string
  readonly timestamp: string
  readonly signature: string | null
}
type RawCommit = {
  readonly height: string
  readonly round: number
  readonly block_id: RawBlockId
  readonly signatures: readonly RawSignature[]
}
type RawSigned = { readonly signed_header: { readonly header: RawHeader; readonly commit: RawCommit } }
type RawValidator = {
  readonly address: string
  readonly pub_key: { readonly type: string; readonly value: string }
  readonly voting_power: string
  readonly proposer_priority: string
}
type RawValidators = { readonly validators: readonly RawValidator[]; readonly total: string }

const pageMax = 100
const cachedMax = 1_000
const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

/** `<chain>-<number>` carries a revision, as ICS-07 reads chain ids; any other chain id is revision 0. */
export function revisionOf(chainId: string): bigint {
  const match = /^.*[^-]-([1-9][0-9]*)$/.exec(chainId)
  return BigInt(match?.[1] ?? 0)
}

function timestamp(text: string): { seconds: bigint; nanos: number } {
  const ns = parseTimeNs(text)
  const nanos = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  return { seconds: (ns - nanos) / 1_000_000_000n, nanos: Number(nanos) }
}

function blockId(raw: RawBlockId): BlockID {
  return { hash: fromHex(raw.hash), partSetHeader: { total: raw.parts.total, hash: fromHex(raw.parts.hash) } }
}

function commitSig(raw: RawSignature): CommitSig {
  return {
    blockIdFlag: raw.block_id_flag as BlockIDFlag,
    validatorAddress: fromHex(raw.validator_address),
    timestamp: timestamp(raw.timestamp),
    signature: Uint8Array.from(Buffer.from(raw.signature ?? '', 'base64')),
  }
}

function signedHeader({ header, commit }: RawSigned['signed_header']): SignedHeader {
  return {
    header: {
      version: { block: BigInt(header.version.block), app: BigInt(header.version.app ?? 0) },
      chainId: header.chain_id,
      height: BigInt(header.height),
      time: timestamp(header.time),
      lastBlockId: blockId(header.last_block_id),
      lastCommitHash: fromHex(header.last_commit_hash),
      dataHash: fromHex(header.data_hash),
      validatorsHash: fromHex(header.validators_hash),
      nextValidatorsHash: fromHex(header.next_validators_hash),
      consensusHash: fromHex(header.consensus_hash),
      appHash: fromHex(header.app_hash),
      lastResultsHash: fromHex(header.last_results_hash),
      evidenceHash: fromHex(header.evidence_hash),
      proposerAddress: fromHex(header.proposer_address),
    },
    commit: {
      height: BigInt(commit.height),
      round: commit.round,
      blockId: blockId(commit.block_id),
      signatures: commit.signatures.map(commitSig),
    },
  }
}

function validator(raw: RawValidator): Validator {
  const key = Uint8Array.from(Buffer.from(raw.pub_key.value, 'base64'))
  const isEd25519 = raw.pub_key.type === 'tendermint/PubKeyEd25519'
  return {
    address: fromHex(raw.address),
    pubKey: isEd25519 ? { ed25519: key } : { secp256k1: key },
    votingPower: BigInt(raw.voting_power),
    proposerPriority: BigInt(raw.proposer_priority),
  }
}

/** Headers of one chain. Does NOT verify them: the light client on the other chain does. */
export class TendermintHeaders {
  readonly #rpc: RpcCaller
  readonly #sets = new Map<string, ValidatorSet>()
  /** Hash of the validators that follow a height; a trusted height needs exactly that set (ICS-07). */
  readonly #nextHash = new Map<bigint, string>()

  constructor(rpc: RpcCaller) {
    this.#rpc = rpc
  }

  async query(height: bigint, trustedHeight: bigint): Promise<Uint8Array> {
    const [{ signed_header: signed }, trustedHash] = await Promise.all([
      this.#commit(height),
      this.#nextHashAt(trustedHeight),
    ])
    const [validatorSet, trustedValidators] = await Promise.all([
      this.#validators(height, signed.header.validators_hash),
      this.#validators(trustedHeight + 1n, trustedHash),
    ])
    const { chainId } = this.#rpc
    const header: ClientHeader = {
      signedHeader: asAnswer(chainId, 'signed_header', () => signedHeader(signed)),
      validatorSet,
      trustedHeight: { revisionNumber: revisionOf(chainId), revisionHeight: trustedHeight },
      trustedValidators,
    }
    return ClientHeader.encode(header).finish()
  }

  async #commit(height: bigint): Promise<RawSigned> {
    const raw = await this.#rpc.call<RawSigned>('commit', { height: height.toString() })
    const next = asAnswer(this.#rpc.chainId, 'signed_header', () => raw.signed_header.header.next_validators_hash)
    remember(this.#nextHash, height, next)
    return raw
  }

  async #nextHashAt(height: bigint): Promise<string> {
    return this.#nextHash.get(height) ?? (await this.#commit(height)).signed_header.header.next_validators_hash
  }

  async #validators(height: bigint, hash: string): Promise<ValidatorSet> {
    const known = this.#sets.get(hash)
    if (known !== undefined) return known
    const validators: Validator[] = []
    for (let page = 1; ; page += 1) {
      const params = { height: height.toString(), page: page.toString(), per_page: pageMax.toString() }
      const answer = await this.#rpc.call<RawValidators>('validators', params)
      const found = asAnswer(this.#rpc.chainId, 'validators', () => answer.validators.map(validator))
      validators.push(...found)
      if (found.length === 0 || validators.length >= Number(answer.total)) break
    }
    const totalVotingPower = validators.reduce((sum, one) => sum + one.votingPower, 0n)
    // The proposer is not part of the hash, but ibc-go refuses a set without one.
    const [proposer] = validators
    const set: ValidatorSet = { validators, totalVotingPower, ...(proposer === undefined ? {} : { proposer }) }
    remember(this.#sets, hash, set)
    return set
  }
}

function remember<K, V>(cache: Map<K, V>, key: K, value: V): void {
  cache.set(key, value)
  if (cache.size <= cachedMax) return
  const oldest = cache.keys().next()
  if (!oldest.done) cache.delete(oldest.value)
}
