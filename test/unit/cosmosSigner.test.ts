// One account that submits in order: what it signs, how it counts, and how it follows the chain's count.
import { createHash } from 'node:crypto'
import { Secp256k1, Secp256k1Signature } from '@cosmjs/crypto'
import { BaseAccount } from 'cosmjs-types/cosmos/auth/v1beta1/auth'
import { QueryAccountResponse } from 'cosmjs-types/cosmos/auth/v1beta1/query'
import { AuthInfo, SignDoc, TxBody, TxRaw } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { CausewayError } from '../../core/errors.ts'
import { txHash } from '../../relayer/adapters/cosmosBlock.ts'
import { CosmosGrpc } from '../../relayer/adapters/cosmosGrpc.ts'
import { CosmosRpc } from '../../relayer/adapters/cosmosRpc.ts'
import { CosmosSigner, type CosmosSignerOptions } from '../../relayer/adapters/cosmosSigner.ts'
import { Inclusions } from '../../relayer/adapters/inclusions.ts'
import type { Account } from '../../relayer/adapters/keyFile.ts'
import { openSecp256k1 } from '../../relayer/adapters/secp256k1.ts'
import { countedLog } from '../../relayer/countedLog.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { listeningLog } from '../fakes/ibcPair.ts'
import { sumOf } from '../fakes/scrape.ts'

type End = { readonly code?: number; readonly codespace?: string; readonly log?: string } | Error
type Sent = { readonly bytes: Uint8Array; readonly sequence: bigint; readonly raw: TxRaw; readonly auth: AuthInfo }

const accountNumber = 42n
const gas = 300_001n
const msg = { typeUrl: '/test.Msg', value: Uint8Array.of(1, 2, 3) }
const mismatch = (log: string): End => ({ code: 32, codespace: 'sdk', log })
let account: Account

beforeAll(async () => {
  const privateKey = createHash('sha256').update('a key').digest()
  const { pubkey } = await Secp256k1.makeKeypair(privateKey)
  const publicKey = Secp256k1.compressPubkey(pubkey)
  account = { name: 'relay.hub', address: 'wasm1signer', privateKey, publicKey }
})

/** A signer over a node that answers broadcasts with these ends, in order, and then accepts. */
function openSigner(
  ends: readonly End[] = [],
  chainSequences: readonly bigint[] = [7n],
  price = 0,
  more: Partial<CosmosSignerOptions> = {},
) {
  const left = [...ends]
  const counts = [...chainSequences]
  const sent: Sent[] = []
  const asked = { account: 0 }
  const rpc = new CosmosRpc({ chainId: 'zone-a', url: 'http://127.0.0.1:1', timeoutMs: 1 })
  rpc.call = async <T>(_: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> => {
    const bytes = Buffer.from(String(params['tx']), 'base64')
    const raw = TxRaw.decode(bytes)
    const auth = AuthInfo.decode(raw.authInfoBytes)
    sent.push({ bytes, raw, auth, sequence: auth.signerInfos[0]?.sequence ?? -1n })
    const end = left.shift() ?? {}
    if (end instanceof Error) throw end
    return { code: 0, log: '', hash: txHash(bytes), ...end } as T
  }
  const grpc = new CosmosGrpc({ chainId: 'zone-a', url: 'http://127.0.0.1:1', timeoutMs: 1 })
  grpc.unary = async () => {
    asked.account += 1
    const sequence = counts.length > 1 ? counts.shift() : counts[0]
    if (sequence === undefined) throw new CausewayError('CHAIN_ANSWER_INVALID', { reason: 'account not found' })
    const base = BaseAccount.encode(BaseAccount.fromPartial({ address: account.address, accountNumber, sequence }))
    const any = { typeUrl: '/cosmos.auth.v1beta1.BaseAccount', value: base.finish() }
    return QueryAccountResponse.encode({ account: any }).finish()
  }
  const inclusions = new Inclusions('zone-a')
  const metrics = openRelayMetrics()
  const log = countedLog(listeningLog(), metrics)
  const resyncs = async (): Promise<number | undefined> =>
    sumOf(await metrics.text(), 'causeway_lane_resyncs_total', { chain: 'zone-a', key: 'relay.hub' })
  const gasPrice = { price, denom: 'ustake' }
  const signer = new CosmosSigner({ account, rpc, grpc, inclusions, gasPrice, sign: openSecp256k1(), log, ...more })
  return { signer, sent, asked, resyncs }
}
const sequences = (sent: readonly Sent[]): readonly bigint[] => sent.map(({ sequence }) => sequence)

test('a tx holds the messages, gas, fee and memo that were asked for, under a signature that verifies', async () => {
  const { signer, sent } = openSigner([], [7n], 0.025)
  const { hash } = await signer.submit([msg, msg], gas, 'a memo')
  const [tx] = sent
  expect(hash).toBe(txHash(tx?.bytes ?? new Uint8Array()))
  const body = TxBody.decode(tx?.raw.bodyBytes ?? new Uint8Array())
  expect([body.messages.length, body.memo]).toEqual([2, 'a memo'])
  expect(tx?.auth.fee).toMatchObject({ gasLimit: gas, amount: [{ denom: 'ustake', amount: '7501' }] })
  const { bodyBytes = new Uint8Array(), authInfoBytes = new Uint8Array(), signatures = [] } = tx?.raw ?? {}
  const doc = SignDoc.encode({ bodyBytes, authInfoBytes, chainId: 'zone-a', accountNumber }).finish()
  const digest = createHash('sha256').update(doc).digest()
  const signature = Secp256k1Signature.fromFixedLength(signatures[0] ?? new Uint8Array(64))
  expect(await Secp256k1.verifySignature(signature, digest, account.publicKey)).toBe(true)
})

test('a granter pays where one is named, a prefix stands before the memo, and no tx asks for more gas than allowed', async () => {
  const more = { feeGranter: 'wasm1granter', memoPrefix: 'by us', gasMax: 200_000n }
  const { signer, sent } = openSigner([], [7n], 0.01, more)
  await signer.submit([msg], gas, 'a memo')
  await signer.submit([msg], 100_000n)
  const fees = sent.map(({ auth }) => [auth.fee?.granter, auth.fee?.gasLimit, auth.fee?.amount[0]?.amount])
  expect(fees).toEqual([
    ['wasm1granter', 200_000n, '2000'],
    ['wasm1granter', 100_000n, '1000'],
  ])
  expect(sent.map(({ raw }) => TxBody.decode(raw.bodyBytes).memo)).toEqual(['by us a memo', 'by us'])
})

test('more gas than a tx can be encoded with is never asked for', async () => {
  const { signer, sent } = openSigner()
  await signer.submit([msg], 3_000_000_000n)
  expect(sent[0]?.auth.fee?.gasLimit).toBe(2n ** 31n - 1n)
})

test.each([
  ['that has no coins left', { code: 5, codespace: 'sdk', log: 'insufficient funds' }],
  [
    'whose allowance is used up',
    {
      code: 2,
      codespace: 'feegrant',
      log: 'wasm1granter does not allow to pay fees for wasm1signer: fee limit exceeded',
    },
  ],
  [
    'that has granted nothing',
    { code: 38, codespace: 'sdk', log: 'wasm1granter does not allow to pay fees for wasm1signer: fee-grant not found' },
  ],
])('a granter %s is named as who cannot pay', async (_, end) => {
  const { signer } = openSigner([end], [7n], 0.01, { feeGranter: 'wasm1granter' })
  const facts = { address: 'wasm1granter', granter: 'wasm1granter', grantee: 'wasm1signer' }
  await expect(signer.submit([msg], gas)).rejects.toMatchObject({ code: 'FUNDS_MISSING', facts })
})

test('the chain is asked for the sequence once; txs that are submitted together leave in order', async () => {
  const { signer, sent, asked } = openSigner()
  await Promise.all([1n, 2n, 3n].map((each) => signer.submit([msg], each)))
  expect(sequences(sent)).toEqual([7n, 8n, 9n])
  expect(sent.map(({ auth }) => auth.fee?.gasLimit)).toEqual([1n, 2n, 3n])
  expect(asked.account).toBe(1)
})

test("pitfall 27: after a mismatch the tx is signed again with the chain's own count", async () => {
  const first = mismatch('account sequence mismatch, expected 12, got 7: incorrect')
  const { signer, sent, asked, resyncs } = openSigner([first])
  await signer.submit([msg], gas)
  await signer.submit([msg], gas)
  expect(sequences(sent)).toEqual([7n, 12n, 13n])
  expect([asked.account, await resyncs()]).toEqual([1, 1])
})

test('a mismatch that names no count makes it ask the chain', async () => {
  const { signer, sent } = openSigner([mismatch('account sequence mismatch')], [7n, 20n])
  await signer.submit([msg], gas)
  expect(sequences(sent)).toEqual([7n, 20n])
})

test('who cannot follow the chain after three tries says SEQUENCE_MISMATCH', async () => {
  const { signer, sent } = openSigner(Array.from({ length: 9 }, () => mismatch('expected 12, got 7')))
  await expect(signer.submit([msg], gas)).rejects.toMatchObject({ code: 'SEQUENCE_MISMATCH' })
  expect(sent).toHaveLength(3)
})

test('a tx that CheckTx refuses has used no sequence', async () => {
  const { signer, sent, asked, resyncs } = openSigner([{ code: 22, codespace: 'channel', log: 'redundant' }])
  const facts = { codespace: 'channel', abciCode: '22' }
  await expect(signer.submit([msg], gas)).rejects.toMatchObject({ code: 'TX_FAILED', facts })
  await signer.submit([msg], gas)
  expect(sequences(sent)).toEqual([7n, 7n])
  expect([asked.account, await resyncs()]).toEqual([1, undefined])
})

test('after a broadcast without an answer the chain is asked: the tx may have arrived or not', async () => {
  const { signer, sent } = openSigner([new CausewayError('CHAIN_UNREACHABLE', {})], [7n, 8n])
  await expect(signer.submit([msg], gas)).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  await signer.submit([msg], gas)
  expect(sequences(sent)).toEqual([7n, 8n])
})

test('a tx that the node knows already, since only its answer was lost, counts as submitted', async () => {
  const cached = new CausewayError('CHAIN_ANSWER_INVALID', { reason: 'Internal error tx already exists in cache' })
  const { signer, sent } = openSigner([new CausewayError('CHAIN_UNREACHABLE', {}), cached])
  await expect(signer.submit([msg], gas)).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  const { hash } = await signer.submit([msg], gas)
  expect(hash).toBe(txHash(sent[0]?.bytes ?? new Uint8Array()))
  await signer.submit([msg], gas)
  expect(sequences(sent)).toEqual([7n, 7n, 8n])
})

test('one failure does not hold up the txs behind it', async () => {
  const { signer, sent } = openSigner([{ code: 5, codespace: 'wasm' }])
  const ends = await Promise.allSettled([signer.submit([msg], gas), signer.submit([msg], gas)])
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(sequences(sent)).toEqual([7n, 7n])
})

test('an account that does not exist yet is FUNDS_MISSING, with the address to send coins to', async () => {
  const { signer } = openSigner([], [])
  const facts = { chainId: 'zone-a', address: 'wasm1signer', key: 'relay.hub' }
  await expect(signer.submit([msg], gas)).rejects.toMatchObject({ code: 'FUNDS_MISSING', facts })
})

test.each([
  'Tx too large. Max size is 1048576, but got 1200000',
  'Internal error: error reading request body: http: request body too large',
])(
  'a tx that the node finds too large (%s) is TX_TOO_LARGE, and the chain is asked for the sequence again',
  async (reason) => {
    const refused = new CausewayError('CHAIN_ANSWER_INVALID', { reason })
    const { signer, sent, asked } = openSigner([refused], [7n, 7n])
    await expect(signer.submit([msg], gas)).rejects.toMatchObject({ code: 'TX_TOO_LARGE', retryable: true })
    await signer.submit([msg], gas)
    expect([sequences(sent), asked.account]).toEqual([[7n, 7n], 2])
  },
)
