// Proof of ownership that needs nobody's API: the tx in its block, the record in the state after it, both under one
// header that known validators signed.

import { Header, SignedHeader } from 'cosmjs-types/tendermint/types/types'
import { concatBytes, equalBytes, parseBase64, parseHex } from '../../core/bytes.ts'
import { isCausewayError } from '../../core/errors.ts'
import { merkleLeaf, verifyMerkle } from '../../core/merkle.ts'
import { sha256 } from '../keys/fingerprints.ts'
import { headerHash, unproven, type ValidatorSet, verifyHeader } from './blockProof.ts'
import type { Claims } from './credential.ts'
import { verifyState } from './stateProof.ts'

type Ownership = Extract<Claims, { readonly type: 'OwnershipCertificate' }>

/** All bytes as base64. */
export type OwnershipProof = {
  /** Header of the block that holds the tx. */
  readonly header: string
  /** SignedHeader of the next block: it names the one before, and its app hash is the state after it. */
  readonly next: string
  readonly tx: { readonly index: number; readonly count: number; readonly path: readonly string[] }
  /** Key below the contract's own part of the store. */
  readonly key: string
  readonly value: string
  readonly proofs: readonly [string, string]
}

/** What the contract's record says; how it is written is the contract's business. */
export type OwnershipRecord = { readonly subject: string; readonly owner: string; readonly fingerprint: string }

/** What a verifier knows of a chain, once and for all: its validators, and which contract records ownership there. */
export type ChainTrust = {
  readonly chainId: string
  readonly validators: readonly ValidatorSet[]
  /** Bytes of the contract's address. */
  readonly contract: Uint8Array
  /** Reads a record of that contract; undefined for keys and values that are none. */
  readonly readRecord: (key: Uint8Array, value: Uint8Array) => OwnershipRecord | undefined
}

const wasmStore = 'wasm'
/** Keys of contracts in wasmd's store: 3, the address, the contract's own key. */
const contractStore = Uint8Array.of(3)

/** RFC 3339 as CometBFT prints it, with as many digits as the time needs. */
export function timeText({ time }: Header): string {
  const seconds = new Date(Number(time.seconds) * 1000).toISOString().slice(0, 19)
  const digits = time.nanos === 0 ? '' : `.${String(time.nanos).padStart(9, '0').replace(/0+$/, '')}`
  return `${seconds}${digits}Z`
}

/** CHAIN_PROOF_INVALID unless chain, block, tx, time, asset, fingerprint and owner are all as the claims say. */
export function verifyOwnership(
  claims: Ownership,
  proof: OwnershipProof | undefined,
  chains: readonly ChainTrust[],
): void {
  const chain = chains.find(({ chainId }) => chainId === claims.chainId)
  if (chain === undefined) throw unproven('a chain that the verifier does not know')
  if (proof === undefined) throw unproven('no proof')
  try {
    verifyProof(claims, proof, chain)
  } catch (error) {
    // Bytes of strangers: what does not decode proves nothing.
    throw isCausewayError(error, 'CHAIN_PROOF_INVALID') ? error : unproven('malformed', error)
  }
}

function verifyProof(claims: Ownership, proof: OwnershipProof, chain: ChainTrust): void {
  const next = verifyHeader(SignedHeader.decode(parseBase64(proof.next)), chain.chainId, chain.validators)
  const header = Header.decode(parseBase64(proof.header))
  if (!equalBytes(headerHash(header), next.lastBlockId.hash)) throw unproven('the block is not the one before')
  if (header.height !== claims.height) throw unproven('another height')
  if (timeText(header) !== claims.recordedAt) throw unproven('another time')
  const { index, count, path } = proof.tx
  const leaf = merkleLeaf(parseHex(claims.tx.toLowerCase()), sha256)
  const isIn = verifyMerkle({ leaf, index, count, path: path.map(parseBase64), root: header.dataHash }, sha256)
  if (!isIn) throw unproven('the tx is not in the block')
  const [key, value] = [parseBase64(proof.key), parseBase64(proof.value)]
  verifyState({
    appHash: next.appHash,
    store: wasmStore,
    key: concatBytes(contractStore, chain.contract, key),
    value,
    proofs: [parseBase64(proof.proofs[0]), parseBase64(proof.proofs[1])],
  })
  const record = chain.readRecord(key, value)
  if (record?.subject !== claims.subject) throw unproven('another asset')
  if (record.fingerprint !== claims.fingerprint) throw unproven('another fingerprint')
  if (record.owner !== claims.owner) throw unproven('another owner')
}
