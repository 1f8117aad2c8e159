// Whether validators whom we know signed a block, and what that block commits to: time, txs, state.

import { BinaryWriter } from 'cosmjs-types/binary'
import { Timestamp } from 'cosmjs-types/google/protobuf/timestamp'
import {
  BlockID,
  type Commit,
  type CommitSig,
  type Header,
  type SignedHeader,
} from 'cosmjs-types/tendermint/types/types'
import { BlockIDFlag, SimpleValidator } from 'cosmjs-types/tendermint/types/validator'
import { Consensus } from 'cosmjs-types/tendermint/version/types'
import { equalBytes, toHex } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { merkleLeaf, merkleRoot } from '../../core/merkle.ts'
import { isSigned } from '../identity/publicKeys.ts'
import { sha256 } from '../keys/fingerprints.ts'

/** One set of validators of a chain, in the chain's order; which heights it signed, its hash in the header says. */
export type ValidatorSet = readonly { readonly publicKey: Uint8Array; readonly power: bigint }[]

export function unproven(reason: string, cause?: unknown): CausewayError {
  return new CausewayError('CHAIN_PROOF_INVALID', { reason }, cause)
}

const rootOf = (parts: readonly Uint8Array[]): Uint8Array =>
  merkleRoot(
    parts.map((part) => merkleLeaf(part, sha256)),
    sha256,
  )

/** Scalars are hashed as the one field of a message; an empty one is an empty message. */
const wrapped = (bytes: Uint8Array): Uint8Array =>
  bytes.length === 0 ? bytes : new BinaryWriter().uint32(10).bytes(bytes).finish()

export function headerHash(header: Header): Uint8Array {
  return rootOf([
    Consensus.encode(header.version).finish(),
    wrapped(Buffer.from(header.chainId)),
    new BinaryWriter().uint32(8).int64(header.height).finish(),
    Timestamp.encode(header.time).finish(),
    BlockID.encode(header.lastBlockId).finish(),
    wrapped(header.lastCommitHash),
    wrapped(header.dataHash),
    wrapped(header.validatorsHash),
    wrapped(header.nextValidatorsHash),
    wrapped(header.consensusHash),
    wrapped(header.appHash),
    wrapped(header.lastResultsHash),
    wrapped(header.evidenceHash),
    wrapped(header.proposerAddress),
  ])
}

export function validatorsHash(set: ValidatorSet): Uint8Array {
  return rootOf(
    set.map(({ publicKey, power }) =>
      SimpleValidator.encode(
        SimpleValidator.fromPartial({ pubKey: { ed25519: publicKey }, votingPower: power }),
      ).finish(),
    ),
  )
}

/** What a validator signs: the canonical precommit, with its length before it. */
export function precommitBytes(commit: Commit, { timestamp }: CommitSig, chainId: string): Uint8Array {
  const vote = new BinaryWriter().uint32(8).int32(2).uint32(17).sfixed64(commit.height)
  if (commit.round !== 0) vote.uint32(25).sfixed64(BigInt(commit.round))
  vote.uint32(34).bytes(BlockID.encode(commit.blockId).finish())
  vote.uint32(42).bytes(Timestamp.encode(timestamp).finish())
  vote.uint32(50).string(chainId)
  return new BinaryWriter().bytes(vote.finish()).finish()
}

/** The header, if more than two thirds of the power of one known set signed exactly it. */
export function verifyHeader(signed: SignedHeader, chainId: string, sets: readonly ValidatorSet[]): Header {
  const { header, commit } = signed
  if (header === undefined || commit === undefined) throw unproven('no header')
  if (header.chainId !== chainId) throw unproven('another chain')
  const set = sets.find((one) => equalBytes(validatorsHash(one), header.validatorsHash))
  if (set === undefined) throw unproven('unknown validators')
  const isIts = commit.height === header.height && equalBytes(commit.blockId.hash, headerHash(header))
  if (!isIts) throw unproven('the commit is for another block')
  const byAddress = new Map(set.map((one) => [toHex(sha256(one.publicKey).subarray(0, 20)), one]))
  let power = 0n
  for (const one of commit.signatures) {
    const address = toHex(one.validatorAddress)
    const validator = one.blockIdFlag === BlockIDFlag.BLOCK_ID_FLAG_COMMIT ? byAddress.get(address) : undefined
    if (validator === undefined) continue
    const key = { algorithm: 'ed25519', bytes: validator.publicKey } as const
    if (!isSigned(key, precommitBytes(commit, one, chainId), one.signature)) continue
    power += validator.power
    // Whoever signs twice counts once.
    byAddress.delete(address)
  }
  const total = set.reduce((sum, one) => sum + one.power, 0n)
  if (power * 3n <= total * 2n) throw unproven('too few validators signed')
  return header
}
