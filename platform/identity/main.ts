// The process of identity of a platform: its door for people, and the carrier that keeps zones of one mind.
import { join } from 'node:path'
import { Secp256k1, sha256 } from '@cosmjs/crypto'
import { toBase64, utf8 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { openSqlite } from '../../database/sqlite.ts'
import { readAccount } from '../../relayer/adapters/keyFile.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain, Log } from '../../relayer/ports.ts'
import { openRecords } from '../chain/records.ts'
import { openSubjects } from '../chain/subjects.ts'
import { doorOptions } from '../process/config.ts'
import type { Door } from '../process/doors.ts'
import { inBackground, openNode, openTogether, runProgram } from '../process/run.ts'
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

type Zone = CarrierZone & { readonly chain: Chain }

/** Throws CONFIG_INVALID, PORT_IN_USE; chains and the API may be away. */
export function startIdentity(config: IdentityConfig): Promise<IdentityProcess> {
  return openTogether(async (opened) => {
    const consenter = await openConsenter(config)
    const log = openLog(config.log_level)
    const zones = config.zones.map((zone): Zone => {
      // It signs no tx: what it shares is carried by relayers.
      const chain = opened.keep(openNode({ ...zone, accounts_file: config.accounts_file }, log))
      return { chain, identity: zone.identity, records: openRecords({ chain, address: zone.identity }) }
    })
    const logins = opened.keep(await openKyselyLogins(openSqlite(join(config.folder, 'logins.db'))))
    const heights = opened.keep(await openKyselyHeights(openSqlite(join(config.folder, 'carrier.db'))))
    const { url } = opened.keep(await openDoor(config, zones, { store: logins, log }))
    const sharing = openSharing(config.api_url, consenter, systemClock)
    const carrier = { zones, sharing, heights, clock: systemClock, log }
    opened.keep(inBackground((ending) => runCarrier(carrier, ending)))
    log.info('identity.started', { url, zones: zones.map(({ chain }) => chain.chainId).join(' ') })
    return { url }
  })
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

if (import.meta.main) {
  await runProgram('identity.toml', async (path, opened) => opened.keep(await startIdentity(loadIdentityConfig(path))))
}
