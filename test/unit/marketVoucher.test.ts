// Vouchers: what the payer signs, and what a seller takes for one read.
import { Secp256k1, sha256 } from '@cosmjs/crypto'
import { utf8 } from '../../core/bytes.ts'
import { isCausewayError } from '../../core/errors.ts'
import { type Channel, Meter, signVoucher, voucherText } from '../../platform/market/voucher.ts'

const secret = new Uint8Array(32).fill(9)
const payerKey = Secp256k1.compressPubkey((await Secp256k1.makeKeypair(secret)).pubkey)
const channel: Channel = { chainId: 'zone-a', market: 'market', id: 'zone-a/1', payerKey, deposit: 3n }

const signWith =
  (key: Uint8Array) =>
  async (text: string): Promise<Uint8Array> => {
    const signature = await Secp256k1.createSignature(sha256(utf8(text)), key)
    return new Uint8Array([...signature.r(32), ...signature.s(32)])
  }
const voucher = (total: bigint, of = channel, key = secret) => signVoucher(of, total, signWith(key))

function refused(act: () => void): string {
  try {
    act()
    return 'taken'
  } catch (error) {
    return isCausewayError(error) ? error.code : String(error)
  }
}

test('a voucher names its chain, its market, its channel and the sum of all payments, line by line', () => {
  expect(voucherText(channel, 7n)).toBe('Causeway v1: voucher\nzone-a\nmarket\nzone-a/1\ntotal 7')
})

test('a seller takes one price at a time, signed by the payer of this channel, up to the deposit (Y-8.3.2a)', async () => {
  const meter = new Meter(channel, 1n)
  expect(meter.best).toBeUndefined()
  meter.take(await voucher(1n))
  const two = await voucher(2n)
  const others = [
    await voucher(3n),
    await voucher(1n),
    await voucher(2n, { ...channel, id: 'zone-a/2' }),
    await voucher(2n, channel, new Uint8Array(32).fill(8)),
    { ...two, signature: two.signature.subarray(1) },
  ]
  expect(others.map((each) => refused(() => meter.take(each)))).toEqual(others.map(() => 'VOUCHER_INVALID'))
  expect(meter.best?.total).toBe(1n)
  meter.take(two)
  meter.take(await voucher(3n))
  const four = await voucher(4n)
  expect(refused(() => meter.take(four))).toBe('CHANNEL_EXHAUSTED')
  expect(meter.best?.total).toBe(3n)
})
