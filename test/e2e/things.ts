// The data that end-to-end tests register: well-formed things of every class, under ids that are new in each run.
import { utf8 } from '../../core/bytes.ts'
import { encodeEnvelope } from '../../core/codec.ts'
import { envelopeDigest, fingerprint } from '../../core/format.ts'
import type { Envelope } from '../../core/words.ts'
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'
import type { User } from '../../localnet/demo/user.ts'
import { sha256 } from '../vectors/samples.ts'
import { base64, callAll } from './calls.ts'

/** `content` is null for closed data: it never enters a chain. */
export type Thing = { readonly envelope: Envelope; readonly content: Uint8Array | null }

const common = {
  schema: { major: 1, minor: 0 },
  elements: [],
  controller: '',
  terms: 'https://data.example/terms',
  lineage: [],
  claimedTimeNs: 0n,
} as const

const ownerOn = (chainId: string): string => `did:causeway:party:${chainId}:observatory`

/** An open record; its content is as its envelope says, whatever else of the envelope is changed. */
export function openRecord(
  chainId: string,
  local: string,
  change: Partial<Envelope> = {},
  content: Uint8Array = utf8(`content of ${local}`),
): Thing {
  const envelope: Envelope = {
    ...common,
    id: `did:causeway:entry:${chainId}:${local}`,
    dataType: 'record',
    structure: 'bytes',
    length: BigInt(content.length),
    access: 'open',
    copyable: true,
    movable: false,
    owner: ownerOn(chainId),
    stored: fingerprint(content, sha256),
    ...change,
  }
  return { envelope, content }
}

/** A non-fungible asset that its owner lets move, unless `change` says otherwise. */
export function closedAsset(chainId: string, local: string, change: Partial<Envelope> = {}): Thing {
  const envelope: Envelope = {
    ...common,
    id: `did:causeway:asset:${chainId}:${local}`,
    dataType: 'non_fungible',
    length: 0n,
    access: 'closed',
    copyable: false,
    movable: true,
    owner: ownerOn(chainId),
    ...change,
  }
  return { envelope, content: null }
}

/** A closed record: the chain keeps the fingerprint of a ciphertext that is somewhere else. */
export function closedRecord(chainId: string, local: string, change: Partial<Envelope> = {}): Thing {
  const ciphertext = utf8(`ciphertext of ${local}`)
  const { envelope } = openRecord(chainId, local, { access: 'closed', copyable: false, ...change }, ciphertext)
  return { envelope, content: null }
}

export const digestOf = (thing: Thing): Uint8Array => envelopeDigest(thing.envelope, sha256)

export function registerMsg({ envelope, content }: Thing): object {
  return {
    register: { envelope: base64(encodeEnvelope(envelope)), content: content === null ? null : base64(content) },
  }
}

/** All things in one tx: they become the owner's together. */
export async function register(stage: Stage, chainId: string, owner: User, things: readonly Thing[]): Promise<void> {
  const { chain, assets } = zoneOf(stage, chainId)
  await callAll(
    chain,
    owner.name,
    things.map((thing) => ({ contract: assets, msg: registerMsg(thing) })),
  )
}
