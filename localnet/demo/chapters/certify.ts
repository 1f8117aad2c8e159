// Others check what a device measured, a failing batch is corrected, and the regulator certifies what passed.
import { createHmac } from 'node:crypto'
import type { SignedBatch } from '../../../core/batch.ts'
import { utf8 } from '../../../core/bytes.ts'
import { parseNativeJson } from '../../../core/nativeJson.ts'
import { senmlToRows } from '../../../core/senml.ts'
import { queryAttempts } from '../../../platform/chain/verdicts.ts'
import { signBatch } from '../batches.ts'
import { certificateOf, certify, depositCertificate, ensureKey, readBatch, verifyCertificate } from '../certify.ts'
import { startCheckers } from '../checking.ts'
import { batchOf, batchReaches, postBatch, postDocument, validated } from '../collect.ts'
import { type Field, openField } from '../field.ts'
import { readHours, weatherElements, weatherMapping, weatherPack } from '../measurements.ts'
import { type Chapter, type Check, check, type Stage, type StoryTransaction, servicesOf, zoneOf } from '../story.ts'

const count = 24
const rewards = 15

/** The same hours as they were, signed anew by the device as the second attempt. */
export function correctedBatch(field: Field, salt: Uint8Array): SignedBatch {
  const { device, stream } = field.weather
  const limits = { bytesMax: 262_144, depthMax: 8, nodesMax: 16_384 }
  const pack = parseNativeJson(utf8(weatherPack(readHours(count), 1)), limits)
  const rows = senmlToRows(pack, weatherElements, weatherMapping, 0n)
  const leaf = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHmac('sha256', salt).update(bytes).digest())
  return signBatch(device, stream, rows, 1n, { attempt: 2, leaf })
}

async function play(stage: Stage, field: Field): Promise<{ transactions: StoryTransaction[]; checks: Check[] }> {
  const { cast, weather } = field
  const { chainId, platform, stream, device, owner } = weather
  const { url } = platform
  const broken = readHours(count).map((hour, index) => (index === 5 ? { ...hour, temperature: '140.0' } : hour))
  await postDocument(url, stream, device, 'application/senml+json', weatherPack(broken, 1))
  const batch = batchOf(stream, device, 1, count)
  const failed = await batchReaches(stage, chainId, batch, 'failed', ({ state }) => state === 'failed')
  stage.tell(
    `  attempt 1 failed in block ${failed.report?.reported.height}: entry ${failed.report?.failed[0]?.sequence}`,
  )
  const { salt = new Uint8Array() } = await readBatch(url, batch, owner)
  await postBatch(url, correctedBatch(field, salt))
  const passed = await validated(stage, chainId, batch)
  for (const { party, paid } of passed.peers) stage.tell(`  ${party} checked it and was paid ${paid} ucity`)
  await ensureKey(stage, chainId, cast.regulator)
  const certificate = await certificateOf(stage, chainId, cast.regulator, passed, `story-${stage.run}`)
  const transaction = await certify(stage, chainId, cast.regulator, passed, certificate)
  await depositCertificate(url, batch, certificate.jws)
  const { certificates } = await readBatch(url, batch, owner)
  const verified = await verifyCertificate(stage, chainId, cast.regulator, certificates[0] ?? '', passed)
  const address = servicesOf(stage, chainId).intake
  const attempts = await queryAttempts({ chain: zoneOf(stage, chainId).chain, address }, batch)
  const states = attempts.map(({ state }) => state)
  stage.tell(`  certificate ${verified.id} for root ${passed.root}`)
  return {
    transactions: [transaction],
    checks: [
      check('a batch with one impossible entry failed', failed.report?.failed.length === 1, states),
      check('both attempts are on chain', states.join() === 'failed,validated', states),
      check('three checkers were paid what was funded', passed.outcome?.paid === String(rewards), passed.outcome?.paid),
      check('verdict and certificate committed', transaction.decision === 'commit', transaction.decision),
      check(
        'the regulator’s verdict stands',
        attempts.at(-1)?.regulator?.pass === true,
        attempts.at(-1)?.regulator?.party,
      ),
      check('the certificate came back with the data', certificates.length === 1, certificates.length),
    ],
  }
}

export const certifyMeasurements: Chapter = {
  name: 'others check what the station measured, and the regulator certifies it; a failing batch is corrected first',
  async play(stage) {
    const field = await openField(stage, { name: 's2', checkers: 3, reward: String(rewards / 3) })
    try {
      const { cast, weather } = field
      const checking = await startCheckers(stage, weather.chainId, cast.checkers, weather.platform.url)
      try {
        return await play(stage, field)
      } finally {
        await checking.stop()
      }
    } finally {
      await field.close()
    }
  },
}
