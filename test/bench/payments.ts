// Transactions for measuring: one account pays another one unit on every zone, all or nothing.
import { createHash, randomBytes } from 'node:crypto'
import { authorisationTextOf } from '../../core/authorisation.ts'
import { manifestBytes } from '../../core/manifest.ts'
import { transactionId } from '../../core/transactionId.ts'
import type { Manifest } from '../../core/words.ts'
import type { Planned } from '../../localnet/demo/apiClient.ts'
import type { Stage } from '../../localnet/demo/story.ts'
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
        const zone = stage.zones.get(zoneId)
        if (zone === undefined) throw new Error(`no zone ${zoneId}`)
        return payer.execute(zone.chain, zone.assets, { deposit: {} }, [{ denom, amount: String(units) }])
      }),
    ),
  )
}

export type PaymentWish = { readonly payer: User; readonly payee: string; readonly zoneIds: readonly string[] }

export async function planPayment(stage: Stage, { payer, payee, zoneIds }: PaymentWish): Promise<Payment> {
  const { timeNs: hubTimeNs } = await stage.hub.chain.queryStatus()
  const legs = zoneIds.map((chainId) => {
    const zone = stage.zones.get(chainId)
    const amount = { originChainId: chainId, denom, amount: '1' }
    const body = { kind: 'transferCoins', value: { amount, recipient: payee } } as const
    const operation = { resource: zone?.assets ?? '', actor: payer.address, body }
    return { chainId, gate: zone?.gate ?? '', operations: [operation] }
  })
  const manifest: Manifest = {
    schema: { major: 1, minor: 0 },
    hubChainId: stage.hub.chain.chainId,
    hubContract: stage.hub.contract,
    legs,
    deadlineNs: hubTimeNs + deadlineNs,
    nonce: randomBytes(16),
  }
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
