// The Ledger port over the contracts `stores`, `rights` and `identity` of one chain; their JSON is known here only.
import { z } from 'zod'
import { parseBase64, parseHex, toBase64, toHex } from '../../core/bytes.ts'
import { CausewayError, codeName } from '../../core/errors.ts'
import type { ChainEvent } from '../../relayer/ports.ts'
import type { ObjectName } from '../keys/seal.ts'
import { parsePublicJwk } from '../keys/shares.ts'
import type { ChunkProof } from '../storage/chunks.ts'
import { cidOfDigest, digestOf } from '../storage/cid.ts'
import { isOpen } from '../storage/place.ts'
import type { Challenge, Grant, Ledger, Mismatch, Placement, Planned, Seat } from '../storage/ports.ts'
import { type Receipt, type Signed, timeOf } from '../storage/statements.ts'

/** One chain, as much of it as is needed. Both throw LEDGER_UNAVAILABLE when it does not answer. */
export type ContractChain = {
  querySmart(contract: string, query: object): Promise<unknown>
  /** The events of the tx once it is included; throws the contract's refusal. */
  execute(contract: string, msg: object): Promise<readonly ChainEvent[]>
}
export type Contracts = { readonly stores: string; readonly rights: string; readonly identity: string }

const hex = z.string().regex(/^[0-9a-f]{64}$/)
/** Empty where there is nothing to hide. */
const hidden = z.union([hex, z.literal('')])
const object = z.object({
  fingerprint: hex,
  plaintext: hidden,
  key: hidden,
  length: z.int(),
  chunks: hex,
  replicas: z.array(
    z.object({ store: z.string(), state: z.enum(['expected', 'held', 'lost', 'released']), share: hidden }),
  ),
  quorum: z.int(),
  erased_height: z.int().nullable(),
})
const grant = z.object({
  asset: z.string(),
  grantee: z.string(),
  recipient_key: z.string(),
  terms: z.object({ purposes: z.array(z.string()) }),
})
const may = z.object({ allowed: z.boolean(), code: z.int() })
const key = z.object({ algorithm: z.string(), public_key: z.string(), until_height: z.int().nullable() })
const subject = z.object({ status: z.string(), keys: z.array(key) })
const challenges = z.object({
  challenges: z.array(z.object({ object: z.string(), version: z.int(), index: z.int() })),
})
/** What a complaint says of the read, as HTTP would. */
const complaints = { corrupt: 422, missing: 404, unreachable: 503 } as const

export class ContractLedger implements Ledger {
  readonly #chain: ContractChain
  readonly #contracts: Contracts

  constructor(chain: ContractChain, contracts: Contracts) {
    this.#chain = chain
    this.#contracts = contracts
  }

  async queryPlacement({ objectId, version }: ObjectName): Promise<Placement | undefined> {
    const query = { object: { id: objectId, version: Number(version) } }
    const found = await this.#query(object.nullable(), this.#contracts.stores, query)
    if (found === null) return undefined
    return {
      objectId,
      version,
      cid: cidOfDigest(parseHex(found.fingerprint)).toString(),
      lengthBytes: found.length,
      chunkRoot: found.chunks,
      plaintext: { algorithm: 'hmac_sha2_256', digest: parseHex(found.plaintext) },
      // The contract refuses to place what was not validated.
      validated: true,
      seats: found.replicas.flatMap(({ store, state, share }) =>
        state === 'lost' || state === 'released' ? [] : [{ store, share }],
      ),
      quorum: found.quorum,
      keyCommitment: found.key,
      erased: found.erased_height !== null,
    }
  }

  /** A content key opens all of an object, so that the grant has to be of all its fields. */
  async queryGrant(id: string, name: ObjectName): Promise<Grant | undefined> {
    const { rights, identity } = this.#contracts
    const [found, placement] = await Promise.all([
      this.#query(grant.nullable(), rights, { grant: { id } }),
      this.queryPlacement(name),
    ])
    if (found === null) return undefined
    const asked = { grant: id, fields: ['*'], purpose: found.terms.purposes[0] ?? '' }
    const [answer, grantee] = await Promise.all([
      this.#query(may, rights, { may: asked }),
      this.#query(subject.nullable(), identity, { subject: { id: found.grantee } }),
    ])
    const live = grantee?.status === 'active' ? grantee.keys : []
    const ed25519 = live.filter(({ algorithm, until_height }) => algorithm === 'ed25519' && until_height === null)
    return {
      id,
      agreement: id,
      refusal: found.asset !== name.objectId ? 'OBJECT_UNKNOWN' : refusalOf(answer, placement),
      recipientKey: parsePublicJwk(JSON.parse(new TextDecoder().decode(parseBase64(found.recipient_key)))),
      signingKeys: ed25519.map(({ public_key }) => parseBase64(public_key)),
    }
  }

  async queryChallenges(store: string): Promise<readonly Challenge[]> {
    const found = await this.#query(challenges, this.#contracts.stores, { challenges: { store } })
    return found.challenges.map(({ object: objectId, version, index }) => ({
      objectId,
      version: BigInt(version),
      index,
    }))
  }

  submitPlacement(placement: Planned): Promise<void> {
    const { objectId, version, cid, lengthBytes, chunkRoot, plaintext, seats, quorum, keyCommitment } = placement
    const body = {
      id: objectId,
      version: Number(version),
      fingerprint: toHex(digestOf(cid)),
      plaintext: toHex(plaintext.digest),
      key: keyCommitment,
      length: lengthBytes,
      chunks: chunkRoot,
      stores: seats,
      quorum,
      open: isOpen(placement),
    }
    return this.#stores({ place: { placement: body, reward: null } })
  }

  submitReceipt({ objectId, version, store, atNs }: Receipt, signature: Uint8Array): Promise<void> {
    const fields = { version: Number(version), store, at_ns: `${atNs}`, signature: toBase64(signature) }
    return this.#stores({ receipt: { object: objectId, ...fields } })
  }

  submitMismatch({ objectId, version, store, found }: Mismatch): Promise<void> {
    return this.#stores({ report_read: { object: objectId, version: Number(version), store, code: complaints[found] } })
  }

  submitAnswer({ objectId, version }: ObjectName, store: string, { chunk, path }: ChunkProof): Promise<void> {
    const proof = { chunk: toBase64(chunk), path: path.map(toHex) }
    return this.#stores({ answer: { object: objectId, version: Number(version), store, ...proof } })
  }

  submitErasure({ objectId, version }: ObjectName): Promise<void> {
    return this.#stores({ erase: { object: objectId, version: Number(version) } })
  }

  submitForgotten({ objectId, version }: ObjectName, store: string, { text, signature }: Signed): Promise<void> {
    const fields = { version: Number(version), store, at_ns: `${timeOf(text)}`, signature: toBase64(signature) }
    return this.#stores({ forgotten: { object: objectId, ...fields } })
  }

  submitReplacement({ objectId, version }: ObjectName, lost: string, { store, share }: Seat): Promise<void> {
    return this.#stores({ replace: { object: objectId, version: Number(version), lost, seat: { store, share } } })
  }

  async #query<T>(schema: z.ZodType<T>, contract: string, query: object): Promise<T> {
    const parsed = schema.safeParse(await this.#chain.querySmart(contract, query))
    if (parsed.success) return parsed.data
    throw new CausewayError('CHAIN_ANSWER_INVALID', { contract, query: Object.keys(query).join() }, parsed.error)
  }

  async #stores(msg: object): Promise<void> {
    await this.#chain.execute(this.#contracts.stores, msg)
  }
}

function refusalOf({ allowed, code }: z.infer<typeof may>, placement: Placement | undefined): string {
  if (placement?.erased === true) return 'OBJECT_ERASED'
  return allowed ? '' : codeName(code)
}
