// What the configurations of all processes of a platform have in common, asked of each.
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse, stringify } from 'smol-toml'
import { loadAccessConfig } from '../../platform/access/config.ts'
import { loadAnalyticsConfig } from '../../platform/analytics/config.ts'
import { loadAuditConfig } from '../../platform/audit/config.ts'
import { loadCollectionConfig } from '../../platform/collection/config.ts'
import { loadIdentityConfig } from '../../platform/identity/config.ts'
import { doorOptions, readJson, readPrivateKey, readSecret } from '../../platform/process/config.ts'
import { loadStoreConfig } from '../../platform/storage/config.ts'
import { mistakesOf } from '../fakes/mistakes.ts'

const folder = mkdtempSync(join(tmpdir(), 'causeway-config-'))
afterAll(() => rmSync(folder, { recursive: true }))
const keep = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const example = (name: string): Section =>
  parse(readFileSync(new URL(`../../platform/${name}.example.toml`, import.meta.url), 'utf8')) as Section
const contract = 'wasm1qyqszqgpqyqszqgpqyqszqgpqyqszqgpyc3cvv'
const node = {
  chain_id: 'zone-a',
  rpc_addr: 'http://node.internal:26657',
  grpc_addr: 'http://node.internal:9090',
  account_prefix: 'wasm',
}
const open = { ...node, accounts_file: 'accounts.json' }
const contracts = { identity: contract, assets: contract, intake: contract }
const asking = { party: 'did:causeway:party:zone-a:city', contents_url: 'http://door.internal:4180' }

type Section = Record<string, unknown>
type Case = {
  readonly name: string
  readonly load: (path: string) => object
  readonly values: Section
  /** The section that says where the door listens. */
  readonly door: string
  /** A file that the configuration names, by the way to it. */
  readonly file: readonly [section: string, key: string]
}
const cases: readonly Case[] = [
  {
    name: 'access',
    load: loadAccessConfig,
    values: example('access/access'),
    door: 'http',
    file: ['access', 'key_file'],
  },
  {
    name: 'analytics',
    load: loadAnalyticsConfig,
    values: {
      analytics: { folder: 'data', zone: 'zone-a', key_file: 'key.pem', ...asking },
      http: { port: 0 },
      chains: [{ ...open, ...contracts, rights: contract }],
    },
    door: 'http',
    file: ['analytics', 'key_file'],
  },
  {
    name: 'audit',
    load: loadAuditConfig,
    values: {
      audit: { index_file: 'index.db', signer: asking.party, key_file: 'key.pem' },
      http: { port: 0 },
      chains: [{ ...open, contracts: [contract] }],
    },
    door: 'http',
    file: ['audit', 'key_file'],
  },
  {
    name: 'collection',
    load: loadCollectionConfig,
    values: example('collection/collection'),
    door: 'http',
    file: ['chain', 'accounts_file'],
  },
  {
    name: 'identity',
    load: loadIdentityConfig,
    values: {
      folder: 'data',
      accounts_file: 'accounts.json',
      key_name: 'carrier',
      api_url: 'http://api.internal:3000',
      door: { chain_id: 'zone-a', domain: 'hub.example', port: 0 },
      zones: [{ ...node, identity: contract }],
    },
    door: 'door',
    file: ['', 'accounts_file'],
  },
  {
    name: 'storage',
    load: loadStoreConfig,
    values: example('storage/store'),
    door: 'http',
    file: ['store', 'identity_key_file'],
  },
]

/** With one section changed. */
const changed = (values: Section, section: string, change: object): Section => ({
  ...values,
  [section]: { ...(values[section] as object), ...change },
})
const write = (values: Section): string => keep('process.toml', stringify(values))

/** Of the file at `path`, as it is told too. */
function mistakesIn(path: string, load: (path: string) => unknown): readonly string[] {
  const { file, mistakes } = mistakesOf(() => load(path))
  expect(file).toBe(path)
  return mistakes
}

test.each(cases)('files that a configuration of $name names are found from its own folder', ({ load, ...one }) => {
  const tls = { key_file: 'tls.key', cert_file: 'tls.crt' }
  const values = changed(one.values, one.door, { host: '0.0.0.0', tls })
  const config = load(write(values)) as Record<string, Section>
  const [section, key] = one.file
  const named = ((section === '' ? values : values[section]) as Record<string, string>)[key] ?? ''
  expect(section === '' ? config[key] : config[section]?.[key]).toBe(join(folder, named))
  expect(config[one.door]?.['tls']).toEqual({ key_file: join(folder, 'tls.key'), cert_file: join(folder, 'tls.crt') })
})

test.each(cases)('a door of $name off this machine needs a certificate before anything is opened (Y-6.1-5)', (one) => {
  const { [one.door]: door, ...others } = one.values
  const { tls: _, ...plain } = door as Section
  const path = write({ ...others, [one.door]: { ...plain, host: '0.0.0.0' } })
  expect(mistakesIn(path, one.load)).toEqual([`${one.door}.host: a door on 0.0.0.0 needs a TLS key and certificate`])
})

test.each(cases)('mistakes in a configuration of $name are told at once, by their places', ({ load, values, door }) => {
  const wrong = changed({ ...values, log_level: 'loud' }, door, { port: 70_000, hots: '127.0.0.1' })
  expect(mistakesIn(write(wrong), load)).toEqual([
    expect.stringMatching(/^log_level: Invalid option/),
    `${door}.port: Too big: expected number to be <=65535`,
    `${door}.hots: unknown key; did you mean "host"?`,
  ])
})

test.each(cases)('a configuration of $name that is no TOML, or not there, says so', ({ load }) => {
  expect(mistakesIn(keep('wrong.toml', 'a = 1\n[store'), load)).toEqual([
    expect.stringMatching(/^line 2, column \d+: /),
  ])
  expect(mistakesIn(join(folder, 'none.toml'), load)).toEqual(['the file cannot be read'])
})

test('the zone of an analytics process is one of its chains, the chain of a door of identity one of its zones', () => {
  const valuesOf = (name: string): Section => cases.find((one) => one.name === name)?.values ?? {}
  const zone = changed(valuesOf('analytics'), 'analytics', { zone: 'zone-b' })
  expect(mistakesIn(write(zone), loadAnalyticsConfig)).toEqual(['analytics.zone: must be one of the chains'])
  const home = changed(valuesOf('identity'), 'door', { chain_id: 'zone-b' })
  expect(mistakesIn(write(home), loadIdentityConfig)).toEqual(['door.chain_id: must be one of the zones'])
})

test('a door takes the texts of its key and certificate', () => {
  const [key, cert] = [keep('tls.key', 'a key'), keep('tls.crt', 'a certificate')]
  const tls = { key_file: key, cert_file: cert }
  expect(doorOptions({ host: '::1', port: 1, tls })).toEqual({
    host: '::1',
    port: 1,
    tls: { key: 'a key', cert: 'a certificate' },
  })
  expect(doorOptions({ host: '::1', port: 1 })).toEqual({ host: '::1', port: 1 })
})

test('secrets are read in their forms, and what is none is told without a word of it', () => {
  expect(readSecret(keep('secret.hex', `${'0a'.repeat(32)}\n`))).toEqual(new Uint8Array(32).fill(10))
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  expect(readPrivateKey(keep('key.pem', pem)).asymmetricKeyType).toBe('ed25519')
  expect(readJson(keep('key.json', '{"kty":"OKP"}'))).toEqual({ kty: 'OKP' })
  for (const read of [readSecret, readPrivateKey, readJson]) {
    const path = keep('wrong', '0abcdefsecret')
    expect(mistakesIn(path, read)).toHaveLength(1)
    expect(() => read(path)).toThrow(expect.not.objectContaining({ cause: expect.anything() }))
    expect(() => read(path)).not.toThrow('secret')
    expect(mistakesIn(join(folder, 'none'), read)).toEqual(['the file cannot be read'])
  }
})
