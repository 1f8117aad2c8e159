// The world of the end-to-end tests: a localnet of its own, so that a demonstration may run beside it.
import {
  QueryCodeRequest,
  QueryCodeResponse,
  QueryContractInfoRequest,
  QueryContractInfoResponse,
} from 'cosmjs-types/cosmwasm/wasm/v1/query'
import { openChain } from '../../localnet/chains.ts'
import { type ChainSite, type LocalnetConfig, localnetConfig } from '../../localnet/config.ts'
import { type OpenStage, openStage } from '../../localnet/demo/stage.ts'
import { down } from '../../localnet/down.ts'
import { type Localnet, up } from '../../localnet/up.ts'
import { Opened as Parts } from '../../relayer/opened.ts'
import type { Chain } from '../../relayer/ports.ts'

// Another offset makes another world, so that two runs on one machine do not meet.
const offset = process.env['CAUSEWAY_E2E_OFFSET'] ?? '1000'
export const worldConfig: LocalnetConfig = localnetConfig({
  ...process.env,
  CAUSEWAY_PORT_OFFSET: offset,
  CAUSEWAY_HOME: `.causeway/e2e-${offset}`,
})

/** A world of its own for one test, with a home and ports beside those of the common one. */
export function worldBeside(name: string, portsFurther: number): LocalnetConfig {
  return localnetConfig({
    ...process.env,
    CAUSEWAY_PORT_OFFSET: `${Number(offset) + portsFurther}`,
    CAUSEWAY_HOME: `.causeway/e2e-${offset}-${name}`,
  })
}

/** For one test or hook that starts nodes and processes. */
export const startMs = 120_000
/** For one test that waits for blocks. */
export const blocksMs = 60_000

const quiet = (): void => undefined

/** Chains, Redis and contracts; what runs already is used. */
export function openNet(): Promise<Localnet> {
  return up({ config: worldConfig, say: quiet })
}

/** The same with relayer and API, and people with keys. */
export function openWorld(): Promise<OpenStage> {
  return openStage({ config: worldConfig, say: quiet })
}

/** One new world for everything that `run` does; gone afterwards, whatever happens in it. */
export async function inWorld<T>(say: (line: string) => void, run: () => Promise<T>): Promise<T> {
  const interrupted = (): void => void down(worldConfig).finally(() => process.exit(1))
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  try {
    await up({ config: worldConfig, say, reset: true })
    return await run()
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    await down(worldConfig)
  }
}

export function siteOf(id: string): ChainSite {
  const site = worldConfig.chains.find((one) => one.id === id)
  if (site === undefined) throw new Error(`the world has no chain ${id}`)
  return site
}

/** Connections to chains that one test opens, and `close` ends. */
export class Opened extends Parts {
  chain(id: string): Chain {
    return this.keep(openChain(worldConfig, siteOf(id)))
  }
}

/** The code that a contract runs: its number on that chain, the hash of its wasm, and who alone could exchange it. */
export async function queryCode(
  chain: Chain,
  address: string,
): Promise<{ codeId: bigint; sha256: string; admin: string }> {
  const service = '/cosmwasm.wasm.v1.Query'
  const asked = QueryContractInfoRequest.encode({ address }).finish()
  const { contractInfo } = await chain.queryGrpc(`${service}/ContractInfo`, asked, QueryContractInfoResponse.decode)
  const { codeId = 0n, admin = 'unknown' } = contractInfo ?? {}
  const request = QueryCodeRequest.encode({ codeId }).finish()
  const { codeInfo } = await chain.queryGrpc(`${service}/Code`, request, QueryCodeResponse.decode)
  return { codeId, admin, sha256: Buffer.from(codeInfo?.dataHash ?? []).toString('hex') }
}
