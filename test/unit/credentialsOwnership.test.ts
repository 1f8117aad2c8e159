// Ownership that a stranger verifies with nothing but the bundle and the validators' keys; every claim is proven.
import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BinaryWriter } from 'cosmjs-types/binary'
import { CommitmentProof, HashOp, LengthOp } from 'cosmjs-types/cosmos/ics23/v1/proofs'
import { Header as ClientHeader } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { Commit, Header, SignedHeader } from 'cosmjs-types/tendermint/types/types'
import { BlockIDFlag } from 'cosmjs-types/tendermint/types/validator'
import { concatBytes, utf8 } from '../../core/bytes.ts'
import { merkleLeaf, merkleProof, merkleRoot } from '../../core/merkle.ts'
import { headerHash, precommitBytes, validatorsHash, verifyHeader } from '../../platform/credentials/blockProof.ts'
import type { Claims } from '../../platform/credentials/credential.ts'
import { type ChainTrust, type OwnershipProof, verifyOwnership } from '../../platform/credentials/ownership.ts'
import { sha256 } from '../../platform/keys/fingerprints.ts'
import { CosmosRpc } from '../../relayer/adapters/cosmosRpc.ts'
import { TendermintHeaders } from '../../relayer/adapters/tendermintHeader.ts'

type Ownership = Extract<Claims, { readonly type: 'OwnershipCertificate' }>

const keys = Array.from({ length: 4 }, () => generateKeyPairSync('ed25519'))
const publicKey = (index: number): Uint8Array =>
  new Uint8Array(Buffer.from(keys[index]?.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))
// Two of them hold exactly two thirds.
const set = [15n, 15n, 10n, 5n].map((power, index) => ({ publicKey: publicKey(index), power }))
const contract = new Uint8Array(32).fill(9)
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const withLength = (bytes: Uint8Array): Uint8Array => new BinaryWriter().bytes(bytes).finish()

const claims: Ownership = {
  type: 'OwnershipCertificate',
  subject: 'did:causeway:asset:zone-a:weather',
  fingerprint: `sha2_256:${'ab'.repeat(32)}`,
  owner: 'did:causeway:party:zone-a:city',
  chainId: 'zone-a',
  height: 41n,
  tx: 'CD'.repeat(32),
  recordedAt: '2027-01-15T08:00:00.25Z',
}
const record = { subject: claims.subject, owner: claims.owner, fingerprint: claims.fingerprint }

type Op = { readonly prefix: Uint8Array; readonly suffix: Uint8Array }
function existence(key: Uint8Array, value: Uint8Array, prefix: Uint8Array, path: readonly Op[]): Uint8Array {
  const leaf = {
    hash: HashOp.SHA256,
    prehashKey: HashOp.NO_HASH,
    prehashValue: HashOp.SHA256,
    length: LengthOp.VAR_PROTO,
    prefix,
  }
  const exist = { key, value, leaf, path: path.map((op) => ({ hash: HashOp.SHA256, ...op })) }
  return CommitmentProof.encode(CommitmentProof.fromPartial({ exist })).finish()
}
const leafHash = (key: Uint8Array, value: Uint8Array, prefix: Uint8Array): Uint8Array =>
  sha256(concatBytes(prefix, withLength(key), withLength(sha256(value))))
const climb = (from: Uint8Array, path: readonly Op[]): Uint8Array =>
  path.reduce((hash, { prefix, suffix }) => sha256(concatBytes(prefix, hash, suffix)), from)

const numbers = (height: number, size: number): Uint8Array => Uint8Array.of(height * 2, size * 2, 0x8e, 0x01)
const sibling = sha256(utf8('sibling'))
const iavlPath: readonly Op[] = [
  { prefix: concatBytes(numbers(1, 2), Uint8Array.of(32)), suffix: withLength(sibling) },
  { prefix: concatBytes(numbers(2, 4), withLength(sibling), Uint8Array.of(32)), suffix: new Uint8Array() },
]
const storePath: readonly Op[] = [
  { prefix: concatBytes(Uint8Array.of(1), sibling), suffix: new Uint8Array() },
  { prefix: Uint8Array.of(1), suffix: sibling },
]

type World = {
  readonly signers: readonly number[]
  readonly value: object
  readonly store: string
  readonly iavlPath: readonly Op[]
  readonly leafPrefix: Uint8Array
  readonly next: object
  readonly signedTwice: boolean
}
const usual: World = {
  signers: [0, 1, 2],
  value: record,
  store: 'wasm',
  iavlPath,
  leafPrefix: numbers(0, 1),
  next: {},
  signedTwice: false,
}

const txs = ['AA'.repeat(32), claims.tx, 'EE'.repeat(32)].map((hash) => merkleLeaf(Buffer.from(hash, 'hex'), sha256))

function makeProof(changes: Partial<World> = {}): OwnershipProof {
  const world = { ...usual, ...changes }
  const key = utf8('rights/weather')
  const fullKey = concatBytes(Uint8Array.of(3), contract, key)
  const value = utf8(JSON.stringify(world.value))
  const storeRoot = climb(leafHash(fullKey, value, world.leafPrefix), world.iavlPath)
  const appHash = climb(leafHash(utf8(world.store), storeRoot, Uint8Array.of(0)), storePath)
  const hashes = { lastCommitHash: sibling, consensusHash: sibling, evidenceHash: sibling, lastResultsHash: sibling }
  const common = { version: { block: 11n, app: 0n }, chainId: 'zone-a', ...hashes, proposerAddress: new Uint8Array(20) }
  const header = Header.fromPartial({
    ...common,
    height: claims.height,
    time: { seconds: BigInt(Date.parse('2027-01-15T08:00:00Z') / 1000), nanos: 250_000_000 },
    dataHash: merkleRoot(txs, sha256),
  })
  const next = Header.fromPartial({
    ...common,
    height: claims.height + 1n,
    time: { seconds: 1_800_000_001n, nanos: 0 },
    lastBlockId: { hash: headerHash(header), partSetHeader: { total: 1, hash: sibling } },
    validatorsHash: validatorsHash(set),
    appHash,
    ...world.next,
  })
  const signed = SignedHeader.fromPartial({ header: next, commit: signCommit(next, world) })
  return {
    header: base64(Header.encode(header).finish()),
    next: base64(SignedHeader.encode(signed).finish()),
    tx: { index: 1, count: txs.length, path: merkleProof(txs, 1, sha256).map(base64) },
    key: base64(key),
    value: base64(value),
    proofs: [
      base64(existence(fullKey, value, world.leafPrefix, world.iavlPath)),
      base64(existence(utf8(world.store), storeRoot, Uint8Array.of(0), storePath)),
    ],
  }
}

function signCommit(header: Header, { signers, signedTwice }: World): Commit {
  const blockId = { hash: headerHash(header), partSetHeader: { total: 1, hash: sibling } }
  const commit = Commit.fromPartial({ height: header.height, round: 2, blockId })
  const signatures = (signedTwice ? [...signers, ...signers] : signers).map((index) => {
    const one = {
      blockIdFlag: BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
      validatorAddress: sha256(publicKey(index)).subarray(0, 20),
      timestamp: { seconds: 1_800_000_002n, nanos: index },
      signature: new Uint8Array(),
    }
    const secret = keys[index]?.privateKey
    if (secret === undefined) throw new Error('no such validator')
    return { ...one, signature: sign(null, precommitBytes(commit, one, header.chainId), secret) }
  })
  return Commit.fromPartial({ ...commit, signatures })
}

const chain: ChainTrust = {
  chainId: 'zone-a',
  validators: [set],
  contract,
  readRecord: (key, value) =>
    Buffer.from(key).toString().startsWith('rights/') ? JSON.parse(Buffer.from(value).toString()) : undefined,
}
const refusal = (reason: string) =>
  expect.objectContaining({ code: 'CHAIN_PROOF_INVALID', facts: expect.objectContaining({ reason }) })
const prove =
  (proof: OwnershipProof | undefined, changes: Partial<Ownership> = {}, trust = chain) =>
  () =>
    verifyOwnership({ ...claims, ...changes }, proof, [trust])

test('asset, fingerprint, owner, time and tx are proven by the block alone (Y-6.2.2e)', () => {
  expect(prove(makeProof())).not.toThrow()
  expect(prove(makeProof({ signers: [0, 1, 2, 3] }))).not.toThrow()
})

test.each<[string, Partial<Ownership>, string]>([
  ['another asset', { subject: 'did:causeway:asset:zone-a:other' }, 'another asset'],
  ['another fingerprint', { fingerprint: `sha2_256:${'00'.repeat(32)}` }, 'another fingerprint'],
  ['another owner', { owner: 'did:causeway:party:zone-a:thief' }, 'another owner'],
  ['another tx', { tx: 'AA'.repeat(32) }, 'the tx is not in the block'],
  ['another time', { recordedAt: '2026-01-15T08:00:00.25Z' }, 'another time'],
  ['another height', { height: 40n }, 'another height'],
  ['another chain', { chainId: 'zone-b' }, 'a chain that the verifier does not know'],
])('a certificate that claims %s is refused (Y-6.2.2e)', (_, changes, reason) => {
  expect(prove(makeProof(), changes)).toThrow(refusal(reason))
})

const swapped = (changes: Partial<OwnershipProof>) => (): OwnershipProof => ({ ...makeProof(), ...changes })
const flipped = (text: string): string => {
  const bytes = Buffer.from(text, 'base64')
  const last = bytes.length - 1
  bytes[last] = (bytes[last] ?? 0) ^ 1
  return bytes.toString('base64')
}
test.each<[string, () => OwnershipProof | undefined, string]>([
  ['is missing', () => undefined, 'no proof'],
  ['is of two thirds of the power only', () => makeProof({ signers: [0, 1] }), 'too few validators signed'],
  ['counts a validator twice', () => makeProof({ signers: [0, 1], signedTwice: true }), 'too few validators signed'],
  ['is of other validators', () => makeProof({ next: { validatorsHash: sibling } }), 'unknown validators'],
  ['is of another chain', () => makeProof({ next: { chainId: 'zone-b' } }), 'another chain'],
  [
    'is of a later block',
    () => makeProof({ next: { lastBlockId: { hash: sibling, partSetHeader: { total: 1, hash: sibling } } } }),
    'the block is not the one before',
  ],
  ['is of another state', () => makeProof({ next: { appHash: sibling } }), 'not in the state of the block'],
  ['is of another store', () => makeProof({ store: 'bank' }), 'another store'],
  ['has another value', swapped({ value: base64(utf8('{}')) }), 'another key or value'],
  ['has another key', swapped({ key: base64(utf8('rights/other')) }), 'another key or value'],
  ['has a leaf that is an inner node', () => makeProof({ leafPrefix: numbers(1, 2) }), 'leaf'],
  [
    'has bytes behind the numbers of its leaf',
    () => makeProof({ leafPrefix: concatBytes(numbers(0, 1), sibling) }),
    'leaf',
  ],
  [
    'has an inner node that is a leaf',
    () =>
      makeProof({ iavlPath: [{ prefix: concatBytes(numbers(0, 1), Uint8Array.of(32)), suffix: withLength(sibling) }] }),
    'inner node',
  ],
  [
    'has an inner node with two left children',
    () =>
      makeProof({
        iavlPath: [
          { prefix: concatBytes(numbers(2, 4), withLength(sibling), Uint8Array.of(32)), suffix: withLength(sibling) },
        ],
      }),
    'inner node',
  ],
  ['has a path without end', () => makeProof({ iavlPath: Array(65).fill(iavlPath[0]) }), 'path'],
  ['has a header that is none', swapped({ header: 'AAAA' }), 'malformed'],
  ['has no base64', swapped({ next: '!' }), 'malformed'],
  ['has no proof of existence', swapped({ proofs: ['', ''] }), 'no proof of existence'],
  ['has one proof', swapped({ proofs: [makeProof().proofs[0]] as never }), 'malformed'],
  ['has no tx path', swapped({ tx: { index: 1, count: 3, path: [] } }), 'the tx is not in the block'],
  [
    'has a changed header',
    () => ({ ...makeProof(), header: flipped(makeProof().header) }),
    'the block is not the one before',
  ],
  ['is no object of ours', () => ({}) as never, 'malformed'],
])('a proof that %s is refused (Y-6.2.2e)', (_, make, reason) => {
  expect(prove(make())).toThrow(refusal(reason))
})

test('a record of another contract of the same chain proves nothing', () => {
  const other = { ...chain, contract: new Uint8Array(32).fill(8) }
  expect(prove(makeProof(), {}, other)).toThrow(refusal('another key or value'))
})

test('a commit whose signatures are over another block is not counted', () => {
  const proof = makeProof()
  const other = SignedHeader.decode(Buffer.from(makeProof({ next: { height: 42n, appHash: sibling } }).next, 'base64'))
  const mine = SignedHeader.decode(Buffer.from(proof.next, 'base64'))
  const mixed = SignedHeader.fromPartial({ header: mine.header as Header, commit: other.commit as Commit })
  const forged = { ...proof, next: base64(SignedHeader.encode(mixed).finish()) }
  expect(prove(forged)).toThrow(refusal('the commit is for another block'))
  const relabelled = Commit.fromPartial({ ...(other.commit as Commit), blockId: (mine.commit as Commit).blockId })
  const signed = SignedHeader.fromPartial({ header: mine.header as Header, commit: relabelled })
  expect(prove({ ...proof, next: base64(SignedHeader.encode(signed).finish()) })).toThrow(
    refusal('too few validators signed'),
  )
})

test('a block of a real chain verifies, and not with one bit changed', async () => {
  const path = join(import.meta.dirname, '../fakes/samples/header.json')
  const { commit, trustedCommit, validators } = JSON.parse(readFileSync(path, 'utf8'))
  const rpc = new CosmosRpc({ chainId: 'zone-a', url: 'http://127.0.0.1:1', timeoutMs: 1 })
  const answers: Record<string, unknown> = {
    'commit 100': commit,
    'commit 99': trustedCommit,
    'validators 100': validators,
  }
  rpc.call = async <T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> =>
    answers[`${method} ${String(params['height'])}`] as T
  const { signedHeader, validatorSet } = ClientHeader.decode(await new TendermintHeaders(rpc).query(100n, 99n))
  if (signedHeader?.header === undefined) throw new Error('no header')
  const known = (validatorSet?.validators ?? []).map((one) => ({
    publicKey: one.pubKey?.ed25519 ?? new Uint8Array(),
    power: one.votingPower,
  }))
  expect(verifyHeader(signedHeader, 'zone-a', [set, known]).height).toBe(100n)
  signedHeader.header.appHash[0] = (signedHeader.header.appHash[0] ?? 0) ^ 1
  expect(() => verifyHeader(signedHeader, 'zone-a', [known])).toThrow(refusal('the commit is for another block'))
})
