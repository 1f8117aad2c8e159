// Commands of the relayer as processes: what is on which stream, and how they end.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { causeway } from '../fakes/command.ts'
import { relayToml } from '../fakes/relayToml.ts'

let folder: string
let config: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-process-'))
  config = join(folder, 'causeway.toml')
  writeFileSync(config, relayToml(['zone-a']))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('what is well ends with 0 and one JSON value, with flags before or behind the command', async () => {
  const value = { ok: true, file: config, chains: ['zone-a'], paths: [] }
  for (const words of [
    ['--config', config, '--json', 'config', 'validate'],
    ['config', 'validate', '--config', config, '--json'],
  ]) {
    const { code, out, err } = await causeway(...words)
    expect([code, JSON.parse(out), err]).toEqual([0, value, ''])
  }
  expect(await causeway('config', 'validate', '--config', config)).toEqual({
    code: 0,
    out: `${config} is valid: 1 chains, 0 paths\n`,
    err: '',
  })
}, 60_000)

test('what cannot be done ends with 1, an error as JSON on stdout and as sentences on stderr', async () => {
  const named = ['--port', 'transfer', '--channel', 'channel-0', '--config', config, '--json']
  const { code, out, err } = await causeway('clear', 'packets', '--chain', 'zone-b', ...named)
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ code: 'CHAIN_UNKNOWN', retryable: false, facts: { nearest: 'zone-a' } })
  expect(err).toMatch(/^CHAIN_UNKNOWN: /)
  const without = await causeway('health-check', '--json')
  expect([without.code, JSON.parse(without.out)]).toMatchObject([1, { code: 'CONFIG_INVALID' }])
}, 60_000)

test('a mistake in the command ends with 2 and says nothing on stdout', async () => {
  const wrong = await causeway('keys', 'add', '--chain', 'zone-a', '--config', config, '--json')
  expect(wrong).toMatchObject({ code: 2, out: '' })
  expect(wrong.err).toContain('one of --key-file and --mnemonic-file is needed')
  expect(await causeway('keys', 'ad')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('Did you mean add?'),
  })
}, 60_000)

test('a node that is away ends with 3: a health check says so, a question fails with it', async () => {
  const check = await causeway('health-check', '--config', config, '--json')
  const findings = [{ name: 'chain zone-a' }, { name: 'grpc of chain zone-a' }]
  expect([check.code, JSON.parse(check.out)]).toMatchObject([3, { ok: false, findings }])
  const asked = await causeway('query', 'channels', '--chain', 'zone-a', '--config', config, '--json')
  expect([asked.code, JSON.parse(asked.out)]).toMatchObject([3, { code: 'CHAIN_UNREACHABLE', retryable: true }])
}, 60_000)
