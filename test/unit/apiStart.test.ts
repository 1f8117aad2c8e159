// The processes as their operators start them: what they need, what they do without, and how they say what is wrong.
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fromBech32, toBech32 } from '@cosmjs/encoding'
import { ConfigResponse } from 'cosmjs-types/cosmos/base/node/v1beta1/query'
import { startFromConfig } from '../../api/main.ts'
import { root } from '../../localnet/config.ts'
import { nodeFlags } from '../../localnet/programs.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { parseConfig } from '../../relayer/config.ts'
import { checksOf, diagnose } from '../../relayer/doctor.ts'
import { causeway, startCauseway } from '../fakes/command.ts'
import { startGrpcNode } from '../fakes/grpcNode.ts'
import { RedisServer } from '../fakes/redisServer.ts'
import { type Change, nobody, relayToml } from '../fakes/relayToml.ts'

let folder = ''
let node: Server
let nodeUrl = ''

const past = '2020-01-15T08:00:00Z'
let [network, time] = ['zone-q', past]

/** A node as far as its status goes. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-start-'))
  node = createServer((_request, response) => {
    const sync_info = { latest_block_height: '7', latest_block_time: time, catching_up: false }
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { node_info: { network }, sync_info } }))
  })
  await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve))
  const at = node.address()
  nodeUrl = typeof at === 'object' && at !== null ? `http://127.0.0.1:${at.port}` : ''
})
afterAll(() => {
  node.closeAllConnections()
  node.close()
  rmSync(folder, { recursive: true, force: true })
})

function configFile({ chain, ...sections }: Change = {}): string {
  const path = join(folder, `${crypto.randomUUID()}.toml`)
  const quiet = { rest: { port: 0 }, global: { log_level: 'silent' } }
  writeFileSync(
    path,
    relayToml(['hub-1'], { ...quiet, ...sections, chain: { accounts_file: 'accounts.json', ...chain } }),
  )
  return path
}
/** A chain whose node is the one of this test. */
const ours = () => ({ chain: { rpc_addr: nodeUrl } })

type Problem = { code: string; detail: string; hint: string; facts: Record<string, string> }

async function refusal(code: number, ...args: string[]): Promise<Problem> {
  const end = await causeway(...args, '--json')
  const problem = JSON.parse(end.out) as Problem
  expect(end.code).toBe(code)
  // People read the same on the other stream: what failed, where, and what to do.
  expect(end.err).toContain(`${problem.code}: ${problem.detail}\n${problem.hint}\n`)
  expect(problem.hint).not.toBe('')
  return problem
}

test('the API starts while chains and Redis are away, says so, and ends in order when it is asked to', async () => {
  const child = startCauseway('api', '--config', configFile({ global: { log_level: 'info' } }))
  const lines = createInterface({ input: child.stderr })
  let url = ''
  const events: string[] = []
  for await (const line of lines) {
    const { event, ...facts } = JSON.parse(line) as { event: string; url?: string }
    events.push(event)
    if (event !== 'api.started') continue
    url = facts.url ?? ''
    break
  }
  expect(events).toContain('chain.away')
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
  const ready = await fetch(`${url}/readyz`)
  const { checks } = (await ready.json()) as { checks: { name: string; code: string | null }[] }
  expect(ready.status).toBe(503)
  expect(checks).toContainEqual({ name: 'store', ok: true, code: null })
  expect(checks).toContainEqual({ name: 'chain hub-1', ok: false, code: 'CHAIN_UNREACHABLE' })
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
}, 60_000)

test('an RPC endpoint that serves another chain is CHAIN_ID_MISMATCH, and the API does not start', async () => {
  const problem = await refusal(1, 'api', '--config', configFile(ours()))
  expect(problem).toMatchObject({ code: 'CHAIN_ID_MISMATCH', facts: { expected: 'hub-1', served: 'zone-q' } })
  expect(problem.detail).toContain(nodeUrl)
}, 60_000)

test('a port that another process listens on is PORT_IN_USE, and nothing of the API stays behind', async () => {
  const port = Number(new URL(nodeUrl).port)
  const store = join(folder, 'port-in-use.db')
  const start = startFromConfig(configFile({ rest: { port }, store: { url: `sqlite:${store}` } }))
  await expect(start).rejects.toMatchObject({ code: 'PORT_IN_USE', facts: { port: String(port) } })
  // The last connection to a database takes its log along.
  expect(existsSync(store)).toBe(true)
  expect(existsSync(`${store}-wal`)).toBe(false)
})

test('a database that does not listen is STORE_UNAVAILABLE, with the exit code of unhealthy surroundings', async () => {
  const problem = await refusal(3, 'api', '--config', configFile({ store: { url: 'postgres://x@127.0.0.1:1/x' } }))
  expect(problem.code).toBe('STORE_UNAVAILABLE')
}, 60_000)

test('a configuration with mistakes is CONFIG_INVALID for both processes, with file and every mistake', async () => {
  const file = configFile({ telemetrie: 1 })
  const problem = await refusal(1, 'relayer', '--config', file)
  expect(problem).toMatchObject({ code: 'CONFIG_INVALID', facts: { file } })
  expect(problem.facts['mistakes']).toContain('- telemetrie: unknown key; did you mean "telemetry"?')
  await expect(startFromConfig(file)).rejects.toMatchObject({ code: 'CONFIG_INVALID', facts: problem.facts })
}, 60_000)

test('a start without a configuration says which option is missing', async () => {
  expect(await refusal(1, 'api')).toMatchObject({ code: 'CONFIG_INVALID' })
})

test('npm run causeway gives Node.js the flags that tests and benchmarks give it', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { causeway: string } }
  expect(scripts.causeway).toBe(`node ${nodeFlags.join(' ')} causeway.ts`)
})

test('the API needs the hub and the store that a relayer of other chains does without', async () => {
  const file = configFile({ hub: undefined, store: undefined })
  const facts = { file, mistakes: '\n- hub: is missing\n- store: is missing' }
  await expect(startFromConfig(file)).rejects.toMatchObject({ code: 'CONFIG_INVALID', facts })
})

describe('the doctor', () => {
  type Finding = { name: string; ok: boolean; says: string; hint: string }
  const look = async (change: Change): Promise<{ code: number | null; findings: Record<string, Finding> }> => {
    const { code, out } = await causeway('doctor', '--config', configFile(change), '--json')
    const { ok, findings } = JSON.parse(out) as { ok: boolean; findings: Finding[] }
    expect(ok).toBe(code === 0)
    for (const finding of findings) expect(finding.ok).toBe(finding.hint === '')
    return { code, findings: Object.fromEntries(findings.map((finding) => [finding.name, finding])) }
  }

  test('finds everything that is wrong at once, each with what to do, and ends with 3', async () => {
    writeFileSync(join(folder, 'accounts.json'), '{"operator": {"mnemonic": "a b c"}}')
    const { code, findings } = await look(ours())
    expect(code).toBe(3)
    expect(findings['store']).toMatchObject({ ok: true })
    expect(findings['redis']?.says).toMatch(/^REDIS_UNAVAILABLE: /)
    expect(findings['chain hub-1']?.says).toMatch(/^CHAIN_ID_MISMATCH: .*served: zone-q/)
    expect(findings['key operator of hub-1']?.says).toMatch(/^MNEMONIC_INVALID: /)
  }, 60_000)

  test('says of a chain that its latest block is old', async () => {
    network = 'hub-1'
    const config = parseConfig(relayToml(['hub-1'], ours()), {})
    const checks = checksOf(config, openLog('silent')).filter(({ name }) => name === 'chain hub-1')
    const [finding] = await diagnose(checks)
    network = 'zone-q'
    expect(finding).toMatchObject({ ok: false, says: expect.stringMatching(/^CHAIN_UNREACHABLE: .* is \d+ s old/) })
  })

  test('looks at each node of a chain by itself: one that is away shows although another stands in for it', async () => {
    ;[network, time] = ['hub-1', new Date().toISOString()]
    const chain = { backup_nodes: [{ rpc_addr: nodeUrl, grpc_addr: nobody }] }
    const config = parseConfig(relayToml(['hub-1'], { chain }), {})
    const nodes = checksOf(config, openLog('silent')).filter(({ name }) => /^(chain|backup)/.test(name))
    const findings = await diagnose(nodes)
    ;[network, time] = ['zone-q', past]
    expect(findings).toMatchObject([
      { name: 'chain hub-1', ok: false, says: expect.stringMatching(/^CHAIN_UNREACHABLE: /) },
      { name: `backup ${nodeUrl} of hub-1`, ok: true, says: 'height 7' },
    ])
  })

  test('ends with 0 when nothing is wrong', async () => {
    const mnemonic = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about'
    // The address that wallets of the Cosmos Hub show for these words, under the prefix of this chain.
    const account = toBech32('wasm', fromBech32('cosmos19rl4cm2hmr8afy4kldpxz3fka4jguq0auqdal4').data)
    writeFileSync(join(folder, 'accounts.json'), JSON.stringify({ operator: { mnemonic } }))
    const redis = await RedisServer.start()
    const config = ConfigResponse.encode(ConfigResponse.fromPartial({ minimumGasPrice: '0.0stake' })).finish()
    const grpc = await startGrpcNode(
      () => 'hub-1',
      ['/cosmos.base.node.v1beta1.Service/Config'],
      () => config,
    )
    const chain = { ...ours().chain, grpc_addr: grpc.url }
    ;[network, time] = ['hub-1', new Date().toISOString()]
    const { code, findings } = await look({ chain, redis: { url: redis.url } })
    ;[network, time] = ['zone-q', past]
    await redis.stop()
    grpc.stop()
    expect(code).toBe(0)
    expect(findings['chain hub-1']?.says).toBe('height 7')
    expect(findings['gas of hub-1']?.says).toBe('pays 0stake, and the node takes 0.0stake')
    expect(findings['key operator of hub-1']?.says).toBe(`${account}, and gas is free`)
  }, 60_000)
})
