// What an attacker can do who has the key of a chain's only validator: sign a block that the chain has never made.
import { createHash, createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BinaryWriter } from 'cosmjs-types/binary'
import { Timestamp } from 'cosmjs-types/google/protobuf/timestamp'
import { Header as ClientHeader } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { BlockID, type Commit, type Header } from 'cosmjs-types/tendermint/types/types'
import { Consensus } from 'cosmjs-types/tendermint/version/types'
import { chainHome } from '../../localnet/genesis.ts'
import type { Chain } from '../../relayer/ports.ts'
import { worldConfig } from './world.ts'

const precommit = 2

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

/** CometBFT's Merkle root: leaves and inner nodes are told apart, the left side is the largest power of two. */
function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves
  if (only !== undefined && leaves.length === 1) return sha256(Uint8Array.of(0), only)
  let middle = 1
  while (middle * 2 < leaves.length) middle *= 2
  return sha256(Uint8Array.of(1), merkleRoot(leaves.slice(0, middle)), merkleRoot(leaves.slice(middle)))
}

const [varint, fixed64, delimited] = [0, 1, 2]
const field = (number: number, type = delimited): BinaryWriter => BinaryWriter.create().uint32((number << 3) | type)
const message = (number: number, body: Uint8Array): Uint8Array => field(number).bytes(body).finish()
/** A value by itself, as field 1 of a message; an empty one takes no bytes at all. */
const bytes = (value: Uint8Array): Uint8Array => (value.length === 0 ? value : message(1, value))

/** The precommit that a validator signs (CometBFT's CanonicalVote), with its length before it; round 0 is left out. */
function signBytes({ chainId, height }: Header, { blockId }: Commit, timestamp: Timestamp): Uint8Array {
  const { total, hash } = blockId.partSetHeader
  const parts = Buffer.concat([field(1, varint).uint32(total).finish(), message(2, hash)])
  const vote = Buffer.concat([
    field(1, varint).uint32(precommit).finish(),
    field(2, fixed64).sfixed64(height).finish(),
    message(4, Buffer.concat([message(1, blockId.hash), message(2, parts)])),
    message(5, Timestamp.encode(timestamp).finish()),
    field(6).string(chainId).finish(),
  ])
  return BinaryWriter.create().bytes(vote).finish()
}

function headerHash(header: Header): Buffer {
  return merkleRoot([
    Consensus.encode(header.version).finish(),
    field(1).string(header.chainId).finish(),
    field(1, varint).int64(header.height).finish(),
    Timestamp.encode(header.time).finish(),
    BlockID.encode(header.lastBlockId).finish(),
    ...[header.lastCommitHash, header.dataHash, header.validatorsHash, header.nextValidatorsHash].map(bytes),
    ...[header.consensusHash, header.appHash, header.lastResultsHash, header.evidenceHash].map(bytes),
    bytes(header.proposerAddress),
  ])
}

function signWithValidatorKey(chainId: string, signed: Uint8Array): Uint8Array {
  const path = join(chainHome(worldConfig, chainId), 'config', 'priv_validator_key.json')
  const { priv_key: key } = JSON.parse(readFileSync(path, 'utf8')) as { priv_key: { value: string } }
  // The secret half comes first and then the public one; PKCS #8 wants its own words before the secret.
  const secret = Buffer.from(key.value, 'base64').subarray(0, 32)
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret])
  return sign(null, signed, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
}

export type Forgery = {
  readonly trustedHeight: bigint
  readonly height: bigint
  /** Later than the time of the chain's own header, nanoseconds. */
  readonly laterNs?: bigint
}

/**
 * The chain's header at its newest height, moved to `height` with the app hash of a state that it never had, and
 * signed as validly as the true one. As protobuf bytes of a light client's header.
 */
export async function forgeHeader(chain: Chain, { trustedHeight, height, laterNs = 0n }: Forgery): Promise<Uint8Array> {
  const { height: newest } = await chain.queryStatus()
  const basis = height < newest ? height : newest
  const forged = ClientHeader.decode(await chain.queryHeader(basis, trustedHeight))
  const { header, commit } = forged.signedHeader ?? {}
  const [signature] = commit?.signatures ?? []
  if (header === undefined || commit === undefined || signature === undefined) throw new Error('no header to forge')
  const timeNs = header.time.seconds * 1_000_000_000n + BigInt(header.time.nanos) + laterNs
  header.height = height
  header.time = { seconds: timeNs / 1_000_000_000n, nanos: Number(timeNs % 1_000_000_000n) }
  header.appHash = sha256(Buffer.from('a state that nobody has agreed on'))
  commit.height = height
  commit.blockId.hash = headerHash(header)
  commit.round = 0
  signature.signature = signWithValidatorKey(chain.chainId, signBytes(header, commit, signature.timestamp))
  commit.signatures = [signature]
  return ClientHeader.encode(forged).finish()
}
