// What a block says about transactions: only our contracts and IBC are heard, and every step knows its cause.
import { Packet as WirePacket } from 'cosmjs-types/ibc/core/channel/v2/packet'
import { decodeBlock, endsIn, keysSettledIn, type ReadBlock, readBlock } from '../../api/decodeBlock.ts'
import { readPacketContent } from '../../api/packetContent.ts'
import { sha256 } from '../../api/sha256.ts'
import { parseHex, toHex } from '../../core/bytes.ts'
import { encodeManifest, encodePacket } from '../../core/codec.ts'
import { transactionId } from '../../core/transactionId.ts'
import { contractEvent, prepareTx, settleTx, timeoutTx, voteTx } from '../fakes/chainEvents.ts'
import { event, FakeChain, type FakeTx } from '../fakes/fakeChain.ts'

const path = { gate: 'wasm1gate', hub: 'wasm1hub', channelId: 'channel-0', hubChannelId: 'channel-4' }
const key = 'zone-a/wasm.wasm1gate/channel-0/9'

const manifest = encodeManifest({
  schema: { major: 1, minor: 0 },
  hubChainId: 'causeway-hub',
  hubContract: 'wasm1hub',
  legs: ['zone-a', 'zone-b'].map((chainId) => ({ chainId, gate: 'wasm1gate', operations: [] })),
  deadlineNs: 1_800_000_060_000_000_000n,
  nonce: new Uint8Array(16),
})
const id = transactionId(manifest, sha256)
const sent = { manifests: [manifest], ids: [id], sequence: 9n }

const block = (chainId: string, tx: FakeTx): ReadBlock => readBlock(new FakeChain({ chainId }).makeBlock([tx]))

function read(chainId: string, tx: FakeTx, known: ReadonlyMap<string, readonly string[]> = new Map()) {
  const peers = new Map([
    ['wasm.wasm1hub/channel-4', 'zone-a'],
    ['wasm.wasm1gate/channel-0', 'causeway-hub'],
    ['07-tendermint-7', 'zone-a'],
    ['07-tendermint-2', 'causeway-hub'],
  ])
  const contracts = { hub: chainId === 'causeway-hub' ? 'wasm1hub' : undefined, gate: 'wasm1gate' }
  return decodeBlock(block(chainId, tx), { contracts, peers, sent: known, readPacket: readPacketContent })
}

test('a prepared leg is a leg, a sent packet with its content, and a pending packet', () => {
  const changes = read('zone-a', prepareTx(path, sent))
  expect(changes.trace.map((row) => [row.kind, row.transactionId])).toEqual([
    ['leg', id],
    ['packet_sent', id],
  ])
  expect(changes.trace[1]?.facts).toMatchObject({
    legs: 'zone-a,zone-b',
    deadline_ns: '1800000060000000000',
    packet: key,
  })
  expect(changes.packets).toMatchObject([
    {
      key,
      kind: 'votes',
      transactionIds: [id],
      destinationChainId: 'causeway-hub',
      sequence: 9n,
      settledBy: undefined,
    },
  ])
})

describe('a vote of IBC v2', () => {
  const told = prepareTx(path, sent).events.find(({ type }) => type === 'send_packet')?.attributes ?? []
  const vote = told.find(({ key: name }) => name === 'packet_data_hex')?.value ?? ''
  const ports = { sourcePort: 'wasm21gate', destinationPort: 'wasm21hub' }
  const payload = { ...ports, version: 'causeway-1', encoding: 'application/x-protobuf', value: parseHex(vote) }
  const packet = WirePacket.encode({
    sequence: 9n,
    sourceClient: '07-tendermint-2',
    destinationClient: '07-tendermint-7',
    timeoutTimestamp: 1_800_000_060n,
    payloads: [payload],
  }).finish()
  const packetEvent = (type: string) => event(type, { encoded_packet_hex: toHex(packet), msg_index: '0' })
  const keyV2 = 'zone-a/07-tendermint-2/9'

  test('is traced like one on a channel, and named by its client', () => {
    const changes = read('zone-a', { events: [packetEvent('send_packet')] })
    expect(changes.trace.map((row) => [row.kind, row.transactionId])).toEqual([['packet_sent', id]])
    expect(changes.packets).toMatchObject([
      {
        key: keyV2,
        kind: 'votes',
        channelId: '07-tendermint-2',
        destinationChannelId: '07-tendermint-7',
        destinationChainId: 'causeway-hub',
        timeoutNs: 1_800_000_060_000_000_000n,
      },
    ])
    const end = { clientId: '07-tendermint-2' }
    expect([...endsIn(block('zone-a', { events: [packetEvent('send_packet')] }))]).toEqual([[end.clientId, end]])
  })

  test('causes what the hub does with it, and ends at its sender', () => {
    const counted = contractEvent('wasm1hub', 'vote', { transaction_id: id, chain_id: 'zone-a', answer: 'yes' })
    const { trace } = read('causeway-hub', { events: [packetEvent('recv_packet'), counted] })
    expect(trace.map(({ kind, causes }) => [kind, causes])).toEqual([
      ['packet_received', []],
      ['vote', [keyV2]],
    ])
    const settled = { events: [packetEvent('acknowledge_packet')] }
    expect(keysSettledIn(block('zone-a', settled))).toEqual([keyV2])
    expect(read('zone-a', settled, new Map([[keyV2, [id]]]))).toMatchObject({
      settled: [{ key: keyV2, by: 'ack' }],
      trace: [{ kind: 'ack_received', transactionId: id }],
    })
  })
})

test('what the hub does with a vote is caused by the packet, whose key names the sending chain', () => {
  const changes = read('causeway-hub', voteTx(path, sent, { voter: 'zone-a', opened: true, decision: 'commit' }))
  const kinds = changes.trace.map((row) => row.kind)
  expect(kinds).toEqual(['packet_received', 'vote', 'opened', 'decision', 'ack_written'])
  expect(changes.trace[1]?.facts).toMatchObject({ voter: 'zone-a', answer: 'yes' })
  expect(changes.trace.slice(1, 4).map((row) => row.causes)).toEqual([[key], [key], [key]])
  expect(changes.trace[0]).toMatchObject({ facts: { packet: key }, causes: [] })
})

test('an acknowledgement finds its transactions by the packet that was sent before', () => {
  const changes = read('zone-a', settleTx(path, sent, 'applied'), new Map([[key, [id]]]))
  expect(changes.trace.map((row) => [row.kind, row.transactionId])).toEqual([
    ['ack_received', id],
    ['leg', id],
  ])
  expect(changes.trace[1]?.causes).toEqual([key])
  expect(changes.settled).toEqual([{ key, by: 'ack' }])
  expect(keysSettledIn(block('zone-a', settleTx(path, sent, 'applied')))).toEqual([key])
})

test('a timeout settles the packet as well, and says so', () => {
  expect(read('zone-a', timeoutTx(path, sent)).settled).toEqual([{ key, by: 'timeout' }])
})

test('look-alike events of other contracts are not heard', () => {
  const leg = { transaction_id: id, state: 'applied', code: '0', by: 'ack' }
  const decision = { transaction_id: id, decision: 'commit', code: '0' }
  const strangers = [contractEvent('wasm1stranger', 'leg', leg), contractEvent('wasm1gate', 'decision', decision)]
  const bare = event('wasm-causeway_leg', leg)
  expect(read('zone-a', { events: [...strangers, bare] }).trace).toEqual([])
})

test('a failed tx has no effect, whatever its events say', () => {
  const failed = { ...prepareTx(path, sent), code: 5 }
  expect(read('zone-a', failed)).toMatchObject({ trace: [], packets: [], settled: [] })
  expect([...endsIn(block('zone-a', failed))]).toEqual([])
})

test('a packet of strangers is kept as pending and is about no transaction', () => {
  const foreign = event('send_packet', {
    packet_data_hex: toHex(new TextEncoder().encode('{"amount":"1"}')),
    packet_timeout_timestamp: '99999999999999999999',
    packet_sequence: '1',
    packet_src_port: 'transfer',
    packet_src_channel: 'channel-7',
    packet_dst_port: 'transfer',
    packet_dst_channel: 'channel-8',
    msg_index: '0',
  })
  const changes = read('zone-a', { events: [foreign] })
  expect(changes.trace).toEqual([])
  // Beyond what both databases can hold, a time is the latest that they can.
  expect(changes.packets).toMatchObject([{ kind: 'other', transactionIds: [], timeoutNs: 2n ** 63n - 1n }])
})

test('packets of IBC v2 that cannot be read are none, and what contracts say beside them is heard', () => {
  const told = { packet_source_client: '07-tendermint-0', packet_dest_client: '07-tendermint-1', packet_sequence: '1' }
  const packets = ['send_packet', 'recv_packet', 'write_acknowledgement', 'acknowledge_packet', 'timeout_packet']
  const leg = contractEvent('wasm1gate', 'leg', { transaction_id: id, state: 'voted', code: '0', by: 'prepare' })
  const tx = { events: [...packets.map((type) => event(type, { ...told, encoded_packet_hex: '0a' })), leg] }
  const { trace, packets: found, settled } = read('zone-a', tx)
  expect(trace.map(({ kind, causes }) => [kind, causes])).toEqual([['leg', []]])
  expect([found, settled, [...endsIn(block('zone-a', tx))], keysSettledIn(block('zone-a', tx))]).toEqual([
    [],
    [],
    [],
    [],
  ])
})

test('a batch is told entry by entry, and one unreadable manifest hides no other', () => {
  const broken = new Uint8Array([1, 2, 3])
  const votes = [broken, manifest].map((one) => ({ answer: 'yes' as const, manifest: one, code: 0 }))
  const content = readPacketContent(encodePacket({ kind: 'votes', value: { votes } }))
  expect(content.entries.map((entry) => entry.transactionId)).toEqual([transactionId(broken, sha256), id])
  expect(content.entries[0]?.facts).not.toHaveProperty('legs')
})
