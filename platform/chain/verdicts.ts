// The intake contract as validators, checkers and readers of verdicts ask and tell it.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { parseEntryId } from '../../core/batch.ts'
import { parseBase64, parseHex, toHex, utf8 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import type { Chain, Signer } from '../../relayer/ports.ts'
import type { Readers } from '../collection/handOut.ts'
import type { SubjectQueries } from '../identity/ports.ts'
import { parseModel } from '../validation/model.ts'
import type { Attempt, BatchLedger, HiddenVerdict, Origin, Predecessor, Stage } from '../validation/ports.ts'
import type { DeviceKey } from '../validation/signature.ts'
import { ask, type Contract, submitCall } from './contract.ts'
import { batchSchema, elementOf, queryBatch, queryModel, queryStream } from './intake.ts'

const uint64 = z.union([z.string(), z.number()]).transform(BigInt)
const moment = z.looseObject({ height: z.number(), time_ns: uint64 })
const since = z.looseObject({ since_height: uint64 })
const stageSchema = z.union([
  z.strictObject({ submitted: since }).transform((one): Stage => sinceOf('submitted', one.submitted)),
  z.strictObject({ waiting: since }).transform((one): Stage => sinceOf('waiting', one.waiting)),
  z
    .strictObject({ drawn: z.looseObject({ commit_until: uint64, reveal_until: uint64 }) })
    .transform(({ drawn }): Stage => {
      return { kind: 'drawn', commitUntil: drawn.commit_until, revealUntil: drawn.reveal_until }
    }),
  z.strictObject({ ended: z.looseObject({}) }).transform((): Stage => ({ kind: 'ended' })),
])
const peerSchema = z.looseObject({
  party: z.string(),
  commitment: z.string().nullable(),
  verdict: z.looseObject({ account: z.string(), pass: z.boolean(), digest: z.string() }).nullable(),
  paid: z.string(),
})
const failureSchema = z.looseObject({ sequence: uint64, code: z.number() })
const attemptSchema = z.looseObject({
  batch: z.string(),
  attempt: z.number(),
  state: z.enum(['submitted', 'checking', 'validated', 'failed']),
  root: z.string(),
  key: z.string(),
  signature: z.string(),
  model: z.looseObject({ name: z.string(), version: z.number() }),
  sent_ns: uint64,
  submitted: moment,
  funded: z.string(),
  stage: stageSchema,
  report: z
    .looseObject({ party: z.string(), failed: z.array(failureSchema), more: z.number(), reported: moment })
    .nullable(),
  rounds: z.number(),
  peers: z.array(peerSchema),
  outcome: z
    .looseObject({ pass: z.boolean(), code: z.number(), paid: z.string(), returned: z.string(), ended: moment })
    .nullable(),
  regulator: z.looseObject({ party: z.string(), pass: z.boolean(), code: z.number(), given: moment }).nullable(),
})
export type ChainAttempt = z.infer<typeof attemptSchema>

const sinceOf = (kind: 'submitted' | 'waiting', { since_height }: z.infer<typeof since>): Stage => ({
  kind,
  sinceHeight: since_height,
})

/** The newest attempt with all that was said of it. */
export const queryVerdicts = (intake: Contract, batch: string): Promise<ChainAttempt | null> =>
  ask(intake, { verdicts: { batch } }, attemptSchema.nullable())

/** Every attempt, first to newest. */
export async function queryAttempts(intake: Contract, id: string): Promise<readonly ChainAttempt[]> {
  return (await ask(intake, { attempts: { id } }, z.looseObject({ attempts: z.array(attemptSchema) }))).attempts
}

function attemptOf(found: ChainAttempt): Attempt {
  const { batch, attempt, stage, root, signature, key, model, sent_ns, submitted, rounds, peers } = found
  return {
    batch,
    attempt,
    stage,
    root: parseHex(root),
    signature: parseBase64(signature),
    keyName: key,
    model,
    sentNs: sent_ns,
    submittedNs: submitted.time_ns,
    rounds,
    peers: peers.map(({ party, commitment, verdict }) => ({
      party,
      hasCommitted: commitment !== null,
      hasRevealed: verdict !== null,
    })),
  }
}

async function originOf(intake: Contract, subjects: SubjectQueries, attempt: Attempt): Promise<Origin> {
  const { streamId, deviceId, first } = parseEntryId(attempt.batch)
  const [stream, model, key, predecessor] = await Promise.all([
    queryStream(intake, streamId),
    queryModel(intake, attempt.model),
    keyOf(subjects, deviceId, attempt.keyName),
    predecessorOf(intake, streamId, deviceId, first),
  ])
  if (stream === null) throw new CausewayError('STREAM_UNKNOWN', { streamId })
  if (model === undefined) throw new CausewayError('MODEL_UNKNOWN', { model: attempt.model.name })
  const elements = stream.elements.map(elementOf)
  return { model: parseModel(model), elements, isOpen: stream.open, key, predecessor }
}

/** By its name, for the device may have another one by now. */
async function keyOf(subjects: SubjectQueries, deviceId: string, name: string): Promise<DeviceKey> {
  const key = (await subjects.query(deviceId))?.subject.keys.find((one) => one.name === name)
  if (key === undefined || key.algorithm === 'secp256k1') throw new CausewayError('KEY_INVALID', { deviceId, name })
  return { curve: key.algorithm, publicKey: key.bytes }
}

/** A batch that failed says nothing about when its device measured. */
async function predecessorOf(
  intake: Contract,
  stream: string,
  device: string,
  first: bigint,
): Promise<Predecessor | undefined> {
  if (first === 1n) return undefined
  const query = { batch_of: { stream, device, sequence: String(first - 1n) } }
  const found = await ask(intake, query, batchSchema)
  if (found === null || found.state === 'failed') return undefined
  return { batch: found.id, root: parseHex(found.root), count: Number(found.count) }
}

/** The lines that the contract makes its hash of; the party is among them, so a copied one reveals nothing. */
export function verdictText(intake: Contract, { batch, attempt }: Attempt, verdict: HiddenVerdict): string {
  const { party, pass, digest, salt } = verdict
  const { chain, address } = intake
  const said = [party, pass ? 'pass' : 'fail', toHex(digest), toHex(salt)]
  return ['Causeway v1: verdict', chain.chainId, address, batch, String(attempt), ...said].join('\n')
}

/** `signer` acts for the operator or the checker, and pays for gas. */
export function openBatchLedger(intake: Contract, subjects: SubjectQueries, signer: Signer): BatchLedger {
  const tell = async (msg: object): Promise<void> => void (await submitCall(signer, intake, msg))
  return {
    async attempt(batch) {
      const found = await queryVerdicts(intake, batch)
      return found === null ? undefined : attemptOf(found)
    },
    origin: (attempt) => originOf(intake, subjects, attempt),
    report: ({ batch, attempt, modelVersion: model_version, failed, more }) => {
      const listed = failed.map(({ sequence, code }) => ({ sequence: sequence.toString(), code }))
      return tell({ report: { batch, attempt, model_version, failed: listed, more } })
    },
    draw: (batch) => tell({ draw: { batch } }),
    settle: (batch) => tell({ settle: { batch } }),
    commitment: (attempt, verdict) =>
      new Uint8Array(
        createHash('sha256')
          .update(utf8(verdictText(intake, attempt, verdict)))
          .digest(),
      ),
    commit: (batch, hash) => tell({ commit_verdict: { batch, hash: toHex(hash) } }),
    reveal: (batch, { pass, digest, salt }) =>
      tell({ reveal_verdict: { batch, pass, digest: toHex(digest), salt: toHex(salt) } }),
  }
}

/** Who may see content of the batch now: its owner, and its checkers until their verdict is in and counted. */
export async function queryReaders(intake: Contract, batch: string): Promise<Readers | undefined> {
  const [known, found] = await Promise.all([queryBatch(intake, batch), queryVerdicts(intake, batch)])
  if (known === null || found === null) return undefined
  const drawn = found.stage.kind === 'drawn' ? found.peers.map(({ party }) => party) : []
  return { attempt: found.attempt, owner: known.owner, drawn }
}

const officeSchema = z.looseObject({ status: z.string(), scopes: z.array(z.string()) }).nullable()

export async function queryIsRegulator(chain: Chain, identity: string, party: string): Promise<boolean> {
  const office = await ask({ chain, address: identity }, { office: { id: party } }, officeSchema)
  return office?.status === 'active' && office.scopes.includes('regulate')
}

const credentialsSchema = z.array(
  z.looseObject({ id: z.string(), digest: z.string(), fingerprint: z.string().nullable() }),
)

/** Digests of the certificates about the batch whose fingerprint is the root that the batch has now. */
export async function queryCertificates(
  intake: Contract,
  credentials: Contract,
  batch: string,
): Promise<readonly string[]> {
  const [known, found] = await Promise.all([
    queryBatch(intake, batch),
    ask(credentials, { credentials_of: { subject: batch, start_after: null, limit: null } }, credentialsSchema),
  ])
  return found.filter(({ fingerprint }) => fingerprint === known?.root).map(({ digest }) => digest)
}

const poolSchema = z.looseObject({ checkers: z.array(z.looseObject({ party: z.string() })) })

/** The party that `signer` acts for has a seat among those who are drawn; one that it has already stays as it is. */
export async function ensureSeat(intake: Contract, party: string, signer: Signer): Promise<void> {
  const { checkers } = await ask(intake, { checkers: {} }, poolSchema)
  if (checkers.some((one) => one.party === party)) return
  await submitCall(signer, intake, { join_checkers: {} })
}
