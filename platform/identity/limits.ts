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

/** How long one transaction of the carrier's may take before it is looked at again; the hub ends it by itself. */
export const shareMsMax = 120_000
export const sharePollMs = 150
/** Half a block of the fastest chain: a change waits no longer before it is seen. */
export const carrierPollMs = 250
/** Subjects that a carrier brings to one zone at the same time. */
export const carriesOpenMax = 8
/** Longest pause before a carry that failed is tried again. */
export const carryPauseMsMax = 30_000
/** Requests of one address to the door of identity in a minute. */
export const doorRequestsPerMinute = 600
export const doorBodyBytesMax = 4 * 1024
