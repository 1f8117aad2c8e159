// Puts things on a zone, as their owners do: a plain contract call, nothing cross-chain about it.
import { encodeEnvelope } from '../../core/codec.ts'
import { parseId } from '../../core/ids.ts'
import type { Included } from '../../relayer/ports.ts'
import { type Stage, zoneOf } from './story.ts'
import type { User } from './user.ts'
import type { OpenRecord } from './weather.ts'

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

export async function registerRecord(
  stage: Stage,
  chainId: string,
  owner: User,
  record: OpenRecord,
): Promise<Included> {
  const zone = zoneOf(stage, chainId)
  const register = { envelope: base64(record.envelope), content: base64(record.content) }
  return owner.execute(zone.chain, zone.assets, { register })
}

/** A non-fungible asset that its owner lets move. */
export async function registerAsset(stage: Stage, chainId: string, owner: User, id: string): Promise<Included> {
  const zone = zoneOf(stage, chainId)
  const envelope = encodeEnvelope({
    schema: { major: 1, minor: 0 },
    id,
    dataType: 'non_fungible',
    elements: [],
    length: 0n,
    access: 'closed',
    copyable: false,
    movable: true,
    owner: `did:causeway:party:${parseId(id).chainId}:calibration-laboratory`,
    controller: '',
    terms: '',
    lineage: [],
    claimedTimeNs: 0n,
  })
  return owner.execute(zone.chain, zone.assets, { register: { envelope: base64(envelope), content: null } })
}
