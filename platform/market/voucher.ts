// Vouchers of a payment channel: the payer signs what may be taken in all, the seller counts them as it serves.
import { Secp256k1, Secp256k1Signature, sha256 } from '@cosmjs/crypto'
import { utf8 } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'

/** A channel of a market: its payer's key (secp256k1, compressed) signs, and no more than the deposit is paid. */
export type Channel = {
  readonly chainId: string
  readonly market: string
  readonly id: string
  readonly payerKey: Uint8Array
  readonly deposit: bigint
}
export type Voucher = { readonly total: bigint; readonly signature: Uint8Array }

/** The lines that the contract rebuilds; a voucher of another chain, market or channel is worth nothing here. */
export const voucherText = ({ chainId, market, id }: Channel, total: bigint): string =>
  ['Causeway v1: voucher', chainId, market, id, `total ${total}`].join('\n')

/** `sign` gives 64 bytes over the sha256 of the text. */
export async function signVoucher(
  channel: Channel,
  total: bigint,
  sign: (text: string) => Promise<Uint8Array>,
): Promise<Voucher> {
  return { total, signature: await sign(voucherText(channel, total)) }
}

/** What the seller keeps of a channel: the best voucher so far. Each read costs its price; none is served unpaid. */
export class Meter {
  readonly #channel: Channel
  readonly #price: bigint
  #best: Voucher | undefined

  constructor(channel: Channel, price: bigint) {
    this.#channel = channel
    this.#price = price
  }

  /** Throws VOUCHER_INVALID unless it adds one price and the payer signed it, CHANNEL_EXHAUSTED over the deposit. */
  take(voucher: Voucher): void {
    const { total } = voucher
    if (total > this.#channel.deposit) throw new CausewayError('CHANNEL_EXHAUSTED', { total: `${total}` })
    const due = (this.#best?.total ?? 0n) + this.#price
    if (total !== due || !isSigned(this.#channel, voucher)) {
      throw new CausewayError('VOUCHER_INVALID', { total: `${total}`, due: `${due}` })
    }
    this.#best = voucher
  }

  /** The one that the contract pays everything for. */
  get best(): Voucher | undefined {
    return this.#best
  }
}

function isSigned(channel: Channel, { total, signature }: Voucher): boolean {
  if (signature.length !== 64) return false
  const pair = Secp256k1Signature.fromFixedLength(signature)
  return Secp256k1.verifySignature(pair, sha256(utf8(voucherText(channel, total))), channel.payerKey)
}
