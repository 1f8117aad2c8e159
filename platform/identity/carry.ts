// Which subjects a block changed, and what has to be shared for another chain to know of it. Decides; does nothing.
import { toBase64, utf8 } from '../../core/bytes.ts'
import { parseId } from '../../core/ids.ts'
import type { Block } from '../../relayer/ports.ts'
import { linesOf } from '../audit/lines.ts'

/** A subject as its home attests it: base64 of its bytes, and hex of their sha256. */
export type HomeRecord = { readonly version: bigint; readonly record: string; readonly digest: string }

/** The identity contract of one chain. Neither caches nor judges; a silent node throws CHAIN_UNREACHABLE. */
export interface SubjectRecords {
  /** Of the chain's own subjects alone. */
  record(id: string): Promise<HomeRecord>
  /** Of what this chain holds, own or brought; undefined where it knows nothing. */
  version(id: string): Promise<bigint | undefined>
}

/** An operation of a service as the API takes it. */
export type Operation = {
  readonly chainId: string
  readonly resource: string
  readonly actor: string
  readonly custom: { readonly name: string; readonly body: string }
}

/** Address of the identity contract of a chain. */
export type Place = { readonly chainId: string; readonly identity: string }

/** Nobody outside needs to hear of what nobody has approved, nor of what came from outside. */
const untold = new Set(['identity_proposed', 'identity_rejected', 'identity_replicated'])

/** The chain's own subjects of which the block says something new, each once. */
export function changedSubjects(block: Block, identity: string): readonly string[] {
  const lines = linesOf(block, new Set([identity])).filter(({ operation }) => !untold.has(operation))
  const subjects = lines.flatMap(({ facts }) => facts.flatMap(([key, value]) => (key === 'subject' ? [value] : [])))
  return [...new Set(subjects)].filter((id) => parseId(id).chainId === block.chainId)
}

export type Known = { readonly home: bigint; readonly there: bigint | undefined }

/** Parties and platforms are to be known everywhere; of a thing only its owner brings news to a new chain. */
export function isToCarry(id: string, { home, there }: Known): boolean {
  if (there === undefined) return parseId(id).kind !== 'thing'
  return there < home
}

/** The one transaction: the home vouches for these bytes, and the other chain takes them, or neither happens. */
export function planCarry(
  id: string,
  { version, record, digest }: HomeRecord,
  [home, there]: readonly [Place, Place],
  actor: string,
): readonly [Operation, Operation] {
  const named = { key: id, version: version.toString() }
  const operation = ({ chainId, identity }: Place, name: string, body: object): Operation => {
    return { chainId, resource: identity, actor, custom: { name, body: toBase64(utf8(JSON.stringify(body))) } }
  }
  return [
    operation(home, 'identity.attest', { ...named, digest }),
    operation(there, 'identity.replicate', { home: home.chainId, ...named, record }),
  ]
}
