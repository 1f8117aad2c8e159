// The relayer as a process starts it: what is wrong with keys, nodes or ports ends the start, and leaves nothing open.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../localnet/freePort.ts'
import { startRelayer } from '../../relayer/main.ts'
import { nobody, relayToml } from '../fakes/relayToml.ts'

const words = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about'
const folder = mkdtempSync(join(tmpdir(), 'causeway-relayer-start-'))
let node: Server
let nodeUrl = ''

function statusOf(network: string): string {
  const sync_info = { latest_block_height: '7', latest_block_time: '2020-01-15T08:00:00Z', catching_up: false }
  return JSON.stringify({ jsonrpc: '2.0', id: 1, result: { node_info: { network }, sync_info } })
}

/** A node of another chain, as far as its status goes; its port is taken as well. */
beforeAll(async () => {
  node = createServer((_request, response) => void response.end(statusOf('other')))
  await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve))
  nodeUrl = `http://127.0.0.1:${(node.address() as AddressInfo).port}`
})
afterAll(() => {
  node.closeAllConnections()
  node.close()
  rmSync(folder, { recursive: true, force: true })
})

type Settings = { readonly rpc?: string; readonly keys?: object; readonly telemetryPort?: number }

function configFile({ rpc = nobody, keys = { operator: { mnemonic: words } }, telemetryPort }: Settings): string {
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify(keys))
  const telemetry = telemetryPort === undefined ? {} : { enabled: true, port: telemetryPort }
  const chain = { rpc_addr: rpc, accounts_file: 'accounts.json' }
  const path = join(folder, 'causeway.toml')
  writeFileSync(path, relayToml(['hub-1'], { global: { log_level: 'silent' }, telemetry, chain }))
  return path
}

test('a mnemonic with a wrong word ends the start, and the message does not repeat the words', async () => {
  const wrong = words.replace('about', 'above')
  const failure = await startRelayer(configFile({ keys: { operator: { mnemonic: wrong } } })).catch((error) => error)
  expect(failure).toMatchObject({ code: 'MNEMONIC_INVALID', facts: { key: 'operator' } })
  expect(`${failure.message} ${JSON.stringify(failure.facts)} ${failure.hint}`).not.toContain('abandon')
})

test('a key that the configuration needs and the file lacks ends the start', async () => {
  await expect(startRelayer(configFile({ keys: {} }))).rejects.toMatchObject({
    code: 'KEY_MISSING',
    facts: { key: 'operator' },
  })
})

test('a node that serves another chain ends the start', async () => {
  await expect(startRelayer(configFile({ rpc: nodeUrl }))).rejects.toMatchObject({
    code: 'CHAIN_ID_MISMATCH',
    facts: { expected: 'hub-1', served: 'other' },
  })
})

test("a taken port of telemetry ends the start and says which; the port's owner is left alone", async () => {
  const port = Number(new URL(nodeUrl).port)
  await expect(startRelayer(configFile({ telemetryPort: port }))).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    facts: { port: String(port) },
  })
  expect((await fetch(nodeUrl)).ok).toBe(true)
})

test('the relayer starts while its chains and Redis are away, and ends in order', async () => {
  const relayer = await startRelayer(configFile({}))
  await relayer.close()
})

test('a relayer of chains without a hub starts, and needs no key but those of its lanes', async () => {
  const path = join(folder, 'plain.toml')
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify({ 'relay.two-1': { mnemonic: words } }))
  const chain = { accounts_file: 'accounts.json' }
  const paths = [{ a: 'one-1', b: 'two-1' }]
  const plain = relayToml(['one-1', 'two-1'], { global: { log_level: 'silent' }, hub: undefined, chain, paths })
  writeFileSync(path, plain)
  await expect(startRelayer(path)).rejects.toMatchObject({ code: 'KEY_MISSING', facts: { key: 'relay.one-1' } })
  const keys = { 'relay.one-1': { mnemonic: words }, 'relay.two-1': { mnemonic: words } }
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify(keys))
  const relayer = await startRelayer(path)
  await relayer.close()
})

test('a node that keeps everybody waiting holds up nothing but itself: the relayer is at work before it answers', async () => {
  const waiting: ServerResponse[] = []
  const slow = createServer((_request, response) => void waiting.push(response))
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  const telemetryPort = await freePort()
  const rpc = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`
  const starting = startRelayer(configFile({ rpc, telemetryPort }))
  try {
    const end = performance.now() + 5_000
    const isAtWork = async (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${telemetryPort}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      )
    while (!(await isAtWork())) expect(performance.now()).toBeLessThan(end)
    expect(waiting.length).toBeGreaterThan(0)
  } finally {
    for (const response of waiting) response.end(statusOf('hub-1'))
    await (await starting).close()
    slow.closeAllConnections()
    slow.close()
  }
}, 20_000)
