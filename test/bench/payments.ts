// Transactions for measuring: one account pays another one unit on every zone, all or nothing.
import { createHash, randomBytes } from 'node:crypto'
import { authorisationTextOf } from '../../core/authorisation.ts'
import { manifestBytes } from '../../core/manifest.ts'
import { transactionId } from '../../core/transactionId.ts'
import type { Manifest } from '../../core/words.ts'
import type { Planned } from '../../localnet/demo/apiClient.ts'
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'
import type { Consent, User } from '../../localnet/demo/user.ts'

export const denom = 'ucity'
const deadlineNs = 120_000_000_000n
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

export type Payment = { readonly planned: Planned; readonly consents: readonly Consent[] }

/** Units for many payments, deposited on every zone. */
export async function fund(
  stage: Stage,
  payers: readonly User[],
  zoneIds: readonly string[],
  units: number,
): Promise<void> {
  await Promise.all(
    payers.flatMap((payer) =>
      zoneIds.map((zoneId) => {
        const zone = zoneOf(stage, zoneId)
        return payer.execute(zone.chain, zone.assets, { deposit: {} }, [{ denom, amount: String(units) }])
      }),
    ),
  )
}

export type PaymentWish = { readonly payer: User; readonly payee: string; readonly zoneIds: readonly string[] }

export async function planPayment(stage: Stage, { payer, payee, zoneIds }: PaymentWish): Promise<Payment> {
  const { timeNs: hubTimeNs } = await stage.hub.chain.queryStatus()
  const zones = zoneIds.map((chainId) => {
    const { gate, assets } = zoneOf(stage, chainId)
    return { chainId, gate, assets }
  })
  const at = { hubChainId: stage.hub.chain.chainId, hubContract: stage.hub.contract, zones }
  return signPayment(at, { payer, payee, amount: 1n, deadlineNs: hubTimeNs + deadlineNs, nonce: randomBytes(16) })
}

export type PaymentPlace = {
  readonly hubChainId: string
  readonly hubContract: string
  readonly zones: readonly { readonly chainId: string; readonly gate: string; readonly assets: string }[]
}
export type PaymentTerms = {
  readonly payer: User
  readonly payee: string
  /** Of each zone's own unit. */
  readonly amount: bigint
  readonly deadlineNs: bigint
  readonly nonce: Uint8Array
}

/** The same terms make the same transaction. */
export async function signPayment({ zones, ...hub }: PaymentPlace, terms: PaymentTerms): Promise<Payment> {
  const { payer, payee, amount, deadlineNs, nonce } = terms
  const legs = zones.map(({ chainId, gate, assets }) => {
    const value = { amount: { originChainId: chainId, denom, amount: `${amount}` }, recipient: payee }
    const body = { kind: 'transferCoins', value } as const
    return { chainId, gate, operations: [{ resource: assets, actor: payer.address, body }] }
  })
  const manifest: Manifest = { schema: { major: 1, minor: 0 }, ...hub, legs, deadlineNs, nonce }
  const bytes = manifestBytes(manifest, sha256)
  const id = transactionId(bytes, sha256)
  const text = authorisationTextOf('authorise', id, manifest)
  const planned = {
    transactionId: id,
    manifestBytes: Buffer.from(bytes).toString('base64'),
    authorisationText: text,
    actors: [payer.address],
  }
  return { planned, consents: [await payer.sign(text)] }
}
