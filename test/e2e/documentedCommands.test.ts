// Every command line of docs/relayer.md is typed as it stands there, into a shell, on real chains, and ends with 0.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { accountsPath } from '../../localnet/accounts.ts'
import { root } from '../../localnet/config.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { configPath } from '../../localnet/programs.ts'
import { createClient } from '../../relayer/ics02/clients.ts'
import { ensureClientPair } from '../../relayer/ics02/counterparties.ts'
import { readText } from '../sources.ts'
import { deployProbe, openProbeChannel } from './probes.ts'
import { send, type TransferEnd, transferEnds } from './transfers.ts'
import { blocksMs, Opened, openWorld, startMs, worldConfig } from './world.ts'

const execute = promisify(execFile)
/** All but the one that wants a stopped chain: chainUpgrade.test.ts has it. */
const lines = [...readText('docs/relayer.md').matchAll(/^ {4}(causeway (?!upgrade ).+)$/gm)].map(
  ([, line = '']) => line,
)
const untilStopped = (line: string): boolean => /^causeway (start|relayer|listen|misbehaviour) /.test(line)
/** Those that sign: one after the other, since they share keys. */
const signs = (line: string): boolean => /^causeway (create|update|link|clear|tx) /.test(line)

const opened = new Opened()
let stage: OpenStage
let here: TransferEnd
/** What the document can only name by way of example, and what it is called here; the longer name first. */
let names: readonly (readonly [string, string])[]
const folders: string[] = []

beforeAll(async () => {
  stage = await openWorld()
  ;({ here } = transferEnds(stage))
  await stage.relayer.kill()
  names = await nameEnds()
}, startMs)
afterAll(async () => {
  for (const folder of folders) rmSync(folder, { recursive: true })
  await stage.relayer.start()
  await Promise.all([stage.close(), opened.close()])
})

/** What an operator has at hand who types this line: files of the names that it gives, and none that it makes. */
function desk(line: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-typed-'))
  folders.push(folder)
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text, { mode: 0o600 })
  const accounts = JSON.parse(readFileSync(accountsPath(worldConfig), 'utf8')) as Record<string, { mnemonic: string }>
  const words = accounts['load-1']?.mnemonic ?? ''
  write('words.txt', `${words}\n`)
  write('operator.json', JSON.stringify({ name: 'operator', mnemonic: words }))
  if (/keys add .*relay\.causeway-hub/.test(line)) delete accounts['relay.causeway-hub']
  write('accounts.json', JSON.stringify(accounts))
  const own = readFileSync(configPath(worldConfig), 'utf8')
    .replaceAll(accountsPath(worldConfig), 'accounts.json')
    .replace(/url = "sqlite:[^"]*"/, 'url = "sqlite:api.db"')
    .replace(/(url = "redis:[^"]*)"/, '$1/3"')
    .replace('[telemetry]\nenabled = true', '[telemetry]\nenabled = false')
  if (!line.includes('--output causeway.toml')) write('causeway.toml', own)
  write('config.toml', hermes)
  write('config.yaml', rly)
  for (const [name, id] of Object.entries({ cosmoshub: 'cosmoshub-4', osmosis: 'osmosis-1' })) {
    mkdirSync(join(folder, 'chain-registry', name), { recursive: true })
    write(join('chain-registry', name, 'chain.json'), registryChain(id))
  }
  return folder
}

const node = 'http://127.0.0.1:26657'
const hermes = ['one-1', 'two-1']
  .map(
    (id) => `[[chains]]\nid = '${id}'\nrpc_addr = '${node}'\ngrpc_addr = '${node}'\naccount_prefix = 'wasm'
gas_price = { price = 0.1, denom = 'stake' }\n`,
  )
  .join('\n')
const rly = `chains:
  one:
    type: cosmos
    value: { chain-id: one-1, rpc-addr: ${node}, account-prefix: wasm, gas-prices: 0.1stake }
paths: {}
`
const registryChain = (id: string): string =>
  JSON.stringify({
    chain_id: id,
    bech32_prefix: 'wasm',
    fees: { fee_tokens: [{ denom: 'stake', average_gas_price: 0.1 }] },
    apis: { rpc: [{ address: node, provider: 'one' }], grpc: [{ address: node, provider: 'one' }] },
  })

/** The line as a shell reads it, where `causeway` is a program on the path. */
const shellArgs = (line: string, more = ''): string[] => [
  '-c',
  `causeway() { ${more} "${process.execPath}" "${join(root, 'causeway.ts')}" "$@"; }\n${line}`,
]
const environment = { ...process.env, CAUSEWAY_CONFIG: 'causeway.toml' }

async function nameEnds(): Promise<typeof names> {
  const [zoneA, zoneB] = [opened.chain('zone-a'), opened.chain('zone-b')]
  const probes = { a: await deployProbe(zoneA), b: await deployProbe(zoneB) }
  const { a, b } = await openProbeChannel(probes.a, probes.b, 'unordered')
  const pair = await ensureClientPair(zoneA, zoneB)
  const [onA, onB] = [await createClient(zoneA, zoneB), await createClient(zoneB, zoneA)]
  const { height } = await zoneB.queryStatus()
  return [
    // Two that nothing rests on, and a pair whose clients name each other.
    ['--a-client 07-tendermint-3', `--a-client ${onA}`],
    ['07-tendermint-5', onB],
    ['07-tendermint-3', pair.a],
    ['--height 12', `--height ${height}`],
    ['--dst-connection connection-0', `--dst-connection ${a.connectionId}`],
    ['wasm.wasm1a', a.portId],
    ['wasm.wasm1b', b.portId],
    ['channel-3', a.channelId],
    ['channel-4', b.channelId],
  ]
}

/** In one pass: what one name stands for may hold another. */
function named(line: string): string {
  const [known, ...pattern] = [new Map(names), ...names.map(([name]) => name)]
  return line.replace(new RegExp(pattern.join('|'), 'g'), (name) => known.get(name) ?? name)
}

async function type(documented: string): Promise<string> {
  const line = named(documented)
  try {
    const { stdout } = await execute('sh', shellArgs(line), { cwd: desk(line), env: environment })
    return stdout
  } catch (cause) {
    const { code, stdout, stderr } = cause as { code: number; stdout: string; stderr: string }
    throw new Error(`${line}\nended with ${code}:\n${stderr}${stdout}`, { cause })
  }
}

test('the document shows command lines of every kind', () => {
  expect(lines.filter(untilStopped)).toHaveLength(4)
  expect(lines.filter(signs).length).toBeGreaterThan(6)
  expect(lines.length).toBeGreaterThan(40)
})

test(
  'what only looks, or works on files, ends with 0 as it is typed',
  async () => {
    const looking = lines.filter((line) => !untilStopped(line) && !signs(line))
    const takeTurns = async (): Promise<void> => {
      for (let line = looking.shift(); line !== undefined; line = looking.shift()) await type(line)
    }
    await Promise.all([takeTurns(), takeTurns(), takeTurns()])
  },
  5 * blocksMs,
)

test(
  'what makes clients, connections and channels, and clears them, ends with 0 as it is typed',
  async () => {
    for (const line of lines.filter(signs)) await type(line)
  },
  5 * blocksMs,
)

test.each(lines.filter(untilStopped))(
  '%s works until it is stopped, and ends with 0',
  async (line) => {
    const child = spawn('sh', shellArgs(named(line), 'exec'), { cwd: desk(line), env: environment })
    let said = ''
    const hear = (bytes: Buffer): void => {
      said += String(bytes)
    }
    for (const stream of [child.stdout, child.stderr]) stream.on('data', hear)
    await waitFor('it to be at work', blocksMs, async () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said}`)
      // A listener says nothing until something happens.
      if (line.startsWith('causeway listen')) await pay()
      return /relayer\.started|sent|watching/.test(said) ? true : undefined
    })
    child.kill('SIGINT')
    expect((await once(child, 'close'))[0]).toBe(0)
  },
  2 * blocksMs,
)

async function pay(): Promise<void> {
  const timeoutNs = (await here.chain.queryStatus()).timeNs + 600_000_000_000n
  const transfer = { from: here, sender: 'alice', receiver: stage.users.bob.address, denom: 'ustake' }
  await send({ ...transfer, amounts: [1n], timeoutNs })
}
