// How fast the chains by themselves take what a relayer brings: its txs of one run, replayed against the same state.
import { openChain } from '../../../localnet/chains.ts'
import type { ChainSite } from '../../../localnet/config.ts'
import { queryNode } from '../../../localnet/node.ts'
import { type Bed, keep, startBed, stopBed } from './bed.ts'
import type { Contender } from './contenders.ts'
import { burst, countOf, giveUpMs, none, type Scenario, type Size } from './scenarios.ts'
import { Traffic } from './traffic.ts'

/** Txs in the order of their inclusion, base64. */
type Recorded = { readonly site: ChainSite; readonly txs: readonly string[] }

async function rpc<T>({ rpc: port }: ChainSite, method: string, params: object): Promise<T> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body })
  const { result, error } = (await response.json()) as { result?: T; error?: unknown }
  if (result === undefined) throw new Error(`${method} failed: ${JSON.stringify(error)}`)
  return result
}

async function txsBetween(site: ChainSite, first: number, last: number): Promise<readonly string[]> {
  type Answer = { readonly block: { readonly data: { readonly txs: readonly string[] } } }
  const all: string[] = []
  for (let height = first; height <= last; height += 1) {
    const { block } = await rpc<Answer>(site, 'block', { height: String(height) })
    all.push(...block.data.txs)
  }
  return all
}

const heightOf = async (site: ChainSite): Promise<number> => (await queryNode(site))?.height ?? 0

/** Chains on which so many packets were sent and nothing was relayed, kept as the copy `sent`; then all is relayed. */
async function record(bed: Bed, contender: Contender, blockMs: number, packets: number): Promise<readonly Recorded[]> {
  await startBed(bed, { copy: 'linked', blockMs, phaseMs: 0 })
  const sending = await Traffic.open(bed)
  const batch = await sending.send(packets)
  await sending.close()
  await stopBed(bed.config)
  keep(bed.config, 'sent')
  await startBed(bed, { copy: 'sent', blockMs, phaseMs: 0 })
  await contender.prepare(bed, true)
  const [fromA, fromB] = [await heightOf(bed.a.site), await heightOf(bed.b.site)]
  const traffic = await Traffic.open(bed)
  const running = await contender.start(bed)
  try {
    const left = await traffic.settle(batch, giveUpMs)
    if (left > 0) throw new Error(`${left} of ${packets} packets were not relayed, and so there is nothing to replay`)
    return [
      { site: bed.a.site, txs: await txsBetween(bed.a.site, fromA, await heightOf(bed.a.site)) },
      { site: bed.b.site, txs: await txsBetween(bed.b.site, fromB, await heightOf(bed.b.site)) },
    ]
  } finally {
    await running.stop()
    await traffic.close()
  }
}

/** Broadcasts one after the other, as a relayer must, and resolves when a block has brought the last one. */
async function replayOn(bed: Bed, { site, txs }: Recorded): Promise<void> {
  const chain = openChain(bed.config, site)
  const stop = new AbortController()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const timer = setTimeout(() => reject(new Error(`${site.id} took more than ${giveUpMs} ms`)), giveUpMs)
  let included = 0
  try {
    const watching = chain.watchBlocks((block) => {
      for (const { code, log } of block.txs) if (code !== 0) reject(new Error(`a replayed tx failed: ${log}`))
      included += block.txs.length
      if (included >= txs.length) resolve()
    }, stop.signal)
    watching.catch(reject)
    for (const tx of txs) {
      const { code, log } = await rpc<{ code: number; log: string }>(site, 'broadcast_tx_sync', { tx })
      if (code !== 0) throw new Error(`a replayed tx was refused: ${log}`)
    }
    await promise
  } finally {
    clearTimeout(timer)
    stop.abort()
    await chain.close()
  }
}

/** Receives and acknowledgements at the same time: what no relayer can do, because the ones follow from the others. */
async function replayMs(bed: Bed, recorded: readonly Recorded[], blockMs: number): Promise<number> {
  await startBed(bed, { copy: 'sent', blockMs, phaseMs: 0 })
  const beganMs = performance.now()
  await Promise.all(recorded.map((one) => replayOn(bed, one)))
  return performance.now() - beganMs
}

/** Only with our relayer: its txs are as large as the others' at their best. */
export function limit(size: Size): Scenario {
  const { blockMs, full } = size
  const packets = countOf(size)
  return {
    name: `limit-${full}-${blockMs}ms`,
    about: `${packets} packets relayed, and the same txs replayed against the chains alone, blocks of ${blockMs} ms`,
    only: 'Causeway',
    run: async (bed, contender, phase) => {
      const relayed = (await burst(size).run(bed, contender, phase)).metrics['send → ack, last, s'] ?? Number.NaN
      const alone = (await replayMs(bed, await record(bed, contender, blockMs, packets), blockMs)) / 1_000
      const metrics = {
        'send → ack, last, s': relayed,
        'chains alone, all txs included, s': alone,
        'part of the limit that is reached, %': (alone / relayed) * 100,
      }
      return { ...none, metrics }
    },
  }
}
