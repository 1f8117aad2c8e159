// Generated from proto/limits.json by `npm run gen`. Do not edit.

/** major version of the data format that this release speaks */
export const schemaMajor = 1

/** longest identifier */
export const idBytesMax = 128

/** longest chain id */
export const chainIdBytesMax = 32

/** longest local part of an identifier */
export const localIdBytesMax = 64

/** longest bech32 address */
export const addressBytesMax = 90

/** longest denomination (Cosmos SDK) */
export const denomBytesMax = 128

/** longest name of an element or a custom operation */
export const nameBytesMax = 64

/** longest unit */
export const unitBytesMax = 32

/** longest reference to terms */
export const termsBytesMax = 256

/** elements in an envelope */
export const elementsMax = 64

/** identifiers in a lineage */
export const lineageMax = 32

/** longest envelope */
export const envelopeBytesMax = 8192

/** longest content stored on chain */
export const contentBytesMax = 65536

/** longest body of a custom operation */
export const customBytesMax = 4096

/** legs in a transaction */
export const legsMax = 16

/** operations in a leg */
export const operationsMax = 16

/** longest manifest */
export const manifestBytesMax = 32768

/** bytes of a manifest's nonce */
export const nonceBytes = 16

/** authorisations beside a prepared leg */
export const authorisationsMax = 16

/** votes in a packet */
export const votesMax = 32

/** longest packet we send (IBC allows 256 KiB) */
export const packetBytesMax = 196608

/** decisions in a packet */
export const decisionsMax = 64

/** farthest deadline a gate or the hub accepts */
export const deadlineHorizonSec = 86400

/** undecided transactions a zone may hold open at the hub */
export const openTransactionsMax = 4096

/** entries in a page of a query */
export const pageMax = 100

/** gas of one resource's commit or abort */
export const resourceGasMax = 3000000

/** gas of writing one pending acknowledgement */
export const ackWriteGasMax = 400000

/** gas of the call that the hub makes of itself to write one, beyond the writing */
export const ackCallGasMax = 200000

/** pending acknowledgements that one call writes */
export const acksWrittenMax = 64

/** hub blocks that a vote packet waits before anyone may have it answered with PENDING entries */
export const flushAfterBlocks = 4

/** timeout of a DECISION packet */
export const decisionTimeoutSec = 3600
