// Whatever a node answers that is no message is told as the fault of its answer, and never taken for "there is none".
import { queryClientHealth, queryCommitted, queryUnreceived as queryUnreceivedByApi } from '../../api/ibcQueries.ts'
import { asAnswer, askGrpc, isRefusal } from '../../core/answers.ts'
import { CausewayError } from '../../core/errors.ts'
import { openSubjects } from '../../platform/chain/subjects.ts'
import { lookAtGasPrice } from '../../relayer/gasPrice.ts'
import {
  queryClientState,
  queryClientStatus,
  queryClients,
  queryConsensusState,
  queryOwnHeader,
} from '../../relayer/ics02/clients.ts'
import { queryCounterparty } from '../../relayer/ics02/counterparties.ts'
import { queryHeaders } from '../../relayer/ics02/misbehaviour.ts'
import { queryConnection, queryConnections, queryDelayBlocks } from '../../relayer/ics03/connections.ts'
import { queryChannel, queryChannels } from '../../relayer/ics04/channels.ts'
import * as v1 from '../../relayer/ics04/packetsV1.ts'
import * as v2 from '../../relayer/ics04/packetsV2.ts'
import type { Chain } from '../../relayer/ports.ts'
import { queryBuilt } from '../../relayer/versionFloors.ts'

/** Field 15 of a wire type that there is not. */
const noMessage = Uint8Array.of(0x7f, 0xff, 0xff)
const broken = {
  chainId: 'zone-a',
  queryGrpc: async () => noMessage,
  queryHeader: async () => noMessage,
  queryStatus: async () => ({ height: 9n, timeNs: 9n, catchingUp: false }),
} as unknown as Chain

const end = { portId: 'transfer', channelId: 'channel-0' }
const pair = { clientId: '07-tendermint-0' }
const { clientId } = pair
const packet = {
  sourcePort: 'transfer',
  sourceChannel: 'channel-0',
  destinationPort: 'transfer',
  destinationChannel: 'channel-1',
  sequence: 1n,
  data: new Uint8Array(),
  timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
  timeoutTimestampNs: 1n,
} as unknown as Parameters<typeof v1.queryNextSequenceRecv>[1]

const questions: Readonly<Record<string, () => Promise<unknown>>> = {
  'client state': () => queryClientState(broken, clientId),
  'client status': () => queryClientStatus(broken, clientId),
  clients: () => queryClients(broken),
  'consensus state': () => queryConsensusState(broken, clientId, { revisionNumber: 0n, revisionHeight: 1n }),
  'own header': () => queryOwnHeader(broken, 2n, 1n),
  counterparty: () => queryCounterparty(broken, clientId),
  'headers of a tx': () => queryHeaders(broken, clientId, { height: 2n, index: 0 }),
  connection: () => queryConnection(broken, 'connection-0'),
  connections: () => queryConnections(broken),
  'delay in blocks': () => queryDelayBlocks(broken, 1n),
  channel: () => queryChannel(broken, end.portId, end.channelId),
  channels: () => queryChannels(broken, 'connection-0'),
  'v1 commitments': () => v1.queryCommitments(broken, end),
  'v1 unreceived': () => v1.queryUnreceived(broken, end, [1n]),
  'v1 written acks': () => v1.queryWrittenAcks(broken, end, [1n]),
  'v1 unacknowledged': () => v1.queryUnacknowledged(broken, end, [1n]),
  'v1 next sequence': () => v1.queryNextSequenceRecv(broken, packet),
  'v2 commitments': () => v2.queryCommitments(broken, pair),
  'v2 unreceived': () => v2.queryUnreceived(broken, pair, [1n]),
  'v2 written acks': () => v2.queryWrittenAcks(broken, pair, [1n]),
  'v2 unacknowledged': () => v2.queryUnacknowledged(broken, pair, [1n]),
  'gas price': () => lookAtGasPrice(broken, { price: 1, denom: 'ustake' }),
  'what a node is built of': () => queryBuilt(broken),
  'health of a client': () => queryClientHealth(broken, clientId),
  committed: () => queryCommitted(broken, end, [1n]),
  unreceived: () => queryUnreceivedByApi(broken, end, [1n]),
  subject: () => openSubjects(broken, 'wasm1identity').query('did:causeway:party:zone-a:city'),
}

test.each(Object.keys(questions))('%s: an answer that is no message has a code', async (name) => {
  await expect(questions[name]?.()).rejects.toMatchObject({ code: 'CHAIN_ANSWER_INVALID' })
})

test('a refusal is told apart from an answer that nobody can read', async () => {
  const unreadable = await askGrpc(broken, '/x', noMessage, () => {
    throw new RangeError('index out of range')
  }).catch((error: unknown) => error)
  expect(unreadable).toMatchObject({ code: 'CHAIN_ANSWER_INVALID', facts: { chainId: 'zone-a', part: '/x' } })
  expect(isRefusal(unreadable)).toBe(false)
  expect(isRefusal(new CausewayError('CHAIN_ANSWER_INVALID', { chainId: 'zone-a', grpcCode: '5' }))).toBe(true)
  expect(isRefusal(new RangeError())).toBe(false)
})

test('an error that has a code already keeps it', () => {
  const own = new CausewayError('CHAIN_ID_MISMATCH', { expected: 'a', served: 'b' })
  const read = (): never => {
    throw own
  }
  expect(() => asAnswer('zone-a', 'block', read)).toThrow(own)
})
