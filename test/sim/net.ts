// What a run plays on: a hub and zones whose blocks are made when the run says so, whoever executes them.
import type { Chain } from '../../relayer/ports.ts'
import type { BlockSource, Wire } from '../fakes/wiredChain.ts'

export const hubId = 'causeway-hub'
export const prefix = 'wasm'

export interface NetNode extends BlockSource {
  makeBlock(stepNs?: bigint): unknown
  loseMempool(): unknown
}

export type NetZone = {
  readonly node: NetNode
  readonly gate: string
  readonly assets: string
  /** Joined by a pair of clients (IBC v2), without connection and channel. */
  readonly isPaired: boolean
}

/** Chains of one run, deployed and joined; everybody of `person` has coins on every zone. */
export interface Net {
  readonly hub: NetNode
  readonly hubContract: string
  readonly zones: ReadonlyMap<string, NetZone>
  /** Those of the zones that lie: nothing is asked of them in the end. */
  readonly byzantine?: ReadonlySet<string>
  /** Every chain, the hub first. */
  readonly nodes: readonly NetNode[]
  /** Smart query of the newest state, outside every wire. */
  query(chainId: string, contract: string, msg: object): Promise<unknown>
  /** Chains as one relayer process holds them, over its wire and with its operator's keys. */
  open(wire: Wire, operator: string): ReadonlyMap<string, Chain>
  /** Resolves when everything has gone on that can go on by itself. */
  settle(): Promise<void>
  /** Calls that a node may answer with a lie, where the wire says 'lie'. */
  readonly lies: ReadonlySet<string>
  /** What may go wrong with these chains alone, by name; false where there was nothing that it could befall. */
  readonly faults: Readonly<Record<string, () => unknown>>
  /** Ends those of the faults that last. */
  heal(): unknown
}

export function zoneIn({ zones }: Pick<Net, 'zones'>, chainId: string): NetZone {
  const found = zones.get(chainId)
  if (found === undefined) throw new Error(`there is no zone ${chainId}`)
  return found
}

/** Whatever is waited for ends long before. */
const roundsMax = 5_000

/** Blocks of all chains are made as long as `work` goes on. Throws where it never ends. */
export async function whileBlocks<T>(
  net: Pick<Net, 'nodes' | 'settle'>,
  work: Promise<T>,
  stepNs?: bigint,
): Promise<T> {
  let isOver = false
  const over = (): void => {
    isOver = true
  }
  void work.then(over, over)
  for (let round = 0; !isOver; round += 1) {
    if (round === roundsMax) throw new Error(`what is waited for has not ended within ${roundsMax} blocks`)
    for (const node of net.nodes) await node.makeBlock(stepNs)
    await net.settle()
  }
  return work
}
