// Every limit of identity and credentials, in one place.

/** DID documents of other methods are small; more is no document but an attack on memory. */
export const documentBytesMax = 64 * 1024
export const documentTimeoutMs = 5_000
export const didBytesMax = 512
export const challengeMs = 5 * 60_000
export const challengesOpenMax = 100_000
/** Short: a key that is lost is asked for at every use anyway, a token that is lost is not. */
export const sessionMs = 15 * 60_000
/** How old the newest block may be for the chain's answer to count as one about now. */
export const stateAgeMsMax = 60_000
export const credentialBytesMax = 16 * 1024
/** The smallest list that W3C allows, so that an index says nothing about whose it is. */
export const statusBitsMin = 131_072
export const statusBytesMax = 1024 * 1024
export const statusListMsMax = 24 * 60 * 60_000
/** Certificate, document, list and chain proof together. */
export const bundleBytesMax = 2 * 1024 * 1024
