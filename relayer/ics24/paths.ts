// ICS-24 paths: the keys of the store "ibc" that proofs are about.
export type PacketId = { readonly portId: string; readonly channelId: string; readonly sequence: bigint }

const bytes = (path: string): Uint8Array => Buffer.from(path, 'utf8')
const end = (portId: string, channelId: string): string => `ports/${portId}/channels/${channelId}`
const packet = ({ portId, channelId, sequence }: PacketId): string => `${end(portId, channelId)}/sequences/${sequence}`

export const connectionKey = (connectionId: string): Uint8Array => bytes(`connections/${connectionId}`)
export const channelKey = (portId: string, channelId: string): Uint8Array =>
  bytes(`channelEnds/${end(portId, channelId)}`)
/** Kept by the sender until the packet is acknowledged or timed out. */
export const commitmentKey = (id: PacketId): Uint8Array => bytes(`commitments/${packet(id)}`)
/** Kept by the receiver of an unordered channel; its absence proves that a packet never arrived. */
export const receiptKey = (id: PacketId): Uint8Array => bytes(`receipts/${packet(id)}`)
export const acknowledgementKey = (id: PacketId): Uint8Array => bytes(`acks/${packet(id)}`)
export const nextSequenceRecvKey = (portId: string, channelId: string): Uint8Array =>
  bytes(`nextSequenceRecv/${end(portId, channelId)}`)

/** In IBC v2: the client's id, a byte that says what is stored, the sequence in 8 bytes. */
function keyV2(clientId: string, kind: number, sequence: bigint): Uint8Array {
  const end = Buffer.alloc(9)
  end.writeUInt8(kind)
  end.writeBigUInt64BE(sequence, 1)
  return Buffer.concat([bytes(clientId), end])
}

export const commitmentKeyV2 = (clientId: string, sequence: bigint): Uint8Array => keyV2(clientId, 1, sequence)
export const receiptKeyV2 = (clientId: string, sequence: bigint): Uint8Array => keyV2(clientId, 2, sequence)
export const acknowledgementKeyV2 = (clientId: string, sequence: bigint): Uint8Array => keyV2(clientId, 3, sequence)
