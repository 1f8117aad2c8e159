// A checker that ends at any moment: what it was drawn for is found again, and what it committed to is what it shows.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { batchId } from '../../core/batch.ts'
import { CausewayError } from '../../core/errors.ts'
import { type Agent, runAgent } from '../../platform/validation/agents.ts'
import { openChecker } from '../../platform/validation/checker.ts'
import { openFindings } from '../../platform/validation/findings.ts'
import type { Attempt, BatchLedger, Contents, HiddenVerdict, Origin } from '../../platform/validation/ports.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { attemptOf, modelUpTo } from '../fakes/attempts.ts'
import { makeDevice, rowsFrom, signRows, weatherElements } from '../fakes/devices.ts'
import { event, FakeChain } from '../fakes/fakeChain.ts'

const folder = mkdtempSync(join(tmpdir(), 'causeway-checker-'))
afterAll(() => rmSync(folder, { recursive: true }))
const log = openLog('silent')
const party = 'did:causeway:party:zone-a:checking'
const device = makeDevice('ed25519')
const batch = signRows(device, rowsFrom(1n, 4))
const drawn = (hasCommitted: boolean, change: Partial<Attempt> = {}): Attempt =>
  attemptOf(batch, {
    stage: { kind: 'drawn', commitUntil: 20n, revealUntil: 40n },
    peers: [{ party, hasCommitted, hasRevealed: false }],
    ...change,
  })

/** The chain's word on the batch: an origin that may become another one, and what the checker has told it. */
function openLedger() {
  const told: { hash?: Uint8Array; shown?: HiddenVerdict } = {}
  const state = { maximum: 20 }
  const refuse = (): never => {
    throw new Error('not asked for')
  }
  const origin = async (): Promise<Origin> => ({
    model: modelUpTo(state.maximum),
    elements: weatherElements,
    isOpen: true,
    key: device.key,
    predecessor: undefined,
  })
  const commitment = (_: Attempt, verdict: HiddenVerdict): Uint8Array => {
    const said = [verdict.party, verdict.pass, verdict.digest.join(), verdict.salt.join()].join('\n')
    return new Uint8Array(createHash('sha256').update(said).digest())
  }
  const ledger: BatchLedger = {
    attempt: async () => drawn(told.hash !== undefined),
    origin,
    commitment,
    commit: async (_, hash) => {
      told.hash = hash
    },
    reveal: async (_, verdict) => {
      told.shown = verdict
    },
    report: refuse,
    draw: refuse,
    settle: refuse,
  }
  return { ledger, told, state }
}

const contents: Contents = { content: async () => ({ attempt: 1, content: batch.content }) }
const away: Contents = {
  content: async () => {
    throw new CausewayError('CONTENT_MISSING')
  },
}
const secret = new Uint8Array(32).fill(9)

test('a checker that was killed after it had hidden its verdict shows that one, although content is away and the origin another (Y-9.4b)', async () => {
  const path = join(folder, 'killed.db')
  const { ledger, told, state } = openLedger()
  const first = openFindings(path)
  await openChecker({ party, secret }, { ledger, contents, findings: first, log }).work(batchId(batch), 11n)
  expect(told.hash).toHaveLength(32)
  // Killed: nothing is closed. What every entry failed for holds no more.
  state.maximum = 60
  const again = openFindings(path)
  await openChecker({ party, secret }, { ledger, contents: away, findings: again, log }).work(batchId(batch), 12n)
  const { shown } = told
  expect(shown?.pass).toBe(false)
  expect(shown && ledger.commitment(drawn(true), shown)).toEqual(told.hash)
  await Promise.all([first.close(), again.close()])
})

test('a finding is of one attempt and one round, and the first stays', async () => {
  const findings = openFindings(':memory:')
  const [passed, failed] = [true, false].map((pass) => ({ pass, digest: new Uint8Array(32).fill(pass ? 1 : 2) }))
  if (passed === undefined || failed === undefined) throw new Error('two findings are needed')
  findings.keep(drawn(false), passed)
  findings.keep(drawn(false), failed)
  findings.keep(drawn(false, { rounds: 2 }), failed)
  expect(findings.find(drawn(true))).toEqual(passed)
  expect(findings.find(drawn(true, { rounds: 2 }))).toEqual(failed)
  expect(findings.find(drawn(true, { attempt: 2 }))).toBeUndefined()
  await findings.close()
})

/** A node that does not say at first where the chain is. */
class LateChain extends FakeChain {
  refusals = 1
  override async queryStatus() {
    if (this.refusals-- > 0) throw new CausewayError('CHAIN_UNREACHABLE', { chainId: this.chainId })
    return super.queryStatus()
  }
}

/** Lets everything else have its turn, again and again; what never comes is told by the test. */
async function turnsUntil(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !isSo(); turn += 1) await new Promise(setImmediate)
}

test('what was drawn before the start is found although the node was away then, and nothing older than asked for', async () => {
  const chain = new LateChain({ chainId: 'zone-a' })
  const draw = (name: string): void => {
    chain.makeBlock([{ events: [event('wasm-intake_drawn', { _contract_address: 'intake', batch: name })] }])
  }
  for (const name of ['long over', 'drawn before']) draw(name)
  const worked = new Set<string>()
  const ending = new AbortController()
  const agent: Agent = {
    wakes: 'intake_drawn',
    work: async (name) => {
      worked.add(name)
      return 'end'
    },
  }
  const running = runAgent(agent, { chain, intake: 'intake', backBlocks: 3n, log }, ending.signal)
  // In the block of the start the node is away; it is asked again with the next one.
  draw('drawn now')
  await turnsUntil(() => worked.has('drawn now'))
  expect(worked.has('drawn before')).toBe(false)
  chain.makeBlock([])
  await turnsUntil(() => worked.size === 2)
  ending.abort()
  await running
  expect([...worked]).toEqual(['drawn now', 'drawn before'])
})
