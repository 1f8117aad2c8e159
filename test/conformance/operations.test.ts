// Rules and queries of operations through the program that will load them: Prometheus's own promtool.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { metricCatalogue } from '../../core/metricCatalogue.ts'
import { renderBoard } from '../../docs/operations/board.ts'
import { openRelayMetrics } from '../../relayer/telemetry.ts'
import { readText, root } from '../sources.ts'

type Tell = (name: string, labels: Readonly<Record<string, string>>, value: number) => void

const folder = mkdtempSync(join(tmpdir(), 'causeway-operations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function promtool(args: readonly string[], input = ''): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: join(root, 'docs/operations'), input })
  return { status, said: `${stdout}${stderr}` }
}

test('promtool loads the rules', () => {
  const { status, said } = promtool(['check', 'rules', 'relayer-rules.yml'])
  const { length } = readText('docs/operations/relayer-rules.yml').match(/^ {6}- alert: /gm) ?? []
  expect(length).toBeGreaterThan(0)
  expect([status, said]).toEqual([0, expect.stringContaining(`SUCCESS: ${length} rules found`)])
})

test('every alert fires when it must, and not when it need not', () => {
  expect(promtool(['test', 'rules', 'relayer-rules.test.yml'])).toMatchObject({ status: 0 })
})

test('promtool parses every query of the board', () => {
  const { panels } = JSON.parse(renderBoard()) as {
    readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[]
  }
  const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr.replaceAll(/\$__\w+/g, '5m')))
  const rules = queries.map((expr, index) => ({ record: `query_${index}`, expr }))
  const file = join(folder, 'board.yml')
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'board', rules }] }))
  const { status, said } = promtool(['check', 'rules', file])
  expect([status, said]).toEqual([0, expect.stringContaining(`${queries.length} rules found`)])
})

test('Prometheus reads the exposition; all its linter would have is seconds for milliseconds', async () => {
  const metrics = openRelayMetrics()
  for (const { name, type, labels } of metricCatalogue) {
    const values = Object.fromEntries(labels.map((label) => [label, 'of "some" kind']))
    const tell = { counter: metrics.add, gauge: metrics.set, histogram: metrics.observe }[type] as Tell
    tell(name, values, 1)
  }
  const { said } = promtool(['check', 'metrics'], await metrics.text())
  const lines = said.split('\n').filter((line) => line !== '')
  const abbreviated = (name: string): string => `${name} metric names should not contain abbreviated units`
  expect(lines).toEqual([abbreviated('causeway_relay_latency_ms'), abbreviated('causeway_stage_latency_ms')])
})
