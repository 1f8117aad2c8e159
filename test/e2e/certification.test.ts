// Certification on the running chains: verdict and certificate in one transaction, and what they are bound to.
import { batchRoot } from '../../core/batch.ts'
import { toHex } from '../../core/bytes.ts'
import {
  type Certificate,
  certificateOf,
  certify,
  depositCertificate,
  ensureKey,
  readBatch,
  verifyCertificate,
} from '../../localnet/demo/certify.ts'
import { startCheckers } from '../../localnet/demo/checking.ts'
import { batchOf, postDocument, validated } from '../../localnet/demo/collect.ts'
import { type Field, openField } from '../../localnet/demo/field.ts'
import { readHours, weatherPack } from '../../localnet/demo/measurements.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { type StoryTransaction, servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { type ChainAttempt, queryVerdicts } from '../../platform/chain/verdicts.ts'
import { leafHashOf } from '../../platform/collection/collection.ts'
import { sha256 } from '../../platform/keys/fingerprints.ts'
import { intakeOf } from './batchSteps.ts'
import { refusalOf } from './calls.ts'
import { changesBetween, serviceState } from './states.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

const a = 'zone-a'
let stage: OpenStage
let field: Field
let first: ChainAttempt
let second: ChainAttempt
let certificate: Certificate
let transaction: StoryTransaction

beforeAll(async () => {
  stage = await openWorld()
  field = await openField(stage, { name: 'certify', checkers: 3, reward: '5', entriesMax: 8 })
  const { weather, cast } = field
  await ensureKey(stage, a, cast.regulator)
  const { url } = weather.platform
  const checking = await startCheckers(stage, a, cast.checkers, url)
  await postDocument(url, weather.stream, weather.device, 'application/senml+json', weatherPack(readHours(16), 1))
  const ids = [1, 9].map((one) => batchOf(weather.stream, weather.device, one, one + 7))
  const found = await Promise.all(ids.map((id) => validated(stage, a, id)))
  await checking.stop()
  ;[first, second] = found as [ChainAttempt, ChainAttempt]
  certificate = await certificateOf(stage, a, cast.regulator, first, `first-${stage.run}`)
  transaction = await certify(stage, a, cast.regulator, first, certificate)
  await depositCertificate(url, first.batch, certificate.jws)
}, startMs)
afterAll(async () => {
  await field.close()
  await stage.close()
})

type Recorded = {
  readonly subject: string
  readonly fingerprint: string
  readonly digest: string
  readonly issued_height: number
}
async function recorded(id: string): Promise<Recorded | null> {
  const { chain } = zoneOf(stage, a)
  return (await chain.querySmart(servicesOf(stage, a).credentials, { credential: { id } })) as Recorded | null
}

test(
  'the regulator’s verdict and its certificate are on chain by one transaction, in one block, apart from the checkers’ (Y-9.4d, Y-9.4c)',
  async () => {
    expect(transaction.decision).toBe('commit')
    const found = await queryVerdicts(intakeOf(stage, a), first.batch)
    expect(found?.regulator).toMatchObject({ party: field.cast.regulator.id, pass: true })
    expect(found?.outcome).toEqual(first.outcome)
    expect(first.outcome).toMatchObject({ pass: true })
    const record = await recorded(`first-${stage.run}`)
    expect(record).toMatchObject({ subject: first.batch, fingerprint: first.root })
    expect(record?.issued_height).toBe(found?.regulator?.given.height)
    const leg = transaction.chains.find(({ chainId }) => chainId === a)
    expect(Number(leg?.height)).toBe(record?.issued_height)
  },
  blocksMs,
)

test(
  'verdict and certificate are bound: where the one cannot be, the other is not either, and nothing has changed (Y-9.4d)',
  async () => {
    const { cast } = field
    // The place in the status list is taken, and stands in the signed text.
    const late = await certificateOf(stage, a, cast.regulator, second, `late-${stage.run}`)
    const taken = { ...late, issue: { ...late.issue, index: certificate.credential.status.index } }
    const before = await serviceState(stage, a, ['intake', 'credentials'])
    expect(await refusalOf(certify(stage, a, cast.regulator, second, taken))).toBe('VERSION_MISMATCH')
    const changes = changesBetween(before, await serviceState(stage, a, ['intake', 'credentials']))
    expect(changes.filter((key) => key.includes(stage.run))).toEqual([])
    expect((await queryVerdicts(intakeOf(stage, a), second.batch))?.regulator).toBeNull()
    expect(await recorded(`late-${stage.run}`)).toBeNull()
  },
  blocksMs,
)

test(
  'the certificate comes back with the data and verifies for it: the bytes give the root that chain and certificate name (Y-9.4d, Y-7.1.5e)',
  async () => {
    const { platform, owner, stream } = field.weather
    const got = await readBatch(platform.url, first.batch, owner)
    expect(got.certificates).toEqual([certificate.jws])
    const salt = got.salt ?? new Uint8Array()
    const root = toHex(
      batchRoot(got.content, leafHashOf({ streamId: stream, elements: [], access: 'closed', salt }), sha256),
    )
    expect(root).toBe(first.root)
    const { regulator } = field.cast
    const [jws = ''] = got.certificates
    const verified = await verifyCertificate(stage, a, regulator, jws, { batch: first.batch, root })
    // The algorithm is named in what was signed.
    expect(verified.claims).toMatchObject({ subject: first.batch, fingerprint: `sha2_256:${root}` })
  },
  blocksMs,
)

test(
  'another batch under the certificate, another root, or another certificate for the batch: none of them verifies (Y-9.4d)',
  async () => {
    const { regulator } = field.cast
    const verify = (jws: string, batch: string, root: string) =>
      verifyCertificate(stage, a, regulator, jws, { batch, root })
    const code = (error: unknown): unknown => (error as { code?: unknown }).code
    const swapped = [
      verify(certificate.jws, second.batch, second.root),
      verify(certificate.jws, first.batch, second.root),
    ].map((one) => one.then(() => 'verified', code))
    expect(await Promise.all(swapped)).toEqual(['CREDENTIAL_SUBJECT_WRONG', 'CREDENTIAL_FINGERPRINT_WRONG'])
    // Signed by the regulator as well, but not on chain.
    const other = await certificateOf(stage, a, regulator, second, `first-${stage.run}`)
    expect(await verify(other.jws, second.batch, second.root).then(() => 'verified', code)).toBe(
      'CREDENTIAL_UNRECORDED',
    )
    const { platform } = field.weather
    expect(await depositCertificate(platform.url, second.batch, other.jws)).toBe(422)
    expect(await depositCertificate(platform.url, second.batch, certificate.jws)).toBe(422)
    expect((await readBatch(platform.url, second.batch, regulator)).certificates).toEqual([])
  },
  blocksMs,
)

test(
  'a certificate or a verdict of anybody but a regulator is refused by the contract (Y-7.1.5d, Y-9.4d)',
  async () => {
    const { supplier, regulator } = field.cast
    const { chain } = zoneOf(stage, a)
    const made = await certificateOf(stage, a, regulator, second, `stolen-${stage.run}`)
    const before = await serviceState(stage, a, ['intake', 'credentials'])
    const { credentials, intake } = servicesOf(stage, a)
    const regulator_verdict = { batch: second.batch, attempt: 1, pass: true, code: 0 }
    for (const { user } of [supplier, field.cast.operator]) {
      expect(await refusalOf(user.execute(chain, credentials, { issue: made.issue }))).toBe('SCOPE_MISSING')
      expect(await refusalOf(user.execute(chain, intake, { regulator_verdict }))).toBe('SCOPE_MISSING')
    }
    const changes = changesBetween(before, await serviceState(stage, a, ['intake', 'credentials']))
    expect(changes.filter((key) => key.includes(stage.run))).toEqual([])
  },
  blocksMs,
)
