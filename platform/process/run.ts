// How a process opens what it works with, keeps at its work, and ends: by SIGTERM or SIGINT, everything closed.
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import { Opened } from '../../relayer/opened.ts'
import type { Log } from '../../relayer/ports.ts'
import type { NodeConfig } from './config.ts'

type Closable = { close(): Promise<void> }

/** What `open` keeps is closed in the reverse order: by `close`, or when `open` fails half-way. */
export async function openTogether<T extends object>(open: (opened: Opened) => Promise<T>): Promise<T & Closable> {
  const opened = new Opened()
  try {
    return { ...(await open(opened)), close: () => opened.close() }
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** The program behind a `main.ts`: its first argument names the configuration. Resolves never: the process ends. */
export async function runProgram(
  config: string,
  open: (path: string, opened: Opened) => Promise<object>,
): Promise<void> {
  const { close } = await openTogether((opened) => open(process.argv[2] ?? config, opened))
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => resolve())
  })
  await close()
  process.exit(0)
}

/** Work beside everything else, until it is closed. */
export function inBackground(work: (ending: AbortSignal) => Promise<void>): Closable {
  const ending = new AbortController()
  const working = work(ending.signal)
  return {
    close: () => {
      ending.abort()
      return working
    },
  }
}

const pauseMs = 1_000

/** The same work again and again; what fails is logged as `waits` and comes again with the next round. */
export const keepAt = (work: () => Promise<void>, waits: string, log: Log): Closable =>
  inBackground(async (ending) => {
    while (!ending.aborted) {
      await work().catch((error: unknown) => log.warn(waits, { error: String(error) }))
      await systemClock.sleep(pauseMs, ending)
    }
  })

type Node = NodeConfig & {
  readonly accounts_file: string
  /** Absent where no tx is signed. */
  readonly gas_price?: { readonly price: number; readonly denom: string }
}

export function openNode(node: Node, log: Log): CosmosChain {
  return new CosmosChain({
    chainId: node.chain_id,
    rpcUrl: node.rpc_addr,
    grpcUrl: node.grpc_addr,
    prefix: node.account_prefix,
    gasPrice: node.gas_price ?? { price: 0, denom: '' },
    keysPath: node.accounts_file,
    log,
  })
}

/** By chain id. */
export const openNodes = (
  nodes: readonly Node[],
  opened: Opened,
  log = openLog('silent'),
): ReadonlyMap<string, CosmosChain> => new Map(nodes.map((node) => [node.chain_id, opened.keep(openNode(node, log))]))
