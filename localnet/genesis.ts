// Makes one chain: its validator's keys, its genesis with funded accounts, its node's settings.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Accounts, addressOn } from './accounts.ts'
import { type ChainKind, type ChainSite, chainOfNode, type LocalnetConfig, type NodeSite, nodesOf } from './config.ts'
import type { Wasmd } from './wasmd.ts'

const stake = '1000000000000'
const amount = '1000000000000000'
/** What services are paid in, beside the chain's own unit; the bank wants them in order. */
const fundsOf = ({ denom }: ChainKind): { denom: string; amount: string }[] =>
  ['ucity', denom].map((one) => ({ denom: one, amount }))

type Genesis = {
  app_state: {
    auth: { accounts: object[] }
    bank: { balances: object[]; supply: object[] }
    mint: { params: Record<string, string> }
    slashing: { params: Record<string, string> }
    wasm: { params: Record<string, unknown> }
  }
}

/** Folder of a node; the first one of a chain has the chain's name. */
export function chainHome(config: LocalnetConfig, id: string): string {
  return join(config.home, id)
}

type Run = (args: readonly string[], input?: string) => Promise<void>

function runner(wasmd: Wasmd, home: string): Run {
  return (args, input = '') =>
    new Promise((done, fail) => {
      const child = spawn(wasmd.program, [...args, '--home', home], { env: { ...process.env, ...wasmd.env } })
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString()
      })
      child.on('error', fail)
      child.on('close', (code) => {
        if (code === 0) done()
        else fail(new Error(`wasmd ${args.slice(0, 2).join(' ')} failed: ${said.slice(-2_000)}`))
      })
      child.stdin.end(input)
    })
}

function fund(path: string, kind: ChainKind, accounts: Accounts): void {
  const genesis = JSON.parse(readFileSync(path, 'utf8')) as Genesis
  const { auth, bank, mint, slashing, wasm } = genesis.app_state
  const funds = fundsOf(kind)
  const addressOf = (name: string): string => addressOn(kind.prefix, accounts[name]?.address ?? '')
  for (const address of Object.keys(accounts).map(addressOf)) {
    auth.accounts.push({
      '@type': '/cosmos.auth.v1beta1.BaseAccount',
      address,
      pub_key: null,
      account_number: '0',
      sequence: '0',
    })
    bank.balances.push({ address, coins: funds })
  }
  const total = (amount: string): string => (BigInt(amount) * BigInt(Object.keys(accounts).length)).toString()
  bank.supply = funds.map(({ denom, amount }) => ({ denom, amount: total(amount) }))
  // No inflation: the sum of units is then exactly what the story put there.
  Object.assign(mint.params, { inflation_max: '0.0', inflation_min: '0.0', inflation_rate_change: '0.0' })
  // A validator may be stopped for a while, also on a slow machine, and is not jailed for it.
  slashing.params['signed_blocks_window'] = '100000'
  // Code comes from one account only: what runs here is what was released.
  wasm.params['code_upload_access'] = { permission: 'AnyOfAddresses', addresses: [addressOf('admin')] }
  writeFileSync(path, JSON.stringify(genesis))
}

/** Replaces `key = …` inside `[section]` (or before the first one); throws when the key is not there. */
export function setToml(text: string, section: string, key: string, value: string): string {
  const start = section === '' ? 0 : text.indexOf(`\n[${section}]`) + 1
  const end = text.indexOf('\n[', start + 1)
  const part = text.slice(start, end < 0 ? undefined : end)
  const line = new RegExp(`^${key} *=.*$`, 'm')
  if ((section !== '' && start === 0) || !line.test(part))
    throw new Error(`no ${section}.${key} in the node's settings`)
  return text.slice(0, start) + part.replace(line, `${key} = ${value}`) + (end < 0 ? '' : text.slice(end))
}

type Setting = readonly [section: string, key: string, value: string]

/** Settings for one machine that runs many nodes: small timeouts, wide request limits, nothing that is not used. */
function nodeSettings(site: NodeSite, peers: string, blockTimeMs: number): Setting[] {
  return [
    ['', 'log_level', '"error"'],
    ['rpc', 'laddr', `"tcp://127.0.0.1:${site.rpc}"`],
    ['rpc', 'pprof_laddr', '""'],
    ['rpc', 'max_request_batch_size', '100'],
    ['rpc', 'max_body_bytes', '8000000'],
    ['rpc', 'experimental_subscription_buffer_size', '2000'],
    ['rpc', 'experimental_websocket_write_buffer_size', '2000'],
    ['rpc', 'experimental_close_on_slow_client', 'true'],
    ['p2p', 'laddr', `"tcp://127.0.0.1:${site.p2p}"`],
    ['p2p', 'pex', 'false'],
    ['p2p', 'persistent_peers', `"${peers}"`],
    ['p2p', 'addr_book_strict', 'false'],
    ['p2p', 'allow_duplicate_ip', 'true'],
    ['mempool', 'max_tx_bytes', '4000000'],
    ['consensus', 'timeout_commit', `"${blockTimeMs}ms"`],
    ['consensus', 'timeout_propose', '"1s"'],
  ]
}

function appSettings(site: NodeSite, { gasPrice, denom }: ChainKind): Setting[] {
  return [
    ['', 'minimum-gas-prices', `"${gasPrice}${denom}"`],
    ['', 'pruning', '"custom"'],
    ['', 'pruning-keep-recent', '"2000"'],
    ['', 'pruning-interval', '"100"'],
    ['grpc', 'address', `"127.0.0.1:${site.grpc}"`],
    ['grpc-web', 'enable', 'false'],
    ['wasm', 'memory_cache_size', '200'],
  ]
}

function apply(path: string, settings: readonly Setting[]): void {
  const text = settings.reduce(
    (before, [section, key, value]) => setToml(before, section, key, value),
    readFileSync(path, 'utf8'),
  )
  writeFileSync(path, text)
}

const chainFile = (home: string): string => join(home, 'config', 'genesis.json')
const gentxFolder = (home: string): string => join(home, 'config', 'gentx')

/** Idempotent: a chain that exists is left as it is, one that was left half made is made anew. */
export async function makeChain(
  config: LocalnetConfig,
  wasmd: Wasmd,
  site: ChainSite,
  accounts: Accounts,
): Promise<void> {
  const home = chainHome(config, site.id)
  if (existsSync(join(home, 'ready'))) return
  const homes = nodesOf(site).map(({ id }) => chainHome(config, id))
  for (const one of homes) rmSync(one, { recursive: true, force: true })
  for (const one of homes)
    await runner(wasmd, one)(['init', site.id, '--chain-id', site.id, '--default-denom', site.kind.denom])
  fund(chainFile(home), site.kind, accounts)
  for (const node of nodesOf(site)) await addValidator(config, wasmd, site, node, accounts)
  await runner(wasmd, home)(['genesis', 'collect-gentxs'])
  for (const one of homes.slice(1)) copyFileSync(chainFile(home), chainFile(one))
  writeFileSync(join(home, 'ready'), '')
}

/** The node's own key for blocks, an account's stake behind it, and its entry among the first node's. */
async function addValidator(
  config: LocalnetConfig,
  wasmd: Wasmd,
  site: ChainSite,
  node: NodeSite,
  accounts: Accounts,
): Promise<void> {
  const [first, home] = [chainHome(config, site.id), chainHome(config, node.id)]
  const run = runner(wasmd, home)
  const keyring = ['--keyring-backend', 'test']
  const name = node.id === site.id ? 'validator' : `validator.${node.id}`
  if (home !== first) copyFileSync(chainFile(first), chainFile(home))
  await run(['keys', 'add', 'validator', '--recover', ...keyring], `${accounts[name]?.mnemonic ?? ''}\n`)
  await run(['genesis', 'gentx', 'validator', `${stake}${site.kind.denom}`, '--chain-id', site.id, ...keyring])
  if (home === first) return
  for (const file of readdirSync(gentxFolder(home)))
    copyFileSync(join(gentxFolder(home), file), join(gentxFolder(first), file))
}

/** "<node id>@127.0.0.1:<port>" of the chain's other nodes; a node's id is the hash of its key. */
function peersOf(config: LocalnetConfig, node: NodeSite): string {
  const others = nodesOf(chainOfNode(config, node)).filter(({ id }) => id !== node.id)
  return others.map(({ id, p2p }) => `${nodeId(chainHome(config, id))}@127.0.0.1:${p2p}`).join()
}

function nodeId(home: string): string {
  const file = JSON.parse(readFileSync(join(home, 'config', 'node_key.json'), 'utf8')) as {
    priv_key: { value: string }
  }
  // An ed25519 key in this file is the secret half and then the public one.
  const publicKey = Buffer.from(file.priv_key.value, 'base64').subarray(32)
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 40)
}

/** Before every start: ports, peers and block time are those of now, not of when the chain was made. */
export function configureNode(config: LocalnetConfig, site: NodeSite): void {
  const folder = join(chainHome(config, site.id), 'config')
  apply(join(folder, 'config.toml'), nodeSettings(site, peersOf(config, site), config.blockTimeMs))
  apply(join(folder, 'app.toml'), appSettings(site, chainOfNode(config, site).kind))
}
