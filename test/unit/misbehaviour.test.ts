// What others tell a client, against the chain itself: the true is left alone, the false is handed in once, with proof.

import { GetBlockByHeightResponse } from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { TxBody, TxRaw } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import {
  QueryClientStateResponse,
  QueryClientStatusResponse,
  QueryConsensusStateRequest,
  QueryConsensusStateResponse,
} from 'cosmjs-types/ibc/core/client/v1/query'
import { MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import {
  ClientState,
  ConsensusState,
  Header,
  Misbehaviour,
} from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { Block as WireBlock } from 'cosmjs-types/tendermint/types/block'
import { CausewayError } from '../../core/errors.ts'
import { ChainHead } from '../../relayer/head.ts'
import { updateMsg } from '../../relayer/ics02/clients.ts'
import { MisbehaviourWatch } from '../../relayer/misbehaviour.ts'
import type { AnyMsg, Block, Chain, Signer } from '../../relayer/ports.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { answeringGrpc } from '../fakes/answeringGrpc.ts'
import { event } from '../fakes/fakeChain.ts'
import { listeningLog } from '../fakes/ibcPair.ts'
import { sumOf } from '../fakes/scrape.ts'

const clientId = '07-tendermint-0'
const genesisSec = 1_800_000_000n
const bytesOf = (text: string): Uint8Array => Buffer.from(text)

/** A header of the chain "tracked": the true one has a block a second, and its height for an app hash. */
function headerAt(height: bigint, { app = `app ${height}`, sec = genesisSec + height } = {}): Header {
  return Header.fromPartial({
    signedHeader: {
      header: {
        chainId: 'tracked',
        height,
        time: { seconds: sec },
        appHash: bytesOf(app),
        nextValidatorsHash: bytesOf('v'),
      },
      commit: { height, blockId: { hash: bytesOf(`block ${height} ${app} ${sec}`) } },
    },
    trustedHeight: { revisionHeight: 5n },
  })
}
const consensusOf = ({ signedHeader }: Header): ConsensusState =>
  ConsensusState.fromPartial({
    timestamp: signedHeader?.header?.time ?? {},
    root: { hash: signedHeader?.header?.appHash ?? new Uint8Array() },
    nextValidatorsHash: signedHeader?.header?.nextValidatorsHash ?? new Uint8Array(),
  })

type World = {
  readonly told: Header
  readonly by?: string
  readonly refuses?: boolean
  readonly status?: string
  readonly isOurs?: () => boolean
}

const txOf = (events: Block['txs'][number]['events']): Block['txs'][number] => ({
  ...{ hash: 'T', index: 0, code: 0, codespace: '', log: '', gasWanted: 0n, gasUsed: 0n },
  events,
})
const heightIn = ({ signedHeader }: Header): bigint => signedHeader?.header?.height ?? 0n

type Answers = Readonly<Record<string, (request: Uint8Array) => Uint8Array>>

/** What the host says of its client, and of the one tx of its block 40, which has told that client `told`. */
function answersOf({ told, by = 'wasm1other', status = 'Active' }: World): Answers {
  const messages = [updateMsg(clientId, Header.encode(told).finish(), by)]
  const bodyBytes = TxBody.encode(TxBody.fromPartial({ messages })).finish()
  const txs = [TxRaw.encode(TxRaw.fromPartial({ bodyBytes })).finish()]
  return {
    ConsensusState: (request) => {
      const { revisionHeight } = QueryConsensusStateRequest.decode(request)
      if (revisionHeight !== heightIn(told)) throw new CausewayError('CHAIN_ANSWER_INVALID', {})
      const consensusState = { typeUrl: '', value: ConsensusState.encode(consensusOf(told)).finish() }
      const answer = QueryConsensusStateResponse.fromPartial({ consensusState })
      return QueryConsensusStateResponse.encode(answer).finish()
    },
    ClientState: () => {
      const latestHeight = { revisionHeight: heightIn(told) }
      const value = ClientState.encode(ClientState.fromPartial({ latestHeight })).finish()
      const clientState = { typeUrl: '/ibc.lightclients.tendermint.v1.ClientState', value }
      return QueryClientStateResponse.encode(QueryClientStateResponse.fromPartial({ clientState })).finish()
    },
    ClientStatus: () => QueryClientStatusResponse.encode({ status }).finish(),
    GetBlockByHeight: () => {
      const block = WireBlock.fromPartial({ data: { txs } })
      return GetBlockByHeightResponse.encode(GetBlockByHeightResponse.fromPartial({ block })).finish()
    },
  }
}

function signerOf(submitted: AnyMsg[], refuses: boolean): Signer {
  return {
    address: 'wasm1ours',
    submit: async () => ({ hash: '' }),
    included: async () => Promise.reject(new Error('not asked')),
    submitAndWait: async (msgs) => {
      submitted.push(...msgs)
      if (refuses) throw new CausewayError('TX_FAILED', { log: 'no misbehaviour' })
      return { hash: 'H', height: 41n, result: txOf([]) }
    },
  }
}

function open(world: World) {
  const { told, by = 'wasm1other', refuses = false, isOurs = () => true } = world
  const submitted: AnyMsg[] = []
  const answers = answersOf(world)
  const height = `0-${heightIn(told)}`
  const update = event('update_client', { client_id: clientId, consensus_height: height, consensus_heights: height })
  const txs = [txOf([event('tx', { acc_seq: `${by}/7` }), update])]
  const block: Block = { chainId: 'host', height: 40n, timeNs: 0n, txs }
  const asked: string[] = []
  const host = {
    chainId: 'host',
    signer: async () => signerOf(submitted, refuses),
    queryGrpc: answeringGrpc('host', async (path, request) => {
      const name = path.slice(path.lastIndexOf('/') + 1)
      asked.push(name)
      return answers[name]?.(request) ?? new Uint8Array()
    }),
    searchTxs: async () => [{ ...txOf([]), height: 40n }],
  } as unknown as Chain
  const head = new ChainHead('tracked')
  const tracked = {
    chainId: 'tracked',
    queryHeader: async (at: bigint) => {
      if (at > head.height) throw new CausewayError('CHAIN_ANSWER_INVALID', { at: at.toString() })
      return Header.encode(headerAt(at)).finish()
    },
  } as unknown as Chain
  const tick = (at: bigint): void =>
    head.note({ chainId: 'tracked', height: at, timeNs: (genesisSec + at) * 1_000_000_000n, txs: [] }, 0)
  const log = listeningLog()
  const metrics = openRelayMetrics()
  const client = { host, tracked, head, clientId }
  const watch = new MisbehaviourWatch({ log, metrics, isOurs })
  const evidence = (): readonly (readonly bigint[])[] =>
    submitted.map(({ value }) => {
      const { clientMessage } = MsgUpdateClient.decode(value)
      const { header1, header2 } = Misbehaviour.decode(clientMessage?.value ?? new Uint8Array())
      return [header1, header2].map((header) => header?.signedHeader?.header?.height ?? 0n)
    })
  const count = async (): Promise<number | undefined> =>
    sumOf(await metrics.text(), 'client_misbehaviours_submitted_total', { client: clientId })
  const events = (): readonly string[] => log.told.map((one) => one.event)
  return { watch, block, client, tick, evidence, count, events, asked }
}

test('a header of the chain itself is left alone, and compared once', async () => {
  const world = open({ told: headerAt(20n) })
  world.tick(30n)
  await world.watch.block(world.block, [world.client])
  const { length } = world.asked
  await world.watch.block(world.block, [world.client])
  expect([world.evidence(), world.events(), world.asked.length]).toEqual([[], [], length])
})

test('another block of the same height is handed in with the true one, counted and told', async () => {
  const world = open({ told: headerAt(20n, { app: 'forged' }) })
  world.tick(30n)
  await world.watch.block(world.block, [world.client])
  await world.watch.block(world.block, [world.client])
  expect([world.evidence(), await world.count()]).toEqual([[[20n, 20n]], 1])
  expect(world.events()).toEqual(['client.misbehaviour', 'client.frozen'])
})

test('a height that the chain has not reached is judged when it is there: true, or by a later time below it', async () => {
  const early = open({ told: headerAt(31n) })
  early.tick(30n)
  const comparing = early.watch.block(early.block, [early.client])
  await new Promise((resume) => setImmediate(resume))
  early.tick(31n)
  await comparing
  expect([early.evidence(), early.events()]).toEqual([[], []])

  const forged = open({ told: headerAt(1_000n, { sec: genesisSec + 32n }) })
  forged.tick(30n)
  const judging = forged.watch.block(forged.block, [forged.client])
  for (const at of [31n, 32n]) {
    await new Promise((resume) => setImmediate(resume))
    expect(forged.evidence()).toEqual([])
    forged.tick(at)
  }
  await judging
  expect(forged.evidence()).toEqual([[1_000n, 32n]])
})

test('what the relayer has told is its own and costs no question; clients that it does not serve neither', async () => {
  const own = open({ told: headerAt(20n, { app: 'forged' }), by: 'wasm1ours' })
  own.tick(30n)
  await own.watch.block(own.block, [own.client])
  await own.watch.block(own.block, [])
  expect([own.evidence(), own.asked]).toEqual([[], []])
})

test('what was told while nobody watched is found at the start', async () => {
  const world = open({ told: headerAt(20n, { app: 'forged' }) })
  world.tick(30n)
  await world.watch.newest(world.client)
  expect(world.evidence()).toEqual([[20n, 20n]])
})

test('a client that is frozen already gets no evidence, and evidence that is refused is told as such', async () => {
  const frozen = open({ told: headerAt(20n, { app: 'forged' }), status: 'Frozen' })
  frozen.tick(30n)
  await frozen.watch.block(frozen.block, [frozen.client])
  expect([frozen.evidence(), frozen.events()]).toEqual([[], ['client.misbehaviour']])
  const refused = open({ told: headerAt(20n, { app: 'forged' }), refuses: true })
  refused.tick(30n)
  await refused.watch.block(refused.block, [refused.client])
  expect([await refused.count(), refused.events()]).toEqual([
    undefined,
    ['client.misbehaviour', 'client.evidence_refused'],
  ])
})

test('while another process with the same keys acts there, it hands the evidence in, and else this one does', async () => {
  let isOurs = false
  const world = open({ told: headerAt(20n, { app: 'forged' }), isOurs: () => isOurs })
  world.tick(30n)
  await world.watch.block(world.block, [world.client])
  expect([world.evidence(), world.events()]).toEqual([[], []])
  isOurs = true
  await world.watch.newest(world.client)
  expect(world.evidence()).toEqual([[20n, 20n]])
})
