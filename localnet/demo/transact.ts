// Submits one transaction of the story and follows it on the chains until every zone has settled.
import { findOutcome, queryHubRecord, queryLeg } from './chainFacts.ts'
import type { Stage, StoryTransaction, ZoneOutcome } from './story.ts'

const pollMs = 50

/** Polls `condition` until it gives a value; throws after `timeoutMs`, saying what was awaited. */
export async function waitFor<T>(what: string, timeoutMs: number, condition: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + timeoutMs
  for (;;) {
    const value = await condition()
    if (value !== undefined) return value
    if (performance.now() > end) throw new Error(`gave up after ${timeoutMs} ms waiting for ${what}`)
    await new Promise((resume) => setTimeout(resume, pollMs))
  }
}

/** What the chains say of a transaction once the hub has decided and no named zone is still voted. */
async function settled(
  stage: Stage,
  id: string,
  chainIds: readonly string[],
): Promise<Map<string, string> | undefined> {
  const record = await queryHubRecord(stage, id)
  if (record === null || record.state === 'open') return undefined
  const states = new Map<string, string>([[stage.hub.chain.chainId, record.state]])
  for (const chainId of chainIds) {
    const leg = await queryLeg(stage, chainId, id)
    if (leg === null ? record.state === 'commit' : leg.state === 'voted') return undefined
    states.set(`leg ${chainId}`, leg?.state ?? 'none')
  }
  return states
}

/** A node indexes a tx a moment after its state shows it. */
function indexed(find: () => Promise<ZoneOutcome>): Promise<ZoneOutcome> {
  return waitFor('the tx to be indexed', 10_000, async () => {
    const outcome = await find()
    return outcome.txHash === '' ? undefined : outcome
  })
}

async function outcomes(stage: Stage, id: string, states: Map<string, string>): Promise<ZoneOutcome[]> {
  const rows: Promise<ZoneOutcome>[] = []
  for (const [key, state] of states) {
    const chainId = key.replace('leg ', '')
    const chain = stage.zones.get(chainId)?.chain ?? stage.hub.chain
    if (state === 'none') rows.push(Promise.resolve({ chainId, state, height: '', txHash: '' }))
    else rows.push(indexed(() => findOutcome(chain, key.startsWith('leg ') ? 'leg' : 'decision', id, state)))
  }
  return Promise.all(rows)
}

export type Following = { readonly what: string; readonly id: string; readonly chainIds: readonly string[] }

/** Follows a submitted transaction to its end; ms and hub blocks count from `startedAt`. */
export async function follow(
  stage: Stage,
  { what, id, chainIds }: Following,
  startedAt: { readonly ms: number; readonly height: bigint },
  timeoutMs = 60_000,
): Promise<StoryTransaction> {
  const states = await waitFor(`${what} to settle`, timeoutMs, () => settled(stage, id, chainIds))
  const ms = Math.round(performance.now() - startedAt.ms)
  const { height } = await stage.hub.chain.queryStatus()
  const chains = await outcomes(stage, id, states)
  const decision = states.get(stage.hub.chain.chainId) ?? ''
  stage.tell(`  ${what}: ${decision}, ${ms} ms`)
  return { what, id, decision, blocks: Number(height - startedAt.height), ms, chains }
}

/** The moment a submission starts: this process's clock and the hub's height. */
export async function mark(stage: Stage): Promise<{ readonly ms: number; readonly height: bigint }> {
  const { height } = await stage.hub.chain.queryStatus()
  return { ms: performance.now(), height }
}
