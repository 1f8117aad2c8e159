// How much a device may hand over at once, and how much may wait here before more is refused.

export const documentBytesMax = 262_144
export const documentDepthMax = 8
export const documentValuesMax = 16_384
export const documentEntriesMax = 256
/** Entries of one device on one stream that wait to be batched; a gap in their numbers can hold them here. */
export const pendingEntriesMax = 65_536
/** Documents in one commit of the journal; more wait for the next, so that readers are not kept waiting. */
export const submissionsMax = 128
/** A batch that a device signed itself: its content in base64 and what is around it. */
export const batchBodyBytesMax = 131_072
export const mqttPacketBytesMax = documentBytesMax + 512
export const connectionsMax = 4096
/** Batches that are handed to the sink at the same time, of different devices. */
export const deliveriesMax = 8
/** Batches of one device that one pass hands over. */
export const deliveriesOfDeviceMax = 16
/** Counts of submissions are kept by the hour. */
export const countSpanMs = 3_600_000
/** How old a request for a batch may be, and how far its clock may run ahead. */
export const requestAgeMsMax = 30_000
export const requestFutureMsMax = 5_000
/** Requests that are remembered until they are too old to come again. */
export const requestsKeptMax = 65_536
/** One signed certificate, as a JWS. */
export const certificateBytesMax = 16_384
