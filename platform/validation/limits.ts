// How large a data model may be, so that neither compiling nor running it can be made slow.

/** As the contract keeps them. */
export const modelBytesMax = 16_384
/** Levels of nesting in the whole document. */
export const modelDepthMax = 12
/** Values in the whole document: members, items and the document itself. */
export const modelNodesMax = 1024
export const enumMax = 256
export const patternBytesMax = 128
/** Texts under a `pattern` must be bounded by `maxLength` to this many characters. */
export const patternTextMax = 256
/** Ways in which the quantifiers of one pattern may share one text: the steps of a backtracking engine. */
export const patternWaysMax = 2 ** 18
/** Compiled models kept in memory. */
export const modelsKeptMax = 256
/** Decimals of so many digits keep their order as doubles, so that ranges are exact. */
export const significantDigitsMax = 15
/** Failed entries that a report lists, as the contract takes them; it counts the others. */
export const reportFailuresMax = 64
/** Batches that an agent works on at the same time. */
export const batchesAtOnceMax = 16
/** Submissions that an agent looks back over at its start. */
export const seedTxsMax = 1_000
/** What a door hands out for one batch: content in base64 with what is around it. */
export const handedBytesMax = 262_144
export const handOutTimeoutMs = 10_000
/** Findings that a checker keeps; they are needed until their verdict is shown. */
export const findingsKeptMax = 65_536
