// The engine keeps to its folder, its memory and its time, whatever statement it is given.
import { join } from 'node:path'
import { openDuckdb } from '../../platform/analytics/duckdb.ts'
import { AnalyticsWorld, seattleHours, weatherBatches } from './analyticsWorld.ts'

let world: AnalyticsWorld
beforeAll(async () => {
  world = new AnalyticsWorld()
  for (const zone of ['zone-a', 'zone-b'])
    await world.filled(zone, weatherBatches('zone-a', seattleHours().slice(0, 23)))
})
afterAll(() => world.close())

test('an analysis that outgrows its time or its memory ends with a code, and the next one runs', async () => {
  const folder = world.root('zone-a')
  const engine = await openDuckdb({ folder, threads: 1, memoryBytesMax: 16 * 1024 * 1024 })
  const file = join(folder, 'dataset=weather/zone=zone-a/day=2010-01-01/weather.station-1.1-23.parquet')
  const long = { text: 'SELECT count(*) FROM entries, range(100000000000)', parameters: [] }
  await expect(engine.aggregate([file], long, { timeMsMax: 20 })).rejects.toMatchObject({
    code: 'ANALYSIS_TOO_LARGE',
    facts: { limit: 'time' },
  })
  const wide = { text: 'SELECT list(range) FROM entries, range(10000000)', parameters: [] }
  await expect(engine.aggregate([file], wide)).rejects.toMatchObject({
    code: 'ANALYSIS_TOO_LARGE',
    facts: { limit: 'memory' },
  })
  expect(await engine.aggregate([file], { text: 'SELECT count(*) FROM entries', parameters: [] })).toEqual([['23']])
  engine.close()
})

test('the engine reads and writes its own folder only, and cannot be told otherwise', async () => {
  const engine = await openDuckdb({ folder: world.root('zone-a'), threads: 1, memoryBytesMax: 64 * 1024 * 1024 })
  const outside = world.root('zone-b')
  const foreign = join(outside, 'dataset=weather/zone=zone-a/day=2010-01-01/weather.station-1.1-23.parquet')
  const run = (sql: string): Promise<unknown> => engine.connected((connection) => connection.run(sql))
  await expect(run(`SELECT * FROM read_parquet('${foreign}')`)).rejects.toThrow('Permission Error')
  await expect(run(`COPY (SELECT 1) TO '${outside}/x.parquet'`)).rejects.toThrow('Permission Error')
  await expect(run('SET enable_external_access = true')).rejects.toThrow('locked')
  await expect(run(`SET memory_limit = '8GB'`)).rejects.toThrow('locked')
  engine.close()
})
