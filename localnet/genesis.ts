// Makes one chain: its validator's keys, its genesis with funded accounts, its node's settings.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Accounts } from './accounts.ts'
import type { ChainSite, LocalnetConfig } from './config.ts'
import type { Wasmd } from './wasmd.ts'

const stake = '1000000000000'
const funds = [
  { denom: 'ucity', amount: '1000000000000000' },
  { denom: 'ustake', amount: '1000000000000000' },
]

type Genesis = {
  app_state: {
    auth: { accounts: object[] }
    bank: { balances: object[]; supply: object[] }
    mint: { params: Record<string, string> }
    wasm: { params: Record<string, unknown> }
  }
}

export function chainHome(config: LocalnetConfig, chainId: string): string {
  return join(config.home, chainId)
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

function fund(path: string, accounts: Accounts): void {
  const genesis = JSON.parse(readFileSync(path, 'utf8')) as Genesis
  const { auth, bank, mint, wasm } = genesis.app_state
  for (const { address } of Object.values(accounts)) {
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
  // Code comes from one account only: what runs here is what was released.
  wasm.params['code_upload_access'] = { permission: 'AnyOfAddresses', addresses: [accounts['admin']?.address] }
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
function nodeSettings(site: ChainSite, blockTimeMs: number): Setting[] {
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
    ['mempool', 'max_tx_bytes', '4000000'],
    ['consensus', 'timeout_commit', `"${blockTimeMs}ms"`],
    ['consensus', 'timeout_propose', '"1s"'],
  ]
}

function appSettings(site: ChainSite): Setting[] {
  return [
    ['', 'minimum-gas-prices', '"0ustake"'],
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

/** Idempotent: a chain that exists is left as it is, one that was left half made is made anew. */
export async function makeChain(
  config: LocalnetConfig,
  wasmd: Wasmd,
  site: ChainSite,
  accounts: Accounts,
): Promise<void> {
  const home = chainHome(config, site.id)
  if (existsSync(join(home, 'ready'))) return
  rmSync(home, { recursive: true, force: true })
  const run = runner(wasmd, home)
  await run(['init', site.id, '--chain-id', site.id, '--default-denom', 'ustake'])
  fund(join(home, 'config', 'genesis.json'), accounts)
  const keyring = ['--keyring-backend', 'test']
  await run(['keys', 'add', 'validator', '--recover', ...keyring], `${accounts['validator']?.mnemonic ?? ''}\n`)
  await run(['genesis', 'gentx', 'validator', `${stake}ustake`, '--chain-id', site.id, ...keyring])
  await run(['genesis', 'collect-gentxs'])
  writeFileSync(join(home, 'ready'), '')
}

/** Before every start: ports and block time are those of now, not of when the chain was made. */
export function configureNode(config: LocalnetConfig, site: ChainSite): void {
  const folder = join(chainHome(config, site.id), 'config')
  apply(join(folder, 'config.toml'), nodeSettings(site, config.blockTimeMs))
  apply(join(folder, 'app.toml'), appSettings(site))
}
