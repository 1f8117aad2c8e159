// Acknowledgements that many packets share: known without their event, and compared with the hash that a chain keeps.
import { createHash } from 'node:crypto'
import { Acknowledgement } from 'cosmjs-types/ibc/core/channel/v2/packet'
import { refusedAcknowledgement } from '../../core/packetV2.ts'
import type { Packet } from '../../core/relay.ts'

const sha256 = (...parts: readonly Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/** What ICS-20 answers where it has paid out. */
const paid = Buffer.from('{"result":"AQ=="}')
const version = Uint8Array.from([2])

/** The hash that a chain keeps of an acknowledgement in IBC v2. */
export const ackHash = ({ appAcknowledgements }: Acknowledgement): Uint8Array =>
  sha256(version, ...appAcknowledgements.map((one) => sha256(one)))

/** The encoded acknowledgement of IBC v2 that has this hash, where it is one of those that need no event. */
export function knownAck({ destinationPort }: Packet, hash: Uint8Array): Uint8Array | undefined {
  const candidates = (destinationPort === 'transfer' ? [refusedAcknowledgement, paid] : [refusedAcknowledgement]).map(
    (one) => ({
      appAcknowledgements: [one],
    }),
  )
  const found = candidates.find((one) => Buffer.from(hash).equals(ackHash(one)))
  return found === undefined ? undefined : Acknowledgement.encode(found).finish()
}
