// The configurations of the measured relayers, word for word: what runs is what docs/benchmarks.md shows.
import type { Bed, End } from './bed.ts'

export type Setting = 'default' | 'tuned'

/** The same key for the same lane as ours has: `relay.<other chain>`. */
export const keyOf = (other: End): string => `relay.${other.site.id}`

type HermesWords = {
  readonly eventInterval: string
  readonly trustedNode: boolean
  readonly gasMultiplier: number
  readonly maxMsgNum: number
  readonly maxTxSize: number
  readonly maxBlockTime: string
}
const hermesWords: Readonly<Record<Setting, HermesWords>> = {
  default: {
    eventInterval: '1s',
    trustedNode: false,
    gasMultiplier: 1.1,
    maxMsgNum: 30,
    maxTxSize: 180_000,
    maxBlockTime: '30s',
  },
  tuned: {
    eventInterval: '50ms',
    trustedNode: true,
    gasMultiplier: 1.3,
    maxMsgNum: 100,
    maxTxSize: 900_000,
    maxBlockTime: '1s',
  },
}

/**
 * Both settings have what it takes to relay here at all: `pull`, because a chain's websocket leaves out what contracts
 * send, and a `max_gas` that a tx of contract packets stays below (the default is 400000).
 */
export function hermesConfig(setting: Setting, { config, a, b }: Bed): string {
  const words = hermesWords[setting]
  const chain = (end: End, other: End): string => `
[[chains]]
id = '${end.site.id}'
type = 'CosmosSdk'
rpc_addr = 'http://127.0.0.1:${end.site.rpc}'
grpc_addr = 'http://127.0.0.1:${end.site.grpc}'
event_source = { mode = 'pull', interval = '${words.eventInterval}', max_retries = 4 }
rpc_timeout = '10s'
trusted_node = ${words.trustedNode}
compat_mode = '0.38'
account_prefix = '${config.prefix}'
key_name = '${keyOf(other)}'
key_store_type = 'Test'
key_store_folder = '${config.home}/hermes/keys'
store_prefix = 'ibc'
default_gas = 1000000
max_gas = 100000000
gas_price = { price = 0.0, denom = 'ustake' }
gas_multiplier = ${words.gasMultiplier}
max_msg_num = ${words.maxMsgNum}
max_tx_size = ${words.maxTxSize}
clock_drift = '10s'
max_block_time = '${words.maxBlockTime}'
trusting_period = '6h'
trust_threshold = '1/3'
address_type = { derivation = 'cosmos' }
packet_filter = { policy = 'allow', list = [['wasm.*', '*']] }
`
  return `[global]
log_level = 'error'

[mode.clients]
enabled = true
refresh = true
misbehaviour = ${setting === 'default'}

[mode.connections]
enabled = false

[mode.channels]
enabled = false

[mode.packets]
enabled = true
clear_interval = 100
clear_on_start = true
tx_confirmation = false

[telemetry]
enabled = false
host = '127.0.0.1'
port = 3001
${chain(a, b)}${chain(b, a)}`
}

/** Flags of `rly start`, and how often it asks a chain for its height. */
const rlyWords = {
  default: { minLoop: '1s', gasAdjustment: 1.2, flags: [] },
  tuned: {
    minLoop: '50ms',
    gasAdjustment: 1.3,
    flags: '--max-msgs 100 --flush-interval 1m --block-history 0 --time-threshold 0s'.split(' '),
  },
} as const

export const rlyPath = 'bench'
export const rlyFlags = (setting: Setting): readonly string[] => rlyWords[setting].flags

/** YAML; without its path where there are no clients yet. */
export function rlyConfig(setting: Setting, { config, a, b }: Bed, linked = true): string {
  const words = rlyWords[setting]
  const chain = ({ site }: End, other: End): string => `
    ${site.id}:
        type: cosmos
        value:
            key: ${keyOf(other)}
            chain-id: ${site.id}
            rpc-addr: http://127.0.0.1:${site.rpc}
            account-prefix: ${config.prefix}
            keyring-backend: test
            gas-adjustment: ${words.gasAdjustment}
            gas-prices: 0.0ustake
            min-gas-amount: 0
            max-gas-amount: 0
            debug: false
            timeout: 10s
            output-format: json
            sign-mode: direct
            coin-type: 118
            broadcast-mode: batch
            min-loop-duration: ${words.minLoop}`
  const end = ({ site, clientId, connectionId }: End): string => `
            chain-id: ${site.id}
            client-id: ${clientId}
            connection-id: ${connectionId}`
  const path = `
    ${rlyPath}:
        src:${end(a)}
        dst:${end(b)}
        src-channel-filter:
            rule: allowlist
            channel-list: [${a.channelId}]`
  return `global:
    debug-listen-addr: ""
    metrics-listen-addr: ""
    timeout: 10s
    memo: ""
    light-cache-size: 20
    log-level: error
    ics20-memo-limit: 0
    max-receiver-size: 150
chains:${chain(a, b)}${chain(b, a)}
paths:${linked ? path : ' {}'}
`
}

/** Ours has one: nothing of it is set for speed. */
export function causewayConfig({ config, a, b }: Bed): string {
  const chain = ({ site }: End): string => `
[[chains]]
id = "${site.id}"
rpc_addr = "http://127.0.0.1:${site.rpc}"
grpc_addr = "http://127.0.0.1:${site.grpc}"
account_prefix = "${config.prefix}"
gas_price = { price = 0.0, denom = "ustake" }
accounts_file = "accounts.json"
`
  return `[redis]
url = "redis://127.0.0.1:${config.redisPort}"

[telemetry]
enabled = true
port = ${config.telemetryPort}
${chain(a)}${chain(b)}
[[paths]]
a = "${a.site.id}"
b = "${b.site.id}"
packet_filter = { policy = "allow", list = [["wasm.*", "*"]] }
`
}
