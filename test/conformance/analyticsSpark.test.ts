// The layout outlives our engine: Apache Spark reads the same files by their folders and finds the same results.

import { analyse } from '../../platform/analytics/analyse.ts'
import { openDuckdb } from '../../platform/analytics/duckdb.ts'
import { openAnalytics, ownParts } from '../../platform/analytics/platform.ts'
import { parseQuery, type Query } from '../../platform/analytics/query.ts'
import { sparkResults } from '../../platform/analytics/spark/sparkParts.ts'
import {
  AnalyticsWorld,
  quakeBatches,
  quakeColumns,
  seattleHours,
  weatherBatches,
  weatherColumns,
} from './analyticsWorld.ts'

// The first run on a machine installs Spark.
const sparkMs = 600_000

const every = (element: string, fns: readonly string[]) => fns.map((fn) => ({ element, fn }))
const numeric = ['count', 'sum', 'min', 'max', 'mean', 'variance']
const weather: Query = parseQuery({
  dataset: 'weather',
  zones: ['zone-a', 'zone-b'],
  from: '2010-01-01T00:30:00Z',
  until: '2010-12-01T12:00:00Z',
  groupBy: ['zone', 'day'],
  measures: [...every('temperature', numeric), ...every('wind', numeric)],
  where: [{ element: 'pressure', op: 'lte', value: '1017.5' }],
})
const quakes: Query = parseQuery({
  dataset: 'quakes',
  zones: ['zone-b'],
  from: '2018-01-30T00:00:00Z',
  until: '2018-02-08T00:00:00Z',
  groupBy: ['hour', { element: 'kind' }],
  measures: [
    ...every('magnitude', numeric),
    ...every('significance', numeric),
    ...every('at', ['count', 'min', 'max']),
  ],
  where: [{ element: 'kind', op: 'in', values: ['earthquake', 'explosion', "it's"] }],
})

test(
  'Apache Spark reads the exported files and gives the same rows and cites, to the last digit (Y-8.2)',
  async () => {
    const world = new AnalyticsWorld()
    // One folder for all zones, as a data lake would have it.
    const root = world.root('lake')
    const platform = await openAnalytics({ root, zones: ['zone-a', 'zone-b'] }, world)
    const hours = seattleHours().filter((_, index) => index % 5 === 0)
    const batches = [...weatherBatches('zone-a', hours), ...weatherBatches('zone-b', hours), ...quakeBatches('zone-b')]
    for (const batch of batches) await platform.exportBatch(batch)
    const deps = { sourceOf: () => ownParts(platform, 'did:causeway:platform:zone-a:asker'), clock: world.clock }
    const questions = [
      { query: weather, columns: weatherColumns },
      { query: quakes, columns: quakeColumns },
    ]
    const ours = await Promise.all(questions.map((one) => analyse({ ...one, purpose: 'comparison' }, deps)))
    const engine = await openDuckdb({ folder: root, threads: 1, memoryBytesMax: 64 * 1024 * 1024 })
    const theirs = await sparkResults(root, questions, engine)
    engine.close()
    platform.close()
    world.close()
    expect(Math.min(...ours.map(({ result }) => result.rows.length))).toBeGreaterThan(150)
    for (const [index, { result }] of ours.entries()) {
      expect(theirs[index]?.rows).toEqual(result.rows)
      expect(theirs[index]?.columns).toEqual(result.columns)
      expect(theirs[index]?.cites).toEqual(result.cites)
      // Another engine is other code, and says so.
      expect(theirs[index]?.codeHash).not.toBe(result.codeHash)
    }
  },
  sparkMs,
)
