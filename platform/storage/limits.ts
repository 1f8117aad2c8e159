// Every limit of keys and storage, in one place.

const mebibyte = 1024 * 1024

/** Largest sealed object; a store verifies whole objects in memory, so this bounds what a read costs. */
export const objectBytesMax = 16 * mebibyte
/** Bitswap carries blocks below 4 MiB; one mebibyte is what other implementations exchange without asking. */
export const pieceBytes = mebibyte
export const piecesMax = objectBytesMax / pieceBytes
/** A challenge proves one chunk; small, because it goes on chain. */
export const chunkBytes = 1024
/** As the contract `stores` has it. */
export const storesMin = 3
export const storesMax = 9
/** A wrapped share is about 500 bytes. */
export const shareBodyBytesMax = 16 * 1024
export const listMax = 100_000
/** How far the time of a signed request may be off. */
export const requestSkewMs = 5 * 60_000
export const storeTimeoutMs = 30_000
export const peerTimeoutMs = 10_000
export const pieceRepeatMs = 1_000
export const ledgerTimeoutMs = 10_000
export const ledgerAnswerBytesMax = 4 * mebibyte
export const challengesPerSweepMax = 100
export const sweepEveryMs = 10 * 60_000
export const requestsPerMinuteMax = 60_000
