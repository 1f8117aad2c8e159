// What one analysis may cost the platform that carries out a part of it.

export const zonesMax = 16
export const groupsByMax = 4
export const measuresMax = 32
export const conditionsMax = 16
export const valuesMax = 64
/** Ten years and a few days: the span of a query, in folders to look into. */
export const daysMax = 3_660
/** Rows of a part, and of a result. */
export const groupsMax = 10_000
/** Files of a part; each holds one batch of one day. */
export const filesMax = 20_000
/** Files whose notes an engine remembers, about 1 KiB each. */
export const notesKeptMax = 100_000
export const partMsMax = 30_000
export const memoryBytesMax = 512 * 1024 * 1024
/** A request may pin every batch that a result cites. */
export const requestBytesMax = 4 * 1024 * 1024
export const partBytesMax = 16 * 1024 * 1024
export const waitingMax = 256
export const requestsPerMinute = 6_000
/** Digits of exported decimals: as many before the point as 64-bit integers have. */
export const decimalDigits = 28
export const decimalScale = 9
/** Fractional digits of means and variances; the last one is rounded half to even. */
export const quotientScale = 18
/** How far the time in a signed request may be from ours. */
export const requestAgeMsMax = 60_000
export const requestsKeptMax = 100_000
