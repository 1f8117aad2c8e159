// The four functions of clause 8 in one go: collection, processing, sharing and trading, security and privacy.
import { analyseTwoZones } from '../../localnet/demo/chapters/analyse.ts'
import { auditEveryStep } from '../../localnet/demo/chapters/audit.ts'
import { certifyMeasurements } from '../../localnet/demo/chapters/certify.ts'
import { collectMeasurements } from '../../localnet/demo/chapters/collect.ts'
import { purchase } from '../../localnet/demo/chapters/purchase.ts'
import { store } from '../../localnet/demo/chapters/store.ts'
import { playChapter } from '../../localnet/demo/main.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { readText } from '../sources.ts'
import { openWorld, startMs } from './world.ts'

let stage: OpenStage

beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(() => stage.close())

/** Of clause 8: what each function is made of. */
const subfunctions = {
  collection: ['distributed identification', 'submission', 'validation and certification'],
  processing: ['distributed storage', 'analytics'],
  'sharing and trading': ['matching', 'transaction', 'smart contract'],
  'security and privacy': ['encryption and signatures', 'rights', 'authentication, authorisation, accounting', 'audit'],
}

test('the map of components names what carries out each function of clause 8 (Y-8)', () => {
  const map = readText('platform/README.md')
  for (const [name, parts] of Object.entries(subfunctions)) {
    for (const part of parts) {
      expect(map).toMatch(new RegExp(`^\\| ${name} \\| ${part} \\| .*\`(contracts|platform|relayer|core)/`, 'm'))
    }
  }
})

test.each([
  ['collected', collectMeasurements],
  ['checked, corrected and certified', certifyMeasurements],
  ['sealed and kept by three stores', store],
  ['bought across zones, decrypted and verified', purchase],
  ['analysed over two zones', analyseTwoZones],
  ['audited from what the chains recorded', auditEveryStep],
])(
  'real measurements are %s on the running system (Y-8)',
  async (_, chapter) => {
    const { ok, checks } = await playChapter(stage, chapter)
    expect(checks.filter((check) => !check.ok)).toEqual([])
    expect([ok, checks.length > 1]).toEqual([true, true])
  },
  startMs,
)
