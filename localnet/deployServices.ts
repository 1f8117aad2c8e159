// Puts the services of clauses 8 and 9 on a zone: identity, credentials, intake, stores, rights, market.
import { type Service, services } from '../contracts/build.ts'
import type { Chain } from '../relayer/ports.ts'
import { execute, instantiate, storeCode } from './wasmTx.ts'

export type ServiceAddresses = Readonly<Record<Service, string>>
export type ServiceWasm = Readonly<Record<Service, Uint8Array>>
/** What has been done so far on one zone; each step is kept as soon as it is done. */
export type ServiceDraft = { codes?: Record<string, string>; addresses?: Record<string, string>; joined?: boolean }
export type ServiceSite = {
  readonly chain: Chain
  readonly gate: string
  readonly assets: string
  readonly wasm: ServiceWasm
  /** Address of a person of the localnet. */
  readonly addressOf: (name: string) => string
  readonly save: () => void
}

/** Unit that deposits, rewards and penalties are paid in. */
const denom = 'ucity'

/** The stakeholders who approve first; nobody of them alone, and never without the regulator. */
const registrars: readonly (readonly [string, readonly string[]])[] = [
  ['regulator', ['regulator', 'registrar']],
  ['city', ['provider', 'supplier', 'registrar']],
  ['insurer', ['other', 'registrar']],
]

/** Roles of clause 9.1 and their scopes; a deployment adds its own by configuration, later ones by a vote. */
const roles = [
  { name: 'registrar', scopes: ['vote'] },
  { name: 'supplier', scopes: ['supply'] },
  { name: 'demander', scopes: ['demand'] },
  { name: 'provider', scopes: ['operate', 'store'] },
  { name: 'regulator', scopes: ['audit', 'regulate'] },
  { name: 'other', scopes: ['check'] },
  { name: 'auditor', scopes: ['audit'] },
]

export async function deployServices(site: ServiceSite, draft: ServiceDraft): Promise<void> {
  if (draft.joined === true) return
  const admin = await site.chain.signer('admin')
  draft.codes ??= {}
  draft.addresses ??= {}
  const { codes, addresses } = draft
  const missing = services.filter((name) => codes[name] === undefined)
  await Promise.all(
    missing.map(async (name) => {
      codes[name] = String(await storeCode(admin, site.wasm[name]))
      site.save()
    }),
  )
  // In this order, because each one is told the addresses of those that it asks.
  for (const name of services) {
    if (addresses[name] !== undefined) continue
    const msg = instantiateMsg(name, site, addresses, admin.address)
    addresses[name] = await instantiate(admin, BigInt(codes[name] ?? '0'), name, msg)
    site.save()
  }
  const { rights = '', market = '' } = addresses
  const register = services.map((name) => ({
    contract: site.gate,
    msg: { register_resource: { contract: addresses[name] } },
  }))
  await execute(admin, [...register, { contract: rights, msg: { set_market: { address: market } } }])
  draft.joined = true
  site.save()
}

function instantiateMsg(
  name: Service,
  { chain, gate, assets, addressOf }: ServiceSite,
  addresses: Readonly<Record<string, string>>,
  admin: string,
): object {
  const { identity, credentials, intake, stores, rights } = addresses
  switch (name) {
    case 'identity':
      return {
        gate,
        admin,
        roles,
        registrars: registrars.map(([person, held]) => ({
          id: `did:causeway:party:${chain.chainId}:${person}`,
          account: addressOf(person),
          roles: held,
        })),
      }
    case 'credentials':
      return { gate, identity }
    case 'intake': {
      const phases = { commit_blocks: 20, reveal_blocks: 20, wait_blocks: 200 }
      return { gate, identity, skew_sec: 300, reward: { denom }, phases, regulator_sec: 86_400 }
    }
    case 'stores':
      return { gate, identity, intake, deposit: { denom, min: '1000' }, answer_blocks: 20, penalty: '100' }
    case 'rights':
      return { gate, admin, identity, intake }
    case 'market': {
      const asked = { assets, identity, rights, stores, credentials }
      return { gate, admin, ...asked, fee_bps: 100, fee_account: addressOf('city'), window_sec: 3600 }
    }
  }
}

/**
 * Services of one kind on several zones name each other, so that records may travel between them. A peer is named once;
 * those in `known` have named one another before.
 */
export async function introduce(
  zones: readonly { readonly chain: Chain; readonly services: ServiceAddresses }[],
  known: readonly string[],
): Promise<void> {
  const isKnown = ({ chainId }: Chain): boolean => known.includes(chainId)
  const travelling = ['identity', 'rights', 'market'] as const
  await Promise.all(
    zones.map(async ({ chain, services: own }) => {
      const calls = zones
        .filter((other) => other.chain !== chain && !(isKnown(chain) && isKnown(other.chain)))
        .flatMap((other) =>
          travelling.map((name) => ({
            contract: own[name],
            msg: { set_peer: { chain_id: other.chain.chainId, contract: other.services[name] } },
          })),
        )
      if (calls.length > 0) await execute(await chain.signer('admin'), calls)
    }),
  )
}
