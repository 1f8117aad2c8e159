// Collection on the running chains: two makes of device on two zones, what is refused, what is counted, where it leads.

import type { Service } from '../../contracts/build.ts'
import { batchRoot, entryId, parseEntryId, submissionText } from '../../core/batch.ts'
import { parseHex, toHex, utf8 } from '../../core/bytes.ts'
import { decodeEnvelope, decodeTable } from '../../core/codec.ts'
import { readBatch } from '../../localnet/demo/certify.ts'
import { type Item, queryItem } from '../../localnet/demo/chainFacts.ts'
import { batchOf, credentialOf, postDocument, publishDocument, validated } from '../../localnet/demo/collect.ts'
import { newDevice } from '../../localnet/demo/devices.ts'
import { type Field, newThing, openField } from '../../localnet/demo/field.ts'
import { quakeObservations, readHours, readQuakes, weatherPack } from '../../localnet/demo/measurements.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { queryBatch } from '../../platform/chain/intake.ts'
import { openSubjects } from '../../platform/chain/subjects.ts'
import { type ChainAttempt, queryAttempts } from '../../platform/chain/verdicts.ts'
import { sha256 } from '../../platform/keys/fingerprints.ts'
import { verifySubmission } from '../../platform/validation/signature.ts'
import { intakeOf, newProbe, type Probe, submit, weatherBatch } from './batchSteps.ts'
import { fromBase64, refusalOf } from './calls.ts'
import { changesBetween, serviceState } from './states.ts'
import { openRecord, register, type Thing } from './things.ts'
import { blocksMs, openWorld, startMs } from './world.ts'

const [a, b] = ['zone-a', 'zone-b']
let stage: OpenStage
let field: Field
let probe: Probe
/** Batches of the weather on zone-a and of the earthquakes on zone-b, both validated. */
let weatherId: string
let quakesId: string
let weather: ChainAttempt
let quakes: ChainAttempt

beforeAll(async () => {
  stage = await openWorld()
  field = await openField(stage, { name: 'collect' })
  probe = await newProbe(stage, a, field.cast.supplier, 'collect')
  const { weather: one, quakes: other } = field
  weatherId = batchOf(one.stream, one.device, 1, 48)
  quakesId = batchOf(other.stream, other.device, 1, 60)
  const pack = weatherPack(readHours(48), 1)
  const posted = await postDocument(one.platform.url, one.stream, one.device, 'application/senml+json', pack)
  expect(posted).toEqual({ status: 202, body: { accepted: 48, repeated: 0 } })
  const observations = quakeObservations(readQuakes(60), 1)
  const port = other.platform.mqttPort ?? 0
  await publishDocument(port, other.stream, other.device, 'sensorthings', observations)
  ;[weather, quakes] = await Promise.all([validated(stage, a, weatherId), validated(stage, b, quakesId)])
}, startMs)
afterAll(async () => {
  await field.close()
  await stage.close()
})

/** Refused with this code, and nothing that the services store of this run is another. */
async function refused(code: string, attempt: () => Promise<unknown>, names: readonly Service[] = ['intake']) {
  const before = await serviceState(stage, a, names)
  expect(await refusalOf(attempt())).toBe(code)
  const changes = changesBetween(before, await serviceState(stage, a, names))
  // Agents of a platform also end what earlier runs have left.
  expect(changes.filter((key) => key.includes(stage.run))).toEqual([])
}

const subjectOf = async (chainId: string, id: string) =>
  (await openSubjects(zoneOf(stage, chainId).chain, servicesOf(stage, chainId).identity).query(id))?.subject

test(
  'a station by HTTP and a seismometer by MQTT, on two zones, give entries of one form that are validated by nobody’s hand (Y-8.1, Y-8.1.2a)',
  async () => {
    const cases = [
      { site: field.weather, id: weatherId, attempt: weather, count: 48 },
      { site: field.quakes, id: quakesId, attempt: quakes, count: 60 },
    ]
    for (const { site, id, attempt, count } of cases) {
      expect(attempt).toMatchObject({ state: 'validated', attempt: 1, report: { failed: [], more: 0 } })
      expect(await queryBatch(intakeOf(stage, site.chainId), id)).toMatchObject({ count: BigInt(count) })
      const { content } = await readBatch(site.platform.url, id, site.owner)
      const { rows } = decodeTable(content)
      // Every entry of either make opens with its number and the time of its observation.
      expect(rows.map(({ cells }) => cells[0])).toEqual(
        Array.from({ length: count }, (_, index) => ({ kind: 'integer', value: BigInt(index + 1) })),
      )
      expect(new Set(rows.map(({ cells }) => cells[1]?.kind))).toEqual(new Set(['timestampNs']))
    }
    const { content } = await readBatch(field.weather.platform.url, weatherId, field.weather.owner)
    const [hour] = readHours(1)
    expect(decodeTable(content).rows[0]?.cells.slice(2)).toEqual(
      [hour?.pressure, hour?.temperature, hour?.wind].map((value) => ({ kind: 'decimal', value })),
    )
  },
  blocksMs,
)

test(
  'block time and height stand apart from the time that a device claims, and a claim outside the skew is refused (Y-6.1-6d)',
  async () => {
    expect(weather.submitted.height).toBeGreaterThan(0)
    expect(weather.submitted.time_ns).not.toBe(weather.sent_ns)
    const block = await zoneOf(stage, a).chain.queryBlock(BigInt(weather.submitted.height))
    expect(weather.submitted.time_ns).toBe(block.timeNs)
    const nowNs = (await zoneOf(stage, a).chain.queryStatus()).timeNs
    for (const offNs of [-400_000_000_000n, 400_000_000_000n]) {
      await refused('CLOCK_SKEW', () => submit(stage, a, weatherBatch(probe, 1, 2, { sentNs: nowNs + offNs })))
    }
    // The order of what happened to a batch is by height and place in the block: total, and the same for every reader.
    const query = `wasm-intake_submitted.batch='${weatherId}'`
    const reported = `wasm-intake_reported.batch='${weatherId}'`
    const read = async (): Promise<string[]> =>
      (await Promise.all([query, reported].map((one) => zoneOf(stage, a).chain.searchTxs(one, 10))))
        .flat()
        .map(
          ({ height, index, hash }) => `${String(height).padStart(12, '0')} ${String(index).padStart(6, '0')} ${hash}`,
        )
        .sort()
    const [first, second] = [await read(), await read()]
    expect(first).toHaveLength(2)
    expect(new Set(first.map((line) => line.slice(0, 19))).size).toBe(2)
    expect(second).toEqual(first)
  },
  blocksMs,
)

test(
  'entries verify under the key of the approved device; a clone with another key is refused, a retired device from the next block on (Y-6.2.1b, Y-7.1.5d)',
  async () => {
    for (const [site, id, attempt] of [
      [field.weather, weatherId, weather],
      [field.quakes, quakesId, quakes],
    ] as const) {
      const key = (await subjectOf(site.chainId, site.device.id))?.keys.find(({ name }) => name === attempt.key)
      if (key === undefined || key.algorithm === 'secp256k1') throw new Error('a device has a key')
      const text = submissionText({ ...parseEntryId(id), attempt: 1 }, parseHex(attempt.root), attempt.sent_ns)
      const bound = { curve: key.algorithm, publicKey: key.bytes }
      expect(verifySubmission(bound, text, fromBase64(attempt.signature))).toBe(true)
    }
    const clone = newDevice(probe.device.id)
    await refused('SIGNATURE_INVALID', () => submit(stage, a, weatherBatch({ ...probe, device: clone }, 1, 2)))
    const unsigned = { ...weatherBatch(probe, 1, 2), signature: new Uint8Array(64) }
    await refused('SIGNATURE_INVALID', () => submit(stage, a, unsigned))
    const old = await newProbe(stage, a, field.cast.supplier, 'retired')
    await submit(stage, a, weatherBatch(old, 1, 2))
    const { identity } = servicesOf(stage, a)
    const { height } = await field.cast.supplier.user.execute(zoneOf(stage, a).chain, identity, {
      retire: { id: old.device.id },
    })
    const next = weatherBatch(old, 3, 2)
    await refused('SUBJECT_INACTIVE', () => submit(stage, a, next))
    expect((await zoneOf(stage, a).chain.queryStatus()).height).toBeGreaterThan(height)
  },
  blocksMs,
)

test(
  'the right to submit is one device’s on one stream: outside it the door and the chain refuse, and it is taken back at once (Y-8.1.2b)',
  async () => {
    const { supplier } = field.cast
    const { chain, address } = intakeOf(stage, a)
    const other = await newThing(stage, a, supplier, 'stranger', 'ed25519')
    await refused('DEVICE_NOT_ALLOWED', () => submit(stage, a, weatherBatch({ ...probe, device: other }, 1, 2)))
    const site = field.weather
    const right = { stream: site.stream, device: site.device.id }
    await supplier.user.execute(chain, address, { disallow_device: right })
    const post = () =>
      postDocument(
        site.platform.url,
        site.stream,
        site.device,
        'application/senml+json',
        weatherPack(readHours(50).slice(48), 49),
      )
    // Devices are read one block behind the newest.
    const denied = await waitFor('the door to know', 10_000, async () => {
      const answer = await post()
      return answer.status === 403 ? answer : undefined
    })
    expect(denied.body).toMatchObject({ code: 'DEVICE_NOT_ALLOWED' })
    const taken = await newProbe(stage, a, supplier, 'taken')
    await supplier.user.execute(chain, address, { disallow_device: { stream: taken.stream, device: taken.device.id } })
    await refused('DEVICE_NOT_ALLOWED', () => submit(stage, a, weatherBatch(taken, 1, 2)))
    await supplier.user.execute(chain, address, { allow_device: { stream: taken.stream, device: taken.device.id } })
    await submit(stage, a, weatherBatch(taken, 1, 2))
    await supplier.user.execute(chain, address, { allow_device: right })
  },
  blocksMs,
)

test(
  'accepted and rejected submissions are counted by device and time with their reasons, at the door and on chain (Y-8.1.2c)',
  async () => {
    const site = field.quakes
    const wrong = '{"value":[{"result":1}]}'
    const answer = await postDocument(site.platform.url, site.stream, site.device, 'application/json', wrong)
    expect(answer).toMatchObject({ status: 422, body: { code: 'UNTRANSLATABLE' } })
    const [stream, device] = [site.stream, site.device.id].map((id) => id.split(':').at(-1))
    const span = `fromMs=0&toMs=${Date.now() + 60_000}`
    const url = `${site.platform.url}/v1/streams/${stream}/devices/${device}/counts?${span}`
    const headers = { authorization: `Bearer ${credentialOf(site.device)}` }
    const { items } = (await (await fetch(url, { headers })).json()) as { items: { code: string; count: number }[] }
    const sums = (code: string): number =>
      items.filter((one) => one.code === code).reduce((sum, { count }) => sum + count, 0)
    expect([sums('ACCEPTED'), sums('UNTRANSLATABLE')]).toEqual([60, 1])
    const day = Number(quakes.submitted.time_ns / 86_400_000_000_000n)
    const { chain, address } = intakeOf(stage, b)
    const query = { counts: { device: site.device.id, from_day: day, to_day: day + 1 } }
    const { days } = (await chain.querySmart(address, query)) as { days: readonly object[] }
    expect(days).toEqual([{ day, submitted: 1, validated: 1, failed: 0, reasons: [] }])
  },
  blocksMs,
)

test(
  'from the identifier of an entry queries alone lead to the device, its owner and the votes that approved it (Y-8.1.2d)',
  async () => {
    const { chain, address } = intakeOf(stage, a)
    const { identity } = servicesOf(stage, a)
    const id = entryId(field.weather.stream, field.weather.device.id, 17n)
    const trace = (await chain.querySmart(address, { trace: { id } })) as { device: string; owner: string }
    expect(trace).toMatchObject({ batch: weatherId, index: 16, state: 'validated', root: weather.root })
    expect(trace).toMatchObject({ device: field.weather.device.id, owner: field.weather.owner.id })
    const history = (await chain.querySmart(identity, { history: { id: trace.device } })) as readonly {
      what: string
      proposal: number | null
    }[]
    const number = history.find(({ what }) => what === 'enrolled')?.proposal
    const proposal = (await chain.querySmart(identity, { proposal: { number } })) as {
      outcome: string
      by: string
      ballots: readonly { party: string; approve: boolean }[]
    }
    expect(proposal).toMatchObject({ outcome: 'passed', by: trace.owner })
    // Who of the two was first is nobody's business: they vote at the same time.
    const voted = ['regulator', 'city'].map((name) => ({ party: `did:causeway:party:${a}:${name}`, approve: true }))
    expect(proposal.ballots).toHaveLength(2)
    expect(proposal.ballots).toEqual(expect.arrayContaining(voted.map((ballot) => expect.objectContaining(ballot))))
  },
  blocksMs,
)

/** The content of the open earthquakes as a record on zone-b, which says where it came from. */
async function shareQuakes(): Promise<Thing> {
  const { content } = await readBatch(field.quakes.platform.url, quakesId, field.quakes.owner)
  const record = openRecord(b, `quakes-copy-${stage.run}`, { lineage: [quakesId] }, content)
  await register(stage, b, stage.users.bob, [record])
  const { bob, carol } = stage.users
  const actors = { [b]: bob.address, 'zone-c': carol.address }
  const intent = { kind: 'replicate', id: record.envelope.id, from: b, to: ['zone-c'], actors }
  const planned = await stage.api.share(intent, [bob, carol])
  await waitFor('the copy to arrive', 40_000, () => copyOn('zone-c', record.envelope.id))
  expect(planned.transactionId).toMatch(/^[0-9a-f]{64}$/)
  return record
}

/** The copy that counts there; nothing while its transaction is in doubt. */
async function copyOn(chainId: string, id: string): Promise<Item | undefined> {
  const item = await queryItem(stage, chainId, id)
  return item?.state === 'live' && !item.in_doubt ? item : undefined
}

test(
  'from a copy on another zone one query leads back to the device’s entries, and fingerprint and signature hold at every hop (Y-6.2.1c, Y-7.1.5e)',
  async () => {
    const record = await shareQuakes()
    const { chain, assets } = zoneOf(stage, 'zone-c')
    const item = await copyOn('zone-c', record.envelope.id)
    const envelope = decodeEnvelope(fromBase64(item?.envelope ?? ''))
    const answer = (await chain.querySmart(assets, { content: { id: record.envelope.id } })) as { content: string }
    const content = fromBase64(answer.content)
    // The envelope names the algorithm; anybody computes the digest from the bytes alone.
    expect(envelope.stored?.algorithm).toBe('sha2_256')
    expect(toHex(sha256(content))).toBe(toHex(envelope.stored?.digest ?? new Uint8Array()))
    const [origin = ''] = envelope.lineage
    const { chain: there, address } = intakeOf(stage, b)
    const trace = (await there.querySmart(address, { trace: { id: origin } })) as Record<string, string>
    expect(trace).toMatchObject({ batch: quakesId, device: field.quakes.device.id, owner: field.quakes.owner.id })
    const root = batchRoot(content, sha256, sha256)
    expect(toHex(root)).toBe(trace['root'])
    const changed = Uint8Array.from(content)
    changed.set([(changed.at(-1) ?? 0) ^ 1], changed.length - 1)
    expect(toHex(batchRoot(changed, sha256, sha256))).not.toBe(trace['root'])
    const [attempt] = await queryAttempts(intakeOf(stage, b), quakesId)
    const key = (await subjectOf(b, trace['device'] ?? ''))?.keys.find(({ name }) => name === attempt?.key)
    const text = submissionText({ ...parseEntryId(origin), attempt: 1 }, root, attempt?.sent_ns ?? 0n)
    const device = { curve: 'p256', publicKey: key?.bytes ?? new Uint8Array() } as const
    expect(verifySubmission(device, text, fromBase64(attempt?.signature ?? ''))).toBe(true)
  },
  blocksMs,
)

test(
  'an entry’s identifier is taken once: sent again it changes nothing, and other content under it is refused (Y-9.3b)',
  async () => {
    const one = await newProbe(stage, a, field.cast.supplier, 'once')
    const batch = weatherBatch(one, 1, 4)
    await submit(stage, a, batch)
    const before = await serviceState(stage, a)
    await submit(stage, a, batch)
    const changes = changesBetween(before, await serviceState(stage, a))
    // The field's own agents may end other work meanwhile; what is about this device and its stream stays as it was.
    expect(changes.filter((key) => key.includes('probe-once'))).toEqual([])
    expect(Object.keys(before).filter((key) => key.includes('probe-once')).length).toBeGreaterThan(1)
    await refused('BATCH_CONFLICT', () => submit(stage, a, weatherBatch(one, 1, 4, { temperature: '9.9' })))
    await refused('BATCH_CONFLICT', () => submit(stage, a, weatherBatch(one, 3, 2)))
    await refused('SEQUENCE_GAP', () => submit(stage, a, weatherBatch(one, 6, 2)))
    // The chain, the stream and the device are in the name, so no other zone can give it.
    expect(weatherId.split(':')[3]).toBe(a)
    expect(quakesId.split(':')[3]).toBe(b)
    const foreign = { ...one, stream: field.quakes.stream }
    await refused('ID_MALFORMED', () => submit(stage, a, { ...batch, streamId: foreign.stream }))
  },
  blocksMs,
)

test(
  'what is not validated is stored nowhere and no right to it is registered, so that nothing of it can be sold (Y-9.3a)',
  async () => {
    const one = await newProbe(stage, a, field.cast.supplier, 'unseen')
    const batch = weatherBatch(one, 1, 4)
    await submit(stage, a, batch)
    const id = batchOf(one.stream, one.device, 1, 4)
    const { rights, stores } = servicesOf(stage, a)
    const { user } = field.cast.supplier
    const { chain } = zoneOf(stage, a)
    const terms = { fields: ['*'], purposes: ['research'], from_ns: '0', until_ns: '9000000000000000000', count: 0 }
    const registration = {
      asset: id,
      // A claim on bytes stands for good, and these are the same in every run.
      fingerprint: toHex(sha256(utf8(stage.run))),
      controller: null,
      terms: { ...terms, onward: 'none', royalty_bps: 0 },
      shares: [{ account: user.address, bps: 10_000 }],
      source: null,
      access: 'open',
    }
    const digest = toHex(sha256(batch.content))
    const seat = (name: string): object => ({ store: `did:causeway:thing:${a}:${name}`, share: '' })
    const common = { id, version: 1, fingerprint: digest, plaintext: '', key: '', chunks: digest }
    const seats = ['s-1', 's-2', 's-3'].map(seat)
    const placement = { ...common, length: batch.content.length, stores: seats, quorum: 2, open: true }
    await refused('NOT_VALIDATED', () => user.execute(chain, rights, { register: registration }), ['rights'])
    await refused('NOT_VALIDATED', () => user.execute(chain, stores, { place: { placement, reward: null } }), [
      'stores',
    ])
    const report = { batch: id, attempt: 1, model_version: 1, failed: [], more: 0 }
    await field.cast.operator.user.execute(chain, intakeOf(stage, a).address, { report })
    await user.execute(chain, rights, { register: registration })
  },
  blocksMs,
)
