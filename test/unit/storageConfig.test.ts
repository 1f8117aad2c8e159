// The configuration of a store process: the example is valid, and all mistakes are told at once.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadStoreConfig } from '../../platform/storage/config.ts'

const example = readFileSync(new URL('../../platform/storage/store.example.toml', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'causeway-store-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

function load(text: string) {
  const path = join(folder, 'store.toml')
  writeFileSync(path, text)
  return loadStoreConfig(path)
}

test('the example is valid, and its paths are beside the file', () => {
  const config = load(example)
  expect(config.store.identity_key_file).toBe(join(folder, 'identity.hex'))
  expect(config.store.folder).toBe(join(folder, 'data'))
  expect(config.http.tls).toEqual({ key_file: join(folder, 'tls.key'), cert_file: join(folder, 'tls.crt') })
  expect(config.p2p.peers).toHaveLength(2)
})

test.each([
  ['did = "did:causeway:', 'did = "did:other:', 'store.did'],
  ['listen = "/ip4', 'listen = "/ip5', 'p2p.listen'],
  ['rpc_addr = "http', 'rpc_addr = "ftp', 'ledger.rpc_addr'],
  ['stores = "', 'stores = "X', 'contracts.stores'],
  ['\ntls = {', '\n# tls = {', 'http.host: a door on 0.0.0.0 needs a TLS key and certificate'],
  ['\nkey_name =', '\nkey_nam =', 'ledger.key_nam: unknown key; did you mean "key_name"?'],
  ['[http]', '[http]\nprt = 1', 'http.prt: unknown key; did you mean "port"?'],
])('the mistake %s -> %s is told with its place %s', (right, wrong, place) => {
  const text = example.replace(right, wrong)
  expect(text).not.toBe(example)
  expect(() => load(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  expect(() => load(text)).toThrow(place)
})

test('several mistakes are told at once, and so are text that is no TOML and a missing file', () => {
  const text = example.replace('did = "did:causeway:', 'did = "did:other:').replace('listen = "/ip4', 'listen = "/ip5')
  expect(() => load(text)).toThrow(/store\.did.*p2p\.listen/s)
  expect(() => load('[store')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  const missing = () => loadStoreConfig(join(folder, 'none.toml'))
  expect(missing).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
})
