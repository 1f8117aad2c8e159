// Headers for light clients, rebuilt from a node's JSON: what they hash to and who signed them shows if they are right.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BinaryWriter } from 'cosmjs-types/binary'
import { Timestamp } from 'cosmjs-types/google/protobuf/timestamp'
import { Header as ClientHeader } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { BlockID, type Header, type SignedHeader } from 'cosmjs-types/tendermint/types/types'
import { SimpleValidator, type ValidatorSet } from 'cosmjs-types/tendermint/types/validator'
import { Consensus } from 'cosmjs-types/tendermint/version/types'
import { CosmosRpc } from '../../relayer/adapters/cosmosRpc.ts'
import { revisionOf, TendermintHeaders } from '../../relayer/adapters/tendermintHeader.ts'

type Sample = ReturnType<typeof readSample>

function readSample(file: string) {
  const path = join(import.meta.dirname, '../fakes/samples', file)
  const { commit, trustedCommit, validators } = JSON.parse(readFileSync(path, 'utf8'))
  const { chain_id: chainId, height } = commit.signed_header.header as { chain_id: string; height: string }
  return { commit, trustedCommit, validators, chainId, height: BigInt(height) }
}

const plain = readSample('header.json')

/** An RPC endpoint that knows two commits and one validator set. */
function openRpc({ commit, trustedCommit, validators, chainId, height }: Sample): {
  readonly rpc: CosmosRpc
  readonly calls: string[]
} {
  const calls: string[] = []
  const rpc = new CosmosRpc({ chainId, url: 'http://127.0.0.1:1', timeoutMs: 1 })
  const answers: Readonly<Record<string, unknown>> = {
    [`commit ${height}`]: commit,
    [`commit ${height - 1n}`]: trustedCommit,
    [`validators ${height}`]: validators,
  }
  rpc.call = async <T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> => {
    const call = `${method} ${String(params['height'])}`
    calls.push(call)
    return answers[call] as T
  }
  return { rpc, calls }
}

async function build(sample: Sample): Promise<ClientHeader> {
  const { height } = sample
  return ClientHeader.decode(await new TendermintHeaders(openRpc(sample).rpc).query(height, height - 1n))
}

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** RFC 6962, as CometBFT hashes headers and validator sets. */
function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256()
  const [first = new Uint8Array()] = leaves
  if (leaves.length === 1) return sha256(Uint8Array.of(0), first)
  const split = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1)
  return sha256(Uint8Array.of(1), merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)))
}

const wrapped = (bytes: Uint8Array): Uint8Array =>
  bytes.length === 0 ? bytes : new BinaryWriter().uint32(10).bytes(bytes).finish()

function headerHash(header: Header): Uint8Array {
  return merkleRoot([
    Consensus.encode(header.version).finish(),
    wrapped(Buffer.from(header.chainId)),
    new BinaryWriter().uint32(8).int64(header.height).finish(),
    Timestamp.encode(header.time).finish(),
    BlockID.encode(header.lastBlockId).finish(),
    ...[
      header.lastCommitHash,
      header.dataHash,
      header.validatorsHash,
      header.nextValidatorsHash,
      header.consensusHash,
      header.appHash,
      header.lastResultsHash,
      header.evidenceHash,
      header.proposerAddress,
    ].map(wrapped),
  ])
}

function validatorsHash(set: ValidatorSet | undefined): Uint8Array {
  const leaves = (set?.validators ?? []).map(({ pubKey, votingPower }) =>
    SimpleValidator.encode(SimpleValidator.fromPartial({ pubKey: pubKey ?? {}, votingPower })).finish(),
  )
  return merkleRoot(leaves)
}

/** What the first validator of the commit has signed: CanonicalVote of a precommit in round 0, length first. */
function signedVote({ header, commit: signed }: SignedHeader): Uint8Array {
  const heightBytes = Buffer.alloc(8)
  heightBytes.writeBigInt64LE(signed?.height ?? 0n)
  const time = Timestamp.encode(signed?.signatures[0]?.timestamp ?? { seconds: 0n, nanos: 0 }).finish()
  const vote = Buffer.concat([
    Uint8Array.of(0x08, 2, 0x11),
    heightBytes,
    new BinaryWriter()
      .uint32(0x22)
      .bytes(BlockID.encode(signed?.blockId as BlockID).finish())
      .finish(),
    new BinaryWriter().uint32(0x2a).bytes(time).finish(),
    new BinaryWriter()
      .uint32(0x32)
      .string(header?.chainId ?? '')
      .finish(),
  ])
  return new BinaryWriter().bytes(vote).finish()
}

describe.each([
  ['CometBFT 0.38', 'header.json', 0n],
  ['CometBFT 0.39, on a chain of revision 3', 'header70.json', 3n],
])('a header of %s', (_, file, revisionNumber) => {
  const sample = readSample(file)

  test('the header hashes to the id of its block, so every field is where it belongs', async () => {
    const { signedHeader } = await build(sample)
    expect(
      Buffer.from(headerHash(signedHeader?.header as Header))
        .toString('hex')
        .toUpperCase(),
    ).toBe(sample.commit.signed_header.commit.block_id.hash)
  })

  test('the validators hash to what the header, and the trusted header before it, say of them', async () => {
    const { validatorSet, trustedValidators, signedHeader, trustedHeight } = await build(sample)
    expect(validatorsHash(validatorSet)).toEqual(Buffer.from(signedHeader?.header?.validatorsHash ?? []))
    const next = sample.trustedCommit.signed_header.header.next_validators_hash as string
    expect(Buffer.from(validatorsHash(trustedValidators)).toString('hex').toUpperCase()).toBe(next)
    expect(validatorSet?.proposer).toBeDefined()
    expect(validatorSet?.totalVotingPower).toBe(
      validatorSet?.validators.reduce((sum, one) => sum + one.votingPower, 0n),
    )
    expect(trustedHeight).toEqual({ revisionNumber, revisionHeight: sample.height - 1n })
  })

  test('the signature in the commit verifies against the key in the validator set', async () => {
    const { signedHeader, validatorSet } = await build(sample)
    const key = validatorSet?.validators[0]?.pubKey?.ed25519 ?? new Uint8Array()
    const x = Buffer.from(key).toString('base64url')
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    const signature = signedHeader?.commit?.signatures[0]?.signature ?? new Uint8Array()
    expect(verify(null, signedVote(signedHeader as SignedHeader), publicKey, signature)).toBe(true)
  })
})

test('no two hashes of the header are taken for each other, also where those of a real block are equal', async () => {
  const { rpc } = openRpc(plain)
  const { commit, height } = plain
  const real = commit.signed_header.header as Record<string, unknown>
  const hashes = Object.keys(real).filter((name) => /_hash$/.test(name))
  const distinct = Object.fromEntries(hashes.map((name, index) => [name, `${10 + index}`.repeat(32)]))
  const signed = { signed_header: { ...commit.signed_header, header: { ...real, ...distinct } } }
  const call = rpc.call.bind(rpc)
  rpc.call = async <T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> =>
    method === 'commit' ? (signed as T) : call(method, params)
  const header = ClientHeader.decode(await new TendermintHeaders(rpc).query(height, height - 1n)).signedHeader?.header
  const camel = (name: string): string => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  const built = header as unknown as Record<string, Uint8Array>
  const read = hashes.map((name) => [name, Buffer.from(built[camel(name)] ?? []).toString('hex')])
  expect(Object.fromEntries(read)).toEqual(distinct)
  expect(hashes).toHaveLength(8)
})

test('what does not change from block to block is asked for once', async () => {
  const { rpc, calls } = openRpc(plain)
  const { height } = plain
  const headers = new TendermintHeaders(rpc)
  await headers.query(height, height - 1n)
  calls.length = 0
  await headers.query(height, height - 1n)
  expect(calls).toEqual(['commit 100'])
})

test.each<[string, string, (answer: typeof plain) => unknown]>([
  ['no header', 'commit', () => ({})],
  ['a header without a height', 'commit', ({ commit }) => withoutHeight(commit)],
  ['no validators', 'validators', () => ({ total: '1' })],
  ['a validator without a key', 'validators', () => ({ total: '1', validators: [{ address: 'AB' }] })],
])('an answer with %s is CHAIN_ANSWER_INVALID', async (_, method, broken) => {
  const { rpc } = openRpc(plain)
  const call = rpc.call.bind(rpc)
  rpc.call = async <T>(asked: string, params?: Readonly<Record<string, unknown>>): Promise<T> =>
    asked === method ? (broken(plain) as T) : call<T>(asked, params)
  const attempt = new TendermintHeaders(rpc).query(plain.height, plain.height - 1n)
  await expect(attempt).rejects.toMatchObject({ code: 'CHAIN_ANSWER_INVALID' })
})

function withoutHeight({ signed_header: signed }: typeof plain.commit): unknown {
  const { height: _, ...header } = signed.header
  return { signed_header: { ...signed, header } }
}

test.each([
  ['zone-a', 0n],
  ['cosmoshub-4', 4n],
  ['a-b-12', 12n],
  ['chain-0', 0n],
  ['chain-01', 0n],
  ['chain--1', 0n],
  ['12', 0n],
])('the chain id %s has revision %d', (chainId, revision) => {
  expect(revisionOf(chainId)).toBe(revision)
})
