// The process of identity of a platform: its door for people, and the carrier that keeps zones of one mind.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Secp256k1, sha256 } from '@cosmjs/crypto'
import { toBase64, utf8 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { readAccount } from '../../relayer/adapters/keyFile.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Log } from '../../relayer/ports.ts'
import { openRecords } from '../chain/records.ts'
import { openSubjects } from '../chain/subjects.ts'
import { doorOptions } from '../process/config.ts'
import type { Door } from '../process/doors.ts'
import { type CarrierZone, runCarrier } from './carrier.ts'
import { type IdentityConfig, loadIdentityConfig } from './config.ts'
import { openIdentityDoor } from './door.ts'
import { openKyselyHeights } from './kyselyHeights.ts'
import { openKyselyLogins } from './kyselyLogins.ts'
import { openLogin } from './login.ts'
import { publicFetch } from './publicFetch.ts'
import { openResolver } from './resolver.ts'
import { type Consenter, openSharing } from './sharing.ts'

export type IdentityProcess = { readonly url: string; close(): Promise<void> }

type Zone = CarrierZone & { readonly chain: CosmosChain }

/** Throws CONFIG_INVALID, PORT_IN_USE; chains and the API may be away. */
export async function startIdentity(config: IdentityConfig): Promise<IdentityProcess> {
  const consenter = await openConsenter(config)
  const log = openLog(config.log_level)
  const zones = config.zones.map((zone) => openZone(zone, config.accounts_file, log))
  const logins = await openKyselyLogins(openSqlite(join(config.folder, 'logins.db')))
  const heights = await openKyselyHeights(openSqlite(join(config.folder, 'carrier.db')))
  const closeStores = async (): Promise<void> => {
    await Promise.all([logins.close(), heights.close(), ...zones.map(({ chain }) => chain.close())])
  }
  const door = await openDoor(config, zones, { store: logins, log }).catch(async (error) => {
    await closeStores()
    throw error
  })
  const sharing = openSharing(config.api_url, consenter, systemClock)
  const ending = new AbortController()
  const carrying = runCarrier({ zones, sharing, heights, clock: systemClock, log }, ending.signal)
  log.info('identity.started', { url: door.url, zones: zones.map(({ chain }) => chain.chainId).join(' ') })
  const close = async (): Promise<void> => {
    ending.abort()
    await Promise.all([carrying, door.close()])
    await closeStores()
  }
  return { url: door.url, close }
}

function openZone(zone: IdentityConfig['zones'][number], keysPath: string, log: Log): Zone {
  const { chain_id: chainId, rpc_addr: rpcUrl, grpc_addr: grpcUrl, account_prefix: prefix, identity } = zone
  // It signs no tx: what it shares is carried by relayers.
  const gasPrice = { price: 0, denom: '' }
  const chain = new CosmosChain({ chainId, rpcUrl, grpcUrl, prefix, gasPrice, keysPath, log })
  return { chain, identity, records: openRecords({ chain, address: identity }) }
}

async function openDoor(
  { door }: IdentityConfig,
  zones: readonly Zone[],
  { store, log }: { readonly store: Awaited<ReturnType<typeof openKyselyLogins>>; readonly log: Log },
): Promise<Door> {
  const zone = zones.find(({ chain }) => chain.chainId === door.chain_id)
  if (zone === undefined) throw new CausewayError('CONFIG_INVALID', { mistakes: `zones: none is ${door.chain_id}` })
  const subjects = openSubjects(zone.chain, zone.identity)
  const login = openLogin({ domain: door.domain, chainId: door.chain_id }, { subjects, store, clock: systemClock })
  const resolver = openResolver({ subjects, fetch: publicFetch, timeout: (ms) => AbortSignal.timeout(ms) })
  return openIdentityDoor(doorOptions(door), { login, resolver, log })
}

/** The carrier's own consent to what it has planned. */
async function openConsenter({ accounts_file: path, key_name, zones }: IdentityConfig): Promise<Consenter> {
  const prefix = zones[0]?.account_prefix ?? ''
  const { address, privateKey, publicKey } = await readAccount({ path, prefix }, key_name)
  return {
    address,
    async sign(text) {
      const signature = await Secp256k1.createSignature(sha256(utf8(text)), privateKey)
      const bytes = Uint8Array.from([...signature.r(32), ...signature.s(32)])
      return { scheme: 'secp256k1', publicKey: toBase64(publicKey), signature: toBase64(bytes) }
    },
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const started = await startIdentity(loadIdentityConfig(process.argv[2] ?? 'identity.toml'))
  const end = (): void => void started.close().then(() => process.exit(0))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
