// The API's door: calls made from its own description, one key in thousands of hands at once, and addresses inside our
// walls in every spelling.
import {
  ApiWorld,
  certificateEnvelope,
  certificateId,
  type FakeUser,
  fakeUser,
  itemOf,
  recordEnvelope,
  recordId,
} from '../fakes/apiWorld.ts'
import { tryAddresses } from './addresses.ts'
import { type Attack, attackSeed, type Effort, type Found } from './attack.ts'
import { ensureSchemathesis, fuzzApi } from './schemathesis.ts'

const examples = 100
const duplicates = 1_000
const handsAtOnce = 500

/** The count of a metric over all of its labels that fit: `name_count{route="…",status="200"} 12`. */
export function countOf(metrics: string, name: string, fits: (labels: string) => boolean = () => true): number {
  const lines = [...metrics.matchAll(new RegExp(`^${name}(\\{[^}]*\\})? (\\d+)$`, 'gm'))]
  return lines.filter(([, labels = '']) => fits(labels)).reduce((sum, [, , count = '0']) => sum + Number(count), 0)
}

async function metricsOf(world: ApiWorld): Promise<string> {
  return (await fetch(`${world.api.url}/metrics`)).text()
}

async function openWorld(): Promise<{ world: ApiWorld; alice: FakeUser }> {
  const [world, alice] = [await new ApiWorld().start(), await fakeUser('alice')]
  world.items.set(`zone-a/${recordId}`, itemOf(recordEnvelope, alice.address))
  world.items.set(`zone-a/${certificateId}`, itemOf(certificateEnvelope, alice.address))
  return { world, alice }
}

/** Everything that was asked was answered without a fault of the server's own. */
async function fuzz({ times, say }: Effort): Promise<Found> {
  const program = await ensureSchemathesis(say)
  const { world } = await openWorld()
  try {
    const seed = attackSeed()
    const told = await fuzzApi(program, { url: world.api.url, examples: examples * times, seed })
    const metrics = await metricsOf(world)
    const name = 'causeway_api_request_seconds_count'
    const faults = countOf(metrics, name, (labels) => /status="5/.test(labels))
    const violations = told.map((what) => `seed ${seed}: ${what}`)
    if (faults > 0) violations.push(`seed ${seed}: ${faults} answers of 5xx`)
    return { counts: { calls: countOf(metrics, name) }, violations }
  } finally {
    await world.stop()
  }
}

/** One request with one key, from many at once: one effect, and nobody is told anything else. */
async function duplicate({ times }: Effort): Promise<Found> {
  const { world, alice } = await openWorld()
  try {
    const others = await Promise.all(['bob', 'carol'].map(fakeUser))
    const actors = { 'zone-b': others[0]?.address, 'zone-c': others[1]?.address }
    const planned = await world.plan({
      kind: 'replicate',
      id: recordId,
      from: 'zone-a',
      to: ['zone-b', 'zone-c'],
      actors,
    })
    const authorisations = await Promise.all([alice, ...others].map((user) => user.sign(planned.authorisationText)))
    const body = { manifest: planned.manifestBytes, authorisations }
    const answers = new Map<number, number>()
    const all = duplicates * times
    for (let sent = 0; sent < all; sent += handsAtOnce) {
      const hands = Array.from({ length: Math.min(handsAtOnce, all - sent) }, () => world.submit(body, 'one'))
      for (const { status } of await Promise.all(hands)) answers.set(status, (answers.get(status) ?? 0) + 1)
    }
    const kept = (await world.api.deps.store.requests({ limit: 10 })).items.length
    const accepted = countOf(await metricsOf(world), 'causeway_api_requests_accepted_total')
    const strange = [...answers.keys()].filter((status) => status !== 202 && status !== 409)
    const violations: string[] = []
    if (kept !== 1 || accepted !== 1) violations.push(`one key has ${kept} effects, ${accepted} were accepted`)
    if (strange.length > 0) violations.push(`one key was answered ${strange.join(', ')}`)
    return { counts: { duplicates: all }, violations }
  } finally {
    await world.stop()
  }
}

async function reach(): Promise<Found> {
  const { tried, violations } = await tryAddresses()
  return { counts: { addresses: tried }, violations }
}

export const api: Attack = {
  name: 'api',
  about: 'calls from its own description, one key in many hands, and addresses inside our walls',
  run: async (effort: Effort): Promise<Found> => {
    const parts = [await reach(), await duplicate(effort), await fuzz(effort)]
    return {
      counts: Object.assign({}, ...parts.map(({ counts }) => counts)) as Record<string, number>,
      violations: parts.flatMap(({ violations }) => violations),
    }
  },
}
