// Whatever a node answers that is no message is told as the fault of its answer, and never taken for "there is none".
import {
  QueryClientStateResponse,
  QueryClientStatesResponse,
  QueryConsensusStateResponse,
} from 'cosmjs-types/ibc/core/client/v1/query'
import { queryClientHealth } from '../../api/ibcQueries.ts'
import { asAnswer, isRefusal } from '../../core/answers.ts'
import { CausewayError } from '../../core/errors.ts'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import {
  queryClientState,
  queryClients,
  queryConsensusState,
  queryOwnHeader,
  trackedChain,
} from '../../relayer/ics02/clients.ts'
import { queryCounterparty } from '../../relayer/ics02/counterparties.ts'
import { queryConnection } from '../../relayer/ics03/connections.ts'
import { queryChannel } from '../../relayer/ics04/channels.ts'
import * as v2 from '../../relayer/ics04/packetsV2.ts'
import type { Chain } from '../../relayer/ports.ts'
import { answeringGrpc } from '../fakes/answeringGrpc.ts'
import { type GrpcMethod, startGrpc } from '../fakes/grpcServer.ts'
import { listeningLog } from '../fakes/ibcPair.ts'

/** Field 15 of a wire type that there is not. */
const noMessage = Uint8Array.of(0x7f, 0xff, 0xff)
const clientId = '07-tendermint-0'
const height = { revisionNumber: 0n, revisionHeight: 1n }
const clientState = { typeUrl: '/ibc.lightclients.tendermint.v1.ClientState', value: noMessage }

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** The real chain over a real server that answers these paths, and refuses every other one. */
async function chainOf(methods: Readonly<Record<string, GrpcMethod>>): Promise<Chain> {
  const { url: grpcUrl, stop } = await startGrpc(methods)
  const chain = new CosmosChain({
    chainId: 'zone-a',
    rpcUrl: 'http://127.0.0.1:1',
    grpcUrl,
    prefix: 'wasm',
    gasPrice: { price: 0, denom: 'ustake' },
    log: listeningLog(),
    timeoutMs: 2_000,
  })
  closing.push(() => chain.close(), stop)
  return chain
}

type Question = { readonly path: string; readonly ask: (chain: Chain) => Promise<unknown> }
/** Of these a refusal means that there is none. */
const questions: Readonly<Record<string, Question>> = {
  channel: { path: '/ibc.core.channel.v1.Query/Channel', ask: (chain) => queryChannel(chain, 'transfer', 'channel-0') },
  connection: {
    path: '/ibc.core.connection.v1.Query/Connection',
    ask: (chain) => queryConnection(chain, 'connection-0'),
  },
  'consensus state': {
    path: '/ibc.core.client.v1.Query/ConsensusState',
    ask: (chain) => queryConsensusState(chain, clientId, height),
  },
  counterparty: {
    path: '/ibc.core.client.v2.Query/CounterpartyInfo',
    ask: (chain) => queryCounterparty(chain, clientId),
  },
}

test.each(Object.keys(questions))(
  '%s: what is refused is not there, what cannot be read is not known',
  async (name) => {
    const { path, ask } = questions[name] as Question
    expect(await ask(await chainOf({}))).toBeUndefined()
    const facts = { chainId: 'zone-a', part: path }
    const answer = ask(await chainOf({ [path]: () => noMessage }))
    await expect(answer).rejects.toMatchObject({ code: 'CHAIN_ANSWER_INVALID', facts })
  },
)

test('an account that cannot be read is not taken for one without coins', async () => {
  const path = '/cosmos.bank.v1beta1.Query/Balance'
  const chain = await chainOf({ [path]: () => noMessage })
  await expect(chain.queryBalance('wasm1x', 'ucity')).rejects.toMatchObject({ facts: { part: path } })
})

test('what a contract says that is no JSON is no answer', async () => {
  const path = '/cosmwasm.wasm.v1.Query/SmartContractState'
  const chain = await chainOf({ [path]: () => Uint8Array.of(0x0a, 1, 0x7b) })
  await expect(chain.querySmart('wasm1x', {})).rejects.toMatchObject({ facts: { part: path } })
})

/** A chain whose answers are messages that hold one that is none. */
const hollow = (bytes: Uint8Array): Chain =>
  ({
    chainId: 'zone-a',
    queryGrpc: answeringGrpc('zone-a', async () => bytes),
    queryHeader: async () => bytes,
  }) as unknown as Chain

const stateAnswer = QueryClientStateResponse.encode(QueryClientStateResponse.fromPartial({ clientState })).finish()
const inner: Readonly<Record<string, () => Promise<unknown>>> = {
  'client state': () => queryClientState(hollow(stateAnswer), clientId),
  'the health of a client': () => queryClientHealth(hollow(stateAnswer), clientId),
  'consensus state': () => {
    const consensusState = { typeUrl: '', value: noMessage }
    const answer = QueryConsensusStateResponse.fromPartial({ consensusState })
    return queryConsensusState(hollow(QueryConsensusStateResponse.encode(answer).finish()), clientId, height)
  },
  'a client of a list': async () => {
    const answer = QueryClientStatesResponse.fromPartial({ clientStates: [{ clientId, clientState }] })
    const chain = hollow(QueryClientStatesResponse.encode(answer).finish())
    return (await queryClients(chain)).map((client) => trackedChain(chain, client))
  },
  'own header': () => queryOwnHeader(hollow(noMessage), 2n, 1n),
}

test.each(Object.keys(inner))('%s: a message within a message that is none has a code', async (name) => {
  await expect(inner[name]?.()).rejects.toMatchObject({ code: 'CHAIN_ANSWER_INVALID', facts: { chainId: 'zone-a' } })
})

test('packets of IBC v2 are not looked for by number where the list of them cannot be read', async () => {
  await expect(v2.queryCommitments(hollow(noMessage), { clientId })).rejects.toMatchObject({
    facts: { part: '/ibc.core.channel.v2.Query/PacketCommitments' },
  })
})

test('a refusal has no part that could not be read', () => {
  expect(isRefusal(new CausewayError('CHAIN_ANSWER_INVALID', { chainId: 'zone-a', grpcCode: '5' }))).toBe(true)
  expect(isRefusal(new CausewayError('CHAIN_ANSWER_INVALID', { chainId: 'zone-a', part: '/x' }))).toBe(false)
  expect(isRefusal(new RangeError())).toBe(false)
})

test('an error that has a code already keeps it', () => {
  const own = new CausewayError('CHAIN_ID_MISMATCH', { expected: 'a', served: 'b' })
  const read = (): never => {
    throw own
  }
  expect(() => asAnswer('zone-a', 'block', read)).toThrow(own)
})
