// Keeps validators and checkers at work: batches come from the chain's events, and are looked at with every block.
import { type ErrorCode, isCausewayError } from '../../core/errors.ts'
import type { Block, Chain, ChainEvent, Log } from '../../relayer/ports.ts'
import { batchesAtOnceMax, seedTxsMax } from './limits.ts'

/** Does what is due for one batch. Throws when it could not; it is asked again with the next block. */
export interface Agent {
  /** The event of the contract that a batch comes to this agent by; it stays until its end. */
  readonly wakes: 'intake_submitted' | 'intake_drawn'
  work(batch: string, height: bigint): Promise<'wait' | 'end'>
}

export type AgentOptions = {
  readonly chain: Chain
  /** Address of the contract `intake`. */
  readonly intake: string
  /** How many blocks back what is still open is looked for at the start. */
  readonly backBlocks: bigint
  readonly log: Log
}

/** Somebody else did it first, or the next block brings what is missing. */
const usual: ReadonlySet<ErrorCode> = new Set(['ALREADY_PAID', 'PHASE_OVER', 'PHASE_EARLY', 'EXISTS', 'NOT_DRAWN'])

/** Runs until `signal` aborts. What was open before the start is found again on the chain. */
export async function runAgent(agent: Agent, options: AgentOptions, signal: AbortSignal): Promise<void> {
  const { chain, log } = options
  const open = new Set<string>()
  let height = 0n
  let pass: Promise<void> | undefined
  let looksBack = true
  const look = async (): Promise<void> => {
    for (let seen = -1n; seen < height && !signal.aborted; ) {
      seen = height
      if (looksBack) looksBack = !(await addOpen(open, agent.wakes, options))
      // A tx of now stands in the next block at the earliest.
      await workAll(agent, open, seen + 1n, log)
    }
    pass = undefined
  }
  const onBlock = (block: Block): void => {
    for (const { events } of block.txs) {
      for (const batch of batchesIn(events, options.intake, agent.wakes)) open.add(batch)
    }
    height = block.height
    pass ??= look()
  }
  await chain.watchBlocks(onBlock, signal)
  await pass
}

async function workAll(agent: Agent, open: Set<string>, height: bigint, log: Log): Promise<void> {
  const waiting = [...open]
  const workOn = async (): Promise<void> => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      try {
        if ((await agent.work(batch, height)) === 'end') open.delete(batch)
      } catch (error) {
        const code = isCausewayError(error) ? error.code : 'INTERNAL'
        log[usual.has(code) ? 'debug' : 'warn']('agent.failed', { batch, code, error: String(error) })
      }
    }
  }
  await Promise.all(Array.from({ length: batchesAtOnceMax }, workOn))
}

/** Identifiers of the batches that events of this name and contract are about. */
export function batchesIn(events: readonly ChainEvent[], intake: string, name: Agent['wakes']): readonly string[] {
  return events.flatMap(({ type, attributes }) => {
    const attribute = (key: string): string | undefined => attributes.find((one) => one.key === key)?.value
    const isOurs = type === `wasm-${name}` && attribute('_contract_address') === intake
    const batch = isOurs ? attribute('batch') : undefined
    return batch === undefined ? [] : [batch]
  })
}

/** Adds what was open before the start; false where the node could not tell, so that the next block asks again. */
async function addOpen(
  open: Set<string>,
  name: Agent['wakes'],
  { chain, intake, backBlocks, log }: AgentOptions,
): Promise<boolean> {
  try {
    const { height } = await chain.queryStatus()
    const from = height > backBlocks ? height - backBlocks : 0n
    const query = `wasm-${name}._contract_address='${intake}' AND tx.height > ${from}`
    const found = await chain.searchTxs(query, seedTxsMax)
    for (const batch of found.flatMap(({ events }) => batchesIn(events, intake, name))) open.add(batch)
    return true
  } catch (error) {
    log.warn('agent.start_failed', { error: String(error) })
    return false
  }
}
