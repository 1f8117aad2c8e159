// What one audit may ask of the process that answers it.

export const pageLinesMax = 200
export const reportLinesMax = 10_000
/** How long ago a use of the scope may have been recorded on chain: longer ago, it was for another question. */
export const recordAgeMsMax = 600_000
export const recordsKeptMax = 100_000
/** The contract keeps no longer text of what is looked at. */
export const questionBytesMax = 256
/** Chains that a moved asset is followed over. */
export const movesMax = 8
export const requestsPerMinute = 600
