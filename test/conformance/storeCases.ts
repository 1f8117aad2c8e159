// What a test of the Store is made of: requests, trace rows and blocks with telling defaults.
import { initialView, viewRow } from '../../api/project.ts'
import type { NewRelay } from '../../api/store/relays.ts'
import type { BlockChanges, NewRequest, PacketRow, TraceRow } from '../../api/store/store.ts'

export function requestCase(name: string, changes: Partial<NewRequest> = {}): NewRequest {
  const transactionId = idOf(name)
  const view = initialView(['zone-a', 'zone-b'], 2n ** 60n)
  const row = viewRow(transactionId, view, initialView([], 0n))
  return {
    transactionId,
    manifest: new TextEncoder().encode(`manifest of ${name}`),
    authorisations: [new Uint8Array([8, 1]), new Uint8Array([8, 2])],
    contents: [{ chainId: 'zone-b', operation: 0, content: new Uint8Array([0, 255, 10]) }],
    chainIds: ['zone-a', 'zone-b'],
    deadlineMs: 1_900_000_000_000,
    view: row.view,
    state: row.state,
    event: { type: row.state, data: row.event?.data ?? '' },
    receivedAtMs: 1_800_000_000_000,
    key: `key of ${name}`,
    bodyHash: `hash of ${name}`,
    answer: { status: 202, location: `/v1/share-requests/${transactionId}`, body: `{"id":"${transactionId}"}` },
    ...changes,
  }
}

/** 64 hex digits that stand for a name. */
export const idOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64)

export function traceCase(name: string, changes: Partial<TraceRow> = {}): TraceRow {
  return {
    chainId: 'zone-a',
    height: 7n,
    txIndex: 0,
    eventIndex: 0,
    entry: 0,
    transactionId: idOf(name),
    kind: 'leg',
    txHash: 'AB'.repeat(32),
    timeNs: 2n ** 60n + 1n,
    facts: { state: 'voted', code: '0', by: 'prepare' },
    causes: [],
    ...changes,
  }
}

export function packetCase(sequence: bigint, changes: Partial<PacketRow> = {}): PacketRow {
  return {
    key: `zone-a/wasm.gate/channel-0/${sequence}`,
    sourceChainId: 'zone-a',
    channelId: 'channel-0',
    sequence,
    destinationChainId: 'hub-1',
    destinationChannelId: 'channel-3',
    kind: 'votes',
    transactionIds: [idOf('one')],
    timeoutNs: 2n ** 62n,
    sentHeight: 7n,
    sentTxHash: 'CD'.repeat(32),
    sentAtNs: 2n ** 60n,
    settledBy: undefined,
    ...changes,
  }
}

export function blockCase(changes: Partial<BlockChanges> = {}): BlockChanges {
  return { chainId: 'zone-a', height: 7n, timeNs: 2n ** 60n, trace: [], packets: [], settled: [], ...changes }
}

export function relayCase(name: string, changes: Partial<NewRelay> = {}): NewRelay {
  const txHash = idOf(name).toUpperCase()
  return { id: `zone-a.${txHash}`, chainId: 'zone-a', txHash, receivedAtMs: 1_800_000_000_000, ...changes }
}
