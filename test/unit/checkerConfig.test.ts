// The configuration of a checker process: the example is valid, mistakes are told at once, each stream has one door.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadCheckerConfig } from '../../platform/validation/config.ts'
import { openStreamContents } from '../../platform/validation/streamContents.ts'

const example = readFileSync(new URL('../../platform/validation/checker.example.toml', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'causeway-checker-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

function load(text: string) {
  const path = join(folder, 'checker.toml')
  writeFileSync(path, text)
  return loadCheckerConfig(path)
}

test('the example is valid, and its paths are beside the file', () => {
  const { checker, chain, platforms } = load(example)
  const { key_file, secret_file, folder: data } = checker
  const named = ['party.pem', 'verdicts.hex', 'data', 'accounts.json'].map((name) => join(folder, name))
  expect([key_file, secret_file, data, chain.accounts_file]).toEqual(named)
  expect(platforms.map(({ streams }) => streams)).toEqual([['did:causeway:asset:zone-a:weather'], undefined])
})

const weather = 'streams = ["did:causeway:asset:zone-a:weather"]'
test.each([
  ['party = "did:causeway:party:', 'party = "did:causeway:thing:', 'checker.party: must be a did:causeway:party:…'],
  ['secret_file', 'secret_fil', 'checker.secret_fil: unknown key; did you mean "secret_file"?'],
  ['[[platforms]]', '[[platform]]', 'platform: unknown key; did you mean "platforms"?'],
  [weather, weather.replace('asset', 'thing'), 'platforms[0].streams[0]: must be a did:causeway:asset:…'],
  [`${weather}\n`, '', 'platforms[1].streams: another platform has every other stream already'],
  ['port.example"', `port.example"\n${weather}`, 'platforms[1].streams[0]: another platform has this stream already'],
])('the mistake %s -> %s is told with its place', (right, wrong, told) => {
  const text = right === '[[platforms]]' ? example.replaceAll(right, wrong) : example.replace(right, wrong)
  expect(text).not.toBe(example)
  expect(() => load(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  expect(() => load(text)).toThrow(told)
})

test('several mistakes are told at once', () => {
  const text = example.replace('party = "did:', 'party = "id:').replace('intake = "', 'intak = "')
  expect(() => load(text)).toThrow(/checker\.party.*contracts\.intake: is missing.*did you mean "intake"/s)
})

test('content is asked for at the door of its stream, and at no other', async () => {
  // Nobody listens at any of these; the refusal names the door that was asked.
  const [own, others] = ['http://127.0.0.1:1', 'http://127.0.0.1:2']
  const clock = { nowMs: () => 0, sleep: async () => undefined }
  const asker = { party: 'did:causeway:party:zone-a:checking', sign: () => new Uint8Array(64), clock }
  const doors = [{ contents_url: others }, { contents_url: own, streams: ['did:causeway:asset:zone-a:weather'] }]
  const batch = (stream: string): string => `did:causeway:entry:zone-a:${stream}.station-1.1-4`
  const asked = (stream: string, all = doors): Promise<unknown> =>
    openStreamContents(all, asker)
      .content(batch(stream), 1)
      .catch(({ facts }: { facts: { url: string } }) => facts.url)
  expect(await asked('weather')).toBe(own)
  expect(await asked('quakes')).toBe(others)
  expect(await asked('quakes', doors.slice(1))).toBeUndefined()
})
