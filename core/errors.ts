// The catalogue of every error, and the one class that carries them; docs/ERRORS.md is generated from it.
import { analyticsCatalogue } from './analyticsErrors.ts'
import { chainCatalogue, later, never } from './chainErrors.ts'
import { identityCatalogue } from './identityErrors.ts'
import { serviceCatalogue } from './serviceErrors.ts'
import { storeCatalogue } from './storageErrors.ts'

/** What the API answers for a request that never reached a chain. */
const requestCatalogue = {
  BODY_INVALID: never(
    400,
    'The request does not have the shape that its route asks for.',
    'See `errors`; the routes of the API are in /openapi.json.',
  ),
  BODY_TOO_LARGE: never(413, 'The request body is too large.', 'Send fewer records per request, or shorter content.'),
  MEDIA_TYPE_UNSUPPORTED: never(
    415,
    'The request body is no JSON by its type.',
    'Send Content-Type: application/json.',
  ),
  NOT_FOUND: never(404, 'There is nothing under this path.', 'Check the identifier; /openapi.json lists the routes.'),
  METHOD_NOT_ALLOWED: never(405, 'This path does not take this method.', 'See /openapi.json.'),
  RATE_LIMITED: later(429, 'Too many requests in this span of time.', 'Wait as long as the header Retry-After says.'),
  IDEMPOTENCY_KEY_MISSING: never(
    400,
    'The request has no Idempotency-Key header.',
    'Send a unique key of 1 to 64 characters, and the same key when you repeat the request.',
  ),
  IDEMPOTENCY_KEY_REUSED: never(
    422,
    'This Idempotency-Key was used with another body.',
    'Use a new key for a new request; repeat a request with its own body.',
  ),
  IDEMPOTENCY_KEY_BUSY: later(
    409,
    'A request with this Idempotency-Key is being accepted right now.',
    'Wait a moment and repeat the request with the same key.',
  ),
  NOT_CANCELLABLE: never(
    409,
    'The request is decided and can no longer be cancelled.',
    'Read its outcome; a commit is undone only by another transaction.',
  ),
  ENVELOPE_MALFORMED: never(400, 'The bytes are no envelope.', 'Encode Envelope canonically; see the fact `reason`.'),
  MANIFEST_MALFORMED: never(400, 'The bytes are no manifest.', 'Encode Manifest canonically; see the fact `reason`.'),
  OPERATION_MALFORMED: never(400, 'The bytes are no operation.', 'Encode Operation canonically; see `reason`.'),
  TABLE_MALFORMED: never(
    400,
    'The content is no table of the elements in its envelope.',
    'One cell per element in each row, of its type and length; the fact `path` names the cell.',
  ),
  AUTHORISATION_MALFORMED: never(
    400,
    'The bytes are no authorisation.',
    'Send scheme, 33 bytes of compressed public key and 64 bytes of signature.',
  ),
  PACKET_MALFORMED: never(400, 'The bytes are no packet data.', 'Encode PacketData canonically; see `reason`.'),
  ACK_MALFORMED: never(
    400,
    'The bytes are no acknowledgement of version causeway-1.',
    'Nothing follows from such bytes; a DECISION packet will settle the transaction.',
  ),
} as const

/** What the two processes meet in their surroundings. */
const processCatalogue = {
  CHAIN_UNREACHABLE: later(
    503,
    'The RPC endpoint of the chain did not answer.',
    'Check rpc_addr and grpc_addr of the chain in the configuration, and that its node runs.',
  ),
  CHAIN_ID_MISMATCH: never(
    502,
    'The RPC endpoint serves another chain than the configuration names.',
    'Correct rpc_addr or id of this chain; nothing was sent to it.',
  ),
  NODE_VERSION_UNSAFE: never(
    502,
    'The node of a chain is built of a version with a hole that is known and mended.',
    'Have the chain upgraded to the version in `floor` or a newer one; until then nothing is relayed to or from it.',
  ),
  CHAIN_ANSWER_INVALID: later(
    502,
    'The node answered with something that cannot be understood.',
    'Check the version of the node; wasmd 0.61.14 and 0.70.3 are known to work.',
  ),
  REDIS_UNAVAILABLE: later(
    503,
    'Redis does not answer.',
    'Start Redis or correct [redis] url; accepted requests are kept and continue by themselves.',
  ),
  REDIS_REFUSED: later(
    503,
    'Redis answers and refuses what it is asked.',
    'See `reason`: MISCONF, its disk is full; OOM, its memory is; READONLY, it is a replica; else user or password.',
  ),
  STORE_FULL: later(507, 'The store cannot write: its disk is full.', 'Free space; nothing accepted was lost.'),
  STORE_UNAVAILABLE: later(503, 'The store does not answer.', 'Check [store] url and that the database runs.'),
  PORT_IN_USE: never(
    500,
    'Another process listens on this port.',
    'Stop it, or choose another port in the configuration.',
  ),
  MNEMONIC_INVALID: never(
    500,
    'The mnemonic of a key is not valid BIP-39.',
    'Check the words of this key in accounts_file: 12 or 24 words of the English list, with the right checksum.',
  ),
  KEY_MISSING: never(
    500,
    'There is no key of this name for the chain.',
    'Add it to accounts_file, or name it in the configuration.',
  ),
  KEY_EXISTS: never(
    409,
    'There is a key of this name already.',
    'Choose another --key-name, or replace it with --overwrite.',
  ),
  KEY_FILE_INVALID: never(
    500,
    'The file of a key cannot be used.',
    'See the fact `reason`; accounts_file is JSON like { "<key name>": { "mnemonic": "…" } }.',
  ),
  CHAIN_UNKNOWN: never(
    404,
    'The configuration has no such chain.',
    'Did you mean the fact `nearest`? Otherwise describe the chain under [[chains]].',
  ),
  CONFIG_INVALID: never(500, 'The configuration has mistakes.', 'Correct every line of the fact `mistakes`.'),
  TOOL_MISSING: never(500, 'A program that is needed is not installed.', 'Install what the fact `tool` names.'),
  TX_FAILED: never(502, 'The chain refused or reverted a tx.', 'The facts hold codespace, code and the hash.'),
  NODE_TOO_OLD: never(
    500,
    'This release of Node.js is too old.',
    'Run it by node_modules/.bin/node, or install the release that the fact `wanted` names.',
  ),
  DISK_LOW: later(
    507,
    'There is little room left on the disk of the store.',
    'Free space, or move the file that [store] url names to a larger disk.',
  ),
  CLIENT_LATE: later(
    503,
    'A light client was not updated for half of its trusting period.',
    'Start the relayer, or look why its updates fail; a client that expires is recovered by governance only.',
  ),
  TX_TOO_LARGE: later(
    502,
    'A tx is larger than the node takes.',
    'It is halved until it fits; set max_tx_size to what the nodes take (their max_tx_bytes and max_body_bytes).',
  ),
  PROOF_REFUSED: later(
    502,
    'A chain refuses the header or proof that a node of another chain has given.',
    'The next of backup_nodes is asked where there is one; otherwise compare this node with another of its chain.',
  ),
  CLOCK_SKEWED: later(
    503,
    'The time of a chain is further ahead of another one than the light client there accepts.',
    'Set the clocks of its validators; it goes on by itself once the times meet. New clients take clock_drift of both.',
  ),
  TX_WITHOUT_PACKETS: never(
    422,
    'The tx has sent no IBC packet.',
    'Hand in the hash of the tx that sent the packet, on the chain that sent it; a tx that received one is no such tx.',
  ),
  RELAYS_TOO_MANY: later(
    429,
    'Too many txs are followed at present.',
    'Hand it in later; the relayer carries its packets all the same. relaysOpenMax in core/limits.ts is the limit.',
  ),
  TX_OUT_OF_GAS: later(502, 'A tx ran out of gas.', 'It is sent again with more; if it stays, raise max_gas.'),
  TX_NOT_INCLUDED: later(504, 'A tx was not included in time.', 'Check that the chain makes blocks.'),
  SEQUENCE_MISMATCH: later(
    503,
    'The account sequence at the chain differs from the local one.',
    'Nothing to do once; if it repeats, another process uses the same key.',
  ),
  LEG_BUSY: later(
    503,
    'A leg cannot be locked at the moment.',
    'Nothing to do: another transaction holds, or has yet to bring, what it needs; it is tried until its deadline.',
  ),
  FUNDS_MISSING: later(
    503,
    "The relayer's account, or its fee granter, cannot pay for gas.",
    'Send coins to the address in the facts; where it is a granter, let it renew its allowance.',
  ),
  GAS_PRICE_LOW: later(
    503,
    'The node takes more for gas than this relayer pays.',
    'Raise gas_price of the chain to what the facts name, in a unit that the node takes.',
  ),
  HEIGHT_UNREACHED: later(
    404,
    'The chain has no block of this height yet.',
    'Ask again once it has; the facts say both.',
  ),
  UPGRADE_UNKNOWN: later(
    404,
    'At this height the chain has committed nothing that its clients are to become.',
    'Name the height of the upgrade plan, at which the chain stops, and ask again once it has stopped there.',
  ),
  PROOF_UNAVAILABLE: later(502, 'The node gave no proof for this height.', 'Keep more states: raise its pruning.'),
  CLIENT_EXPIRED: never(
    502,
    'The light client was not updated within its trusting period.',
    'Recover it by governance of its chain, then start the relayer again.',
  ),
  CLIENT_FROZEN: never(
    502,
    'The light client is frozen because of misbehaviour.',
    'Find out what the counterparty chain signed twice; only governance can recover the client.',
  ),
  CHANNEL_CLOSED: never(
    502,
    'The channel is closed.',
    'Open another on the same connection; decisions reach the zone by DECISION packets.',
  ),
  CHANNEL_UNKNOWN: never(
    404,
    'The chain has no such channel, or it was never opened at both ends.',
    'Check port and channel; `causeway query channels --chain <id>` lists them.',
  ),
  COUNTERPARTY_UNKNOWN: never(
    404,
    'The client has no counterparty in IBC v2, or none that names it back.',
    '`causeway link --ibc-version 2` makes a pair of clients; `causeway query clients` shows the counterparties.',
  ),
  COUNTERPARTY_REFUSED: never(
    409,
    'The chain does not let this account register a counterparty of the client.',
    'A counterparty is registered once, by the account that made the client: make a new pair of clients.',
  ),
  HANDSHAKE_REFUSED: never(
    502,
    'A chain refused a step of a connection or channel handshake.',
    'Compare client, connection, port, version and order with what the contract pins.',
  ),
  CODE_UNKNOWN: never(
    502,
    'The chain gave a reason that this release does not know.',
    'Upgrade this side; the number is in the facts.',
  ),
  INTERNAL: later(500, 'Something happened that nobody foresaw.', 'Look for the fact `reference` in the log.'),
} as const

/** What travels as a number: of the commit and of the services. */
export const numberedCatalogue = { ...chainCatalogue, ...serviceCatalogue } as const
/** What collection and validation answer a device or an owner. */
const collectionCatalogue = {
  UNTRANSLATABLE: never(
    422,
    "The document cannot be translated into the stream's form.",
    'The fact `pointer` names the place; see the mapping of the device.',
  ),
  MODEL_REFUSED: never(400, 'The data model may not be used.', 'The fact `pointer` names the place; mind the limits.'),
  BACKLOG_FULL: later(503, 'Too many entries of this device wait.', 'Send the missing entry, or wait a moment.'),
} as const

/** What the audit answers. */
const auditCatalogue = {
  AUDIT_UNRECORDED: never(
    403,
    'This question is not recorded on chain, or was answered already.',
    'Send RecordAudit with exactly the text in the fact `expected`, then ask with its number.',
  ),
  DATA_UNKNOWN: never(
    404,
    'No zone that is known here has data under this identifier.',
    'Check the identifier; its chain must be among those of this platform.',
  ),
} as const

/** What the processes of a platform answer. */
const platformCatalogue = {
  ...collectionCatalogue,
  ...identityCatalogue,
  ...storeCatalogue,
  ...analyticsCatalogue,
  ...auditCatalogue,
} as const
export const catalogue = {
  ...numberedCatalogue,
  ...requestCatalogue,
  ...processCatalogue,
  ...platformCatalogue,
} as const

export type ErrorCode = keyof typeof catalogue
export type Facts = Readonly<Record<string, string>>

/** The only error class: callers branch on `code`, people read `text` and `hint`, logs take `facts`. */
export class CausewayError extends Error {
  override readonly name = 'CausewayError'
  readonly code: ErrorCode
  readonly facts: Facts

  constructor(code: ErrorCode, facts: Facts = {}, cause?: unknown) {
    super(sentence(code, facts), cause === undefined ? undefined : { cause })
    this.code = code
    this.facts = facts
  }

  get status(): number {
    return catalogue[this.code].status
  }

  get retryable(): boolean {
    return catalogue[this.code].retry === 'later'
  }

  get hint(): string {
    return catalogue[this.code].hint
  }
}

/** The catalogue's text with the facts behind it, so that a bare stack trace already says where. */
function sentence(code: ErrorCode, facts: Facts): string {
  const text: string = catalogue[code].text
  const details = Object.entries(facts).map(([key, value]) => `${key}: ${value}`)
  return details.length === 0 ? text : `${text} (${details.join(', ')})`
}

type NumberedCode = keyof typeof numberedCatalogue

const namesByNumber: ReadonlyMap<number, NumberedCode> = new Map(
  Object.entries(numberedCatalogue).map(([name, entry]) => [entry.number, name as NumberedCode]),
)

/** The catalogue's name of a number that a chain gave; numbers of later releases are CODE_UNKNOWN. */
export function codeName(number: number): ErrorCode {
  return namesByNumber.get(number) ?? 'CODE_UNKNOWN'
}

/** The number behind a catalogue name, or undefined where chains do not know it. */
export function codeNumber(code: ErrorCode): number | undefined {
  return code in numberedCatalogue ? numberedCatalogue[code as NumberedCode].number : undefined
}

/** A chain-side reason as an error; the number itself is kept among the facts. */
export function chainError(number: number, facts: Facts = {}): CausewayError {
  return new CausewayError(codeName(number), { ...facts, number: String(number) })
}

/** True for a CausewayError, optionally of one code. */
export function isCausewayError(error: unknown, code?: ErrorCode): error is CausewayError {
  return error instanceof CausewayError && (code === undefined || error.code === code)
}
