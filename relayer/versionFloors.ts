// Versions of a node's software below which a known hole is open, and what a node says of its own. A chain of such
// nodes is not served: what its light client proves may not have happened.
import { GetNodeInfoResponse } from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { CausewayError, isCausewayError } from '../core/errors.ts'
import type { Chain, Log } from './ports.ts'

export type Built = { readonly path: string; readonly version: string }
type Floor = {
  readonly module: RegExp
  /** First safe version of each line that was mended; what is newer than all of them is safe. */
  readonly lines: readonly string[]
  /** The advisories that the floor stands for. */
  readonly because: string
}

/** Each with the advisories that were mended there. */
const floors: readonly Floor[] = [
  {
    module: /^github\.com\/cosmos\/ibc-go\/v\d+$/,
    lines: ['7.10.0', '8.7.0', '10.0.0'],
    because: 'ISA-2025-001, ASA-2025-004, ASA-2024-007',
  },
  {
    module: /^github\.com\/CosmWasm\/wasmd$/,
    lines: ['0.54.3', '0.60.2', '0.61.6'],
    because: 'CWA-2025-006, CWA-2025-007',
  },
  {
    module: /^github\.com\/CosmWasm\/wasmvm\/v\d+$/,
    lines: ['2.2.3', '3.0.6'],
    because: 'CWA-2025-001, CWA-2025-002',
  },
]

type Version = readonly [major: number, minor: number, patch: number]

function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text) ?? []
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)]
}

const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
/** Before 1.0.0 a minor version is a line of its own. */
const isOneLine = (a: Version, b: Version): boolean => a[0] === b[0] && (a[0] > 0 || a[1] === b[1])

/** A pre-release counts as its release; what cannot be read as a version (a fork by its commit) is not judged. */
function isBelow(version: Version, lines: readonly Version[]): boolean {
  const own = lines.find((line) => isOneLine(line, version))
  if (own !== undefined) return compare(version, own) < 0
  const newest = lines.at(-1)
  return newest !== undefined && compare(version, newest) < 0
}

export type Unsafe = {
  readonly module: string
  readonly version: string
  readonly floor: string
  readonly because: string
}

/** Of the modules that a node is built of, those with a hole that is known and mended. */
export function unsafeOf(built: readonly Built[]): readonly Unsafe[] {
  return floors.flatMap(({ module, lines, because }) => {
    const floor = lines.map((line) => parseVersion(line) as Version)
    return built.flatMap(({ path, version }) => {
      const own = module.test(path) ? parseVersion(version) : undefined
      if (own === undefined || !isBelow(own, floor)) return []
      return [{ module: path, version, floor: lines.join(', '), because }]
    })
  })
}

/** Throws NODE_VERSION_UNSAFE with the first of them. */
export function assertSafe(chainId: string, built: readonly Built[]): void {
  const [found] = unsafeOf(built)
  if (found !== undefined) throw new CausewayError('NODE_VERSION_UNSAFE', { chainId, ...found })
}

/** The chain that a node says it is of, and what it says that it is built of. */
export async function queryNodeInfo(chain: Chain): Promise<{ network: string; built: readonly Built[] }> {
  const path = '/cosmos.base.tendermint.v1beta1.Service/GetNodeInfo'
  const answer = await chain.queryGrpc(path, new Uint8Array(), GetNodeInfoResponse.decode)
  const { defaultNodeInfo, applicationVersion } = answer
  return { network: defaultNodeInfo?.network ?? '', built: applicationVersion?.buildDeps ?? [] }
}

/** Throws NODE_VERSION_UNSAFE; a node that is away, or does not say what it is built of, is not judged. */
export async function assertVersions(chains: ReadonlyMap<string, Chain>, log: Log): Promise<void> {
  await Promise.all(
    [...chains.values()].map(async (chain) => {
      const { built } = await queryNodeInfo(chain).catch((error: unknown) => {
        if (!isCausewayError(error)) throw error
        log.warn('chain.version_unknown', { chain_id: chain.chainId, code: error.code })
        return { built: [] }
      })
      assertSafe(chain.chainId, built)
    }),
  )
}
