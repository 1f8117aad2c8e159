// One suite for every PartSource: a part asked for over HTTP is the part that the platform itself would calculate.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { httpParts } from '../../platform/analytics/httpParts.ts'
import { requestBytesMax } from '../../platform/analytics/limits.ts'
import { planParts, planQuery } from '../../platform/analytics/plan.ts'
import type { AnalyticsPlatform } from '../../platform/analytics/platform.ts'
import type { PartSource } from '../../platform/analytics/ports.ts'
import { type PartRequest, parseQuery } from '../../platform/analytics/query.ts'
import { asker, inProcess, openDoor, overHttp, type PartsWay, signWith } from './analyticsPartsCases.ts'
import { AnalyticsWorld, seattleHours, weatherBatches, weatherColumns } from './analyticsWorld.ts'

const query = parseQuery({
  dataset: 'weather',
  zones: ['zone-a'],
  from: '2010-01-01T00:00:00Z',
  until: '2010-01-03T00:00:00Z',
  groupBy: ['day'],
  measures: [{ element: 'wind', fn: 'sum' }],
  where: [],
})
const [request = undefined as never as PartRequest] = planParts(planQuery(query, weatherColumns), 'planning')

let world: AnalyticsWorld
let platform: AnalyticsPlatform
beforeAll(async () => {
  world = new AnalyticsWorld()
  platform = await world.filled('zone-a', weatherBatches('zone-a', seattleHours().slice(0, 60), 20))
})
afterAll(() => world.close())
beforeEach(() => {
  world.rights.asked.length = 0
  world.rights.allows = () => true
  world.clock.ms = 0
})

const ways: readonly (readonly [string, PartsWay])[] = [
  ['in one process', inProcess],
  ['over HTTP', overHttp],
]

describe.each(ways)('parts %s', (_, open) => {
  let source: PartSource
  let close: () => Promise<void>
  beforeAll(async () => {
    ;({ source, close } = await open(platform))
  })
  afterAll(() => close())

  test('hold partial aggregates, the engine, and the batches that were read', async () => {
    const sum = (from: number, until: number): string => {
      const winds = seattleHours().slice(from, until)
      return winds.reduce((total, { wind }) => total + Number(wind), 0).toFixed(9)
    }
    const { part, late } = await source.part(request)
    expect(late).toBe(false)
    expect(part.zone).toBe('zone-a')
    expect(part.engine).toMatch(/^duckdb v1\./)
    expect([...part.rows].sort()).toEqual([
      ['2010-01-01', sum(0, 23)],
      ['2010-01-02', sum(23, 47)],
    ])
    expect(part.inputs.map(({ batchId }) => batchId.split('.').at(-1))).toEqual(['1-20', '21-40', '41-60'])
  })

  test('are asked for in the name of who signed', async () => {
    await source.part(request)
    expect(world.rights.asked).toMatchObject([{ requester: asker, elements: ['wind'], purpose: 'planning' }])
  })

  test('say that they are late once their deadline has passed', async () => {
    world.clock.ms = 1_001
    expect((await source.part({ ...request, deadlineMs: 1_000 })).late).toBe(true)
    expect((await source.part({ ...request, deadlineMs: 1_001 })).late).toBe(false)
  })

  const refused: readonly (readonly [string, Partial<PartRequest>, string])[] = [
    ['a batch that is not kept', { batchIds: ['did:causeway:entry:zone-a:weather.station-1.61-80'] }, 'INPUT_MISSING'],
    ['an element that is not there', { columns: [] }, 'ELEMENT_UNSUITABLE'],
    ['another zone', { zone: 'zone-b', query: { ...query, zones: ['zone-b'] } }, 'NOT_FOUND'],
    ['a zone that the query does not name', { zone: 'zone-b' }, 'BODY_INVALID'],
    ['a dataset that climbs', { query: { ...query, dataset: '../../etc' } }, 'BODY_INVALID'],
    [
      'SQL instead of a function',
      { query: { ...query, measures: [{ element: 'wind', fn: 'sum(1)' as 'sum' }] } },
      'BODY_INVALID',
    ],
    ['an end before its beginning', { query: { ...query, until: '2009-01-01T00:00:00Z' } }, 'BODY_INVALID'],
    ['a century', { query: { ...query, until: '2110-01-01T00:00:00Z' } }, 'LIMIT_EXCEEDED'],
  ]
  test.each(refused)('with %s are refused with a code', async (_name, change, code) => {
    await expect(source.part({ ...request, ...change })).rejects.toMatchObject({ code })
  })

  test('are denied with a code where the right is missing', async () => {
    world.rights.allows = () => false
    await expect(source.part(request)).rejects.toMatchObject({ code: 'ANALYSIS_DENIED' })
  })
})

describe('the door', () => {
  let door: Awaited<ReturnType<typeof openDoor>>
  beforeAll(async () => {
    door = await openDoor(platform)
  })
  afterAll(() => door.close())

  test('refuses whom it does not know before it reads what they want', async () => {
    const stranger = httpParts({ url: door.url, sign: signWith('guess') })
    await expect(stranger.part(request)).rejects.toMatchObject({ code: 'REQUEST_UNSIGNED' })
    expect(world.rights.asked).toEqual([])
  })

  const bodies: readonly (readonly [string, string, string, number, string])[] = [
    ['no JSON', '{', 'application/json', 400, 'BODY_INVALID'],
    ['another type', 'x', 'text/plain', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['too many bytes', ' '.repeat(requestBytesMax + 1), 'application/json', 413, 'BODY_TOO_LARGE'],
  ]
  test.each(bodies)('answers %s with a problem', async (_name, text, type, status, code) => {
    const body = new TextEncoder().encode(text)
    const headers = { ...(await signWith('secret')('POST', '/parts', body)), 'content-type': type }
    const response = await fetch(`${door.url}/parts`, { method: 'POST', headers, body })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await response.json()).toMatchObject({ code, status, retryable: false })
  })

  test('answers other paths with a problem', async () => {
    expect(await (await fetch(`${door.url}/exports`)).json()).toMatchObject({ code: 'NOT_FOUND' })
  })
})

const strange: readonly (readonly [string, number, string, string])[] = [
  ['no JSON', 200, '<html>', 'PARTS_DIFFER'],
  ['no part', 200, '{"late": false}', 'PARTS_DIFFER'],
  ['a refusal of a later release', 418, '{"code": "TEAPOT"}', 'PARTS_DIFFER'],
  ['a refusal of the common catalogue', 500, '{"code": "INTERNAL", "detail": "x"}', 'INTERNAL'],
]
test.each(strange)('a platform that answers with %s is named with a code', async (_name, status, body, code) => {
  const server = createServer((_request, response) => void response.writeHead(status).end(body)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const source = httpParts({ url, sign: signWith('secret') })
  await expect(source.part(request)).rejects.toMatchObject({ code, facts: { zone: 'zone-a' } })
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await expect(source.part(request)).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' })
})
