// How the processes of a platform start, keep at their work and end.
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stringify } from 'smol-toml'
import { inBackground, keepAt, openNode, openTogether } from '../../platform/process/run.ts'
import type { Log } from '../../relayer/ports.ts'

/** Notes the order in which parts are closed. */
const noting = (closed: string[]) => (name: string) => ({ close: async () => void closed.push(name) })

test('what was opened is closed in the reverse order, at the end or when a part fails to open', async () => {
  const closed: string[] = []
  const part = noting(closed)
  const { url, close } = await openTogether(async (opened) => {
    for (const name of ['journal', 'door']) opened.keep(part(name))
    return { url: 'http://127.0.0.1:1' }
  })
  expect([url, closed]).toEqual(['http://127.0.0.1:1', []])
  await close()
  expect(closed).toEqual(['door', 'journal'])
  const failing = openTogether(async (opened) => {
    opened.keep(part('index'))
    throw new Error('no door')
  })
  await expect(failing).rejects.toThrow('no door')
  expect(closed).toEqual(['door', 'journal', 'index'])
})

test('work in the background has ended when it is closed', async () => {
  const order: string[] = []
  const work = inBackground(async (ending) => {
    await once(ending, 'abort')
    order.push('ended')
  })
  await work.close()
  order.push('closed')
  expect(order).toEqual(['ended', 'closed'])
})

test('work that fails is told of, and keeping at it ends at once', async () => {
  const warned: [string, object][] = []
  const told = Promise.withResolvers<void>()
  const warn = (event: string, facts: object = {}): void => {
    warned.push([event, facts])
    told.resolve()
  }
  const kept = keepAt(() => Promise.reject(new Error('the chain is away')), 'reading_waits', { warn } as Log)
  await told.promise
  await kept.close()
  expect(warned).toEqual([['reading_waits', { error: 'Error: the chain is away' }]])
})

const away = { rpc_addr: 'http://127.0.0.1:1', grpc_addr: 'http://127.0.0.1:1', account_prefix: 'wasm' }
const node = { chain_id: 'zone-a', ...away, accounts_file: 'accounts.json' }

test('a chain is opened as its section says', async () => {
  const chain = openNode(node, { warn: () => undefined } as unknown as Log)
  expect([chain.chainId, chain.prefix]).toEqual(['zone-a', 'wasm'])
  await chain.close()
})

describe('a process', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'causeway-process-'))
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(join(folder, 'key.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const party = 'did:causeway:party:zone-a:city'
  const contract = 'wasm1qyqszqgpqyqszqgpqyqszqgpqyqszqgpyc3cvv'
  const contracts = { identity: contract, assets: contract, intake: contract, rights: contract }
  const analytics = { folder: 'data', zone: 'zone-a', party, key_file: 'key.pem', contents_url: 'http://127.0.0.1:1' }
  const values = {
    audit: {
      audit: { index_file: 'index.db', signer: party, key_file: 'key.pem' },
      http: { port: 0 },
      chains: [{ ...node, contracts: [contract] }],
    },
    analytics: { analytics, http: { port: 0 }, chains: [{ ...node, ...contracts }] },
  }

  function start(name: keyof typeof values, config: string) {
    const main = new URL(`../../platform/${name}/main.ts`, import.meta.url).pathname
    const child = spawn(process.execPath, [main, config], { stdio: ['ignore', 'ignore', 'pipe'] })
    const events: string[] = []
    const lines = createInterface({ input: child.stderr })
    const said = (text: string): Promise<void> =>
      new Promise((resolve, reject) => {
        lines.on('line', (line) => {
          events.push(line)
          if (line.includes(text)) resolve()
        })
        child.once('exit', () => reject(new Error(events.join('\n'))))
      })
    return { child, said, exit: once(child, 'exit') }
  }

  test.each([
    ['audit', 'audit.reading_waits', 'SIGTERM'],
    ['audit', 'audit.reading_waits', 'SIGINT'],
    ['analytics', 'analytics.export_waits', 'SIGTERM'],
    ['analytics', 'analytics.export_waits', 'SIGINT'],
  ] as const)(
    'of %s keeps at its work while chains are away (%s), and ends well by %s',
    async (name, waits, signal) => {
      const config = join(folder, `${name}.toml`)
      writeFileSync(config, stringify(values[name]))
      const { child, said, exit } = start(name, config)
      await said(waits)
      child.kill(signal)
      expect(await exit).toEqual([0, null])
    },
    60_000,
  )

  test('whose configuration has mistakes does not start, and says which', async () => {
    const config = join(folder, 'wrong.toml')
    writeFileSync(config, stringify({ ...values.audit, http: { port: 0, host: '0.0.0.0' } }))
    const { said, exit } = start('audit', config)
    await said('http.host: a door on 0.0.0.0 needs a TLS key and certificate')
    expect(await exit).toEqual([1, null])
  }, 60_000)
})
