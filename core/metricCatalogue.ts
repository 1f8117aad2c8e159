// What the relayer measures: every metric's name, type, labels and meaning. Exporter, document, board and rules agree.

export type MetricType = 'counter' | 'gauge' | 'histogram'
export type MetricEntry = {
  readonly type: MetricType
  readonly labels: readonly string[]
  /** Whose name and labels these are: boards made for Hermes find them here. */
  readonly from: 'Hermes' | 'Causeway'
  readonly text: string
  /** Upper bounds, of a histogram. */
  readonly buckets?: readonly number[]
}

const hop = ['src_chain', 'dst_chain'] as const
const path = ['chain', 'counterparty', 'channel', 'port'] as const
const packet = ['src_chain', 'dst_chain', 'src_channel', 'dst_channel', 'src_port', 'dst_port'] as const
const client = ['src_chain', 'dst_chain', 'client'] as const
const stage = [...hop, 'stage'] as const

const ownShareMs = [1, 2, 5, 10, 15, 20, 30, 50, 100, 200, 500, 1_000] as const
const stageMs = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000] as const
const txMs = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000] as const
const fewBlocks = [0, 1, 2, 3, 5, 8, 13, 21, 34] as const

/** Names and labels that Hermes exports as well, wherever this relayer knows the same fact. */
const hermes = {
  workers: { type: 'gauge', labels: ['type'], text: 'What is worked at: lanes (packet), clients, wallets.' },
  client_updates_submitted_total: { type: 'counter', labels: client, text: 'Client updates broadcast.' },
  client_updates_skipped_total: {
    type: 'counter',
    labels: client,
    text: 'Txs that needed no update, since the client trusted their height already.',
  },
  client_misbehaviours_submitted_total: {
    type: 'counter',
    labels: client,
    text: 'Clients frozen on evidence of this relayer, since another one told them what their chain never said.',
  },
  receive_packets_confirmed_total: {
    type: 'counter',
    labels: packet,
    text: 'Packets that a tx of ours has brought to their destination; src is where the packet was sent.',
  },
  acknowledgment_packets_confirmed_total: {
    type: 'counter',
    labels: packet,
    text: 'Acknowledgements that a tx of ours has brought to the sender; src is where it was written.',
  },
  timeout_packets_confirmed_total: {
    type: 'counter',
    labels: packet,
    text: 'Packets that a tx of ours has timed out, on a closed channel too; src is where the packet was sent.',
  },
  queries_total: {
    type: 'counter',
    labels: ['chain', 'query_type'],
    text: 'Questions to a chain, by what was asked; those inside signing and building headers are not counted.',
  },
  queries_cache_hits_total: {
    type: 'counter',
    labels: ['chain', 'query_type'],
    text: 'Questions about clients that memory has answered instead.',
  },
  ws_events_total: {
    type: 'counter',
    labels: ['chain'],
    text: 'Packet events in blocks heard, whatever their channel.',
  },
  ws_reconnect_total: { type: 'counter', labels: ['chain'], text: 'Lost subscriptions to blocks.' },
  messages_submitted_total: {
    type: 'counter',
    labels: ['chain'],
    text: 'Messages broadcast, those of client updates, gates and keeper included.',
  },
  wallet_balance: {
    type: 'gauge',
    labels: ['account', 'chain', 'denom'],
    text: 'What an account that signs holds of the coin that pays its gas, base units; as read last.',
  },
  tx_latency_submitted: {
    type: 'histogram',
    labels: path,
    buckets: txMs,
    text: 'From the block of an event to the broadcast of its tx, ms; chain, channel and port are those of the tx.',
  },
  tx_latency_confirmed: {
    type: 'histogram',
    labels: path,
    buckets: txMs,
    text: 'From the block of an event to the block that includes its tx, ms; labels as above.',
  },
  send_packet_events_total: { type: 'counter', labels: path, text: 'Packets sent, on relayed channels.' },
  acknowledgement_events_total: { type: 'counter', labels: path, text: 'Acknowledgements written.' },
  timeout_events_total: { type: 'counter', labels: path, text: 'Packets timed out.' },
  cleared_send_packet_events_total: {
    type: 'counter',
    labels: path,
    text: 'Packets that clearing has found to be owed, from their sender.',
  },
  cleared_acknowledgment_events_total: {
    type: 'counter',
    labels: path,
    text: 'Acknowledgements that clearing has found to be owed, from the chain that wrote them.',
  },
  backlog_size: {
    type: 'gauge',
    labels: path,
    text: 'Packets of a channel that are neither received nor timed out yet; chain is the sender.',
  },
  backlog_oldest_sequence: { type: 'gauge', labels: path, text: 'Lowest sequence among them; 0 for none.' },
  backlog_oldest_timestamp: {
    type: 'gauge',
    labels: path,
    text: 'Block time, seconds since 1970, since when the oldest of them is known; 0 for none.',
  },
  backlog_latest_update_timestamp: {
    type: 'gauge',
    labels: path,
    text: 'Block time of the sender up to which its blocks were heard, seconds since 1970.',
  },
  broadcast_errors_total: {
    type: 'counter',
    labels: ['account', 'error_code', 'error_description'],
    text: 'Txs that a node refused on broadcast: ABCI code, and its codespace with our code.',
  },
} as const satisfies Readonly<Record<string, Omit<MetricEntry, 'from'>>>

const causeway = {
  causeway_relay_latency_ms: {
    type: 'histogram',
    labels: hop,
    buckets: ownShareMs,
    text: "The relayer's own share of a hop: from the header that made the proofs valid to the broadcast, ms.",
  },
  causeway_stage_latency_ms: {
    type: 'histogram',
    labels: stage,
    buckets: stageMs,
    text: 'proofs and header: from the event; broadcast: from the later of both; included: from the broadcast. ms.',
  },
  causeway_stage_blocks: {
    type: 'histogram',
    labels: stage,
    buckets: fewBlocks,
    text: 'The same in blocks: of the source until included, then of the destination. header, included: 1 at best.',
  },
  causeway_hop_lost_blocks: {
    type: 'histogram',
    labels: hop,
    buckets: fewBlocks,
    text: 'Blocks that a tx took beyond the two it must: one of the source for its proof, one of the destination.',
  },
  causeway_packets_per_tx: {
    type: 'histogram',
    labels: hop,
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    text: 'Packet messages of a tx that was broadcast.',
  },
  causeway_gas_per_packet: {
    type: 'histogram',
    labels: hop,
    buckets: [100_000, 150_000, 200_000, 300_000, 500_000, 1_000_000, 2_000_000, 5_000_000],
    text: 'Gas that an included tx used, client updates included, by its packet messages.',
  },
  causeway_messages_redundant_total: {
    type: 'counter',
    labels: [...hop, 'found'],
    text: 'Messages that came second: in the mempool (code 22, nothing paid) or in a block (no effect, gas paid).',
  },
  causeway_messages_refused_total: {
    type: 'counter',
    labels: hop,
    text: 'Messages that a chain refuses by themselves.',
  },
  causeway_lane_resyncs_total: {
    type: 'counter',
    labels: ['chain', 'key'],
    text: "Times that an account's sequence was read anew: its tx did not fit, had no answer or could not pay.",
  },
  causeway_lane_lease: {
    type: 'gauge',
    labels: ['lane'],
    text: '1 where this process acts on a lane, 0 where it stands by; over all processes the sum should be 1.',
  },
  causeway_backlog_works: {
    type: 'gauge',
    labels: [...hop, 'kind'],
    text: 'What is owed on a lane: recv, ack, timeout, timeout_on_close.',
  },
  causeway_backlog_oldest_seconds: {
    type: 'gauge',
    labels: hop,
    text: 'For how long the oldest work of a lane is owed, by block time; 0 for none.',
  },
  causeway_backlog_tries_max: {
    type: 'gauge',
    labels: hop,
    text: 'How often the most stubborn work of a lane was put into a job.',
  },
  causeway_acks_awaited: {
    type: 'gauge',
    labels: ['chain', 'age'],
    text: 'Packets received since the start that their contract has not answered, by age in blocks of the chain.',
  },
  causeway_acks_awaited_oldest_blocks: {
    type: 'gauge',
    labels: ['chain'],
    text: 'Age of the oldest of them, blocks; 0 for none.',
  },
  causeway_client_expiry_timestamp_seconds: {
    type: 'gauge',
    labels: ['chain', 'counterparty', 'client'],
    text: 'When the client on chain will have expired unless it is updated, seconds since 1970; read at each clearing.',
  },
  causeway_client_trusting_period_seconds: {
    type: 'gauge',
    labels: ['chain', 'counterparty', 'client'],
    text: 'How long it trusts a header.',
  },
  causeway_chain_height: { type: 'gauge', labels: ['chain'], text: 'Latest block seen.' },
  causeway_chain_block_timestamp_seconds: {
    type: 'gauge',
    labels: ['chain'],
    text: 'Time of that block, seconds since 1970.',
  },
  causeway_nodes_unfit: {
    type: 'gauge',
    labels: ['chain'],
    text: 'Nodes of a chain with several that are away, behind, catching up or of another chain.',
  },
  causeway_node_changes_total: { type: 'counter', labels: ['chain'], text: 'Times that another node took over.' },
  causeway_redis_up: { type: 'gauge', labels: [], text: '0 from a lost connection to Redis until it is back.' },
  causeway_jobs_failed_total: {
    type: 'counter',
    labels: ['code'],
    text: 'Jobs that a queue has given up, by error code; what they were for is found again from state.',
  },
  causeway_bytes_missing_total: {
    type: 'counter',
    labels: ['chain'],
    text: 'Packets that clearing could not rebuild, since the node no longer has their txs; again at each clearing.',
  },
  causeway_legs_prepared_total: { type: 'counter', labels: ['chain'], text: 'Legs in confirmed prepare txs.' },
  causeway_keeper_calls_total: {
    type: 'counter',
    labels: ['action'],
    text: 'Calls that anyone may make, by what they do.',
  },
} as const satisfies Readonly<Record<string, Omit<MetricEntry, 'from'>>>

export const metricTypes = { ...hermes, ...causeway }
export type MetricName = keyof typeof metricTypes
export type LabelsOf<N extends MetricName> = Readonly<Record<(typeof metricTypes)[N]['labels'][number], string>>
export type MetricsOf<T extends MetricType> = {
  [N in MetricName]: (typeof metricTypes)[N]['type'] extends T ? N : never
}[MetricName]

/** The catalogue, in the order of the document. */
export const metricCatalogue: readonly (MetricEntry & { readonly name: MetricName })[] = (
  Object.entries(metricTypes) as [MetricName, Omit<MetricEntry, 'from'>][]
).map(([name, entry]) => ({ ...entry, name, from: name in hermes ? 'Hermes' : 'Causeway' }))
