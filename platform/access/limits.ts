// Every limit of granted reads, in one place.

/** How long a signed request may wait for its block. */
export const requestMs = 5 * 60_000
/** How long after its block an access opens what it was granted for. */
export const accessMs = 5 * 60_000
export const requestBodyBytesMax = 32 * 1024
/** Rows of one answer. */
export const rowsMax = 1024
export const requestsPerMinuteMax = 600
