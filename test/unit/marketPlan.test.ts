// The plan of a purchase: what stands in which leg, and that the grant is exactly what the offer promises.
import { planPurchase, termsFrom } from '../../platform/market/planPurchase.ts'
import type { Offer } from '../../platform/market/words.ts'

const place = { chainId: 'zone-a', assets: 'assets', market: 'market', rights: 'rights', credentials: 'credentials' }
const offer: Offer = {
  id: 'zone-a/air',
  asset: 'did:causeway:asset:zone-a:air',
  topic: 'air',
  access: 'closed',
  price: { originChainId: 'zone-b', denom: 'ucity', amount: '70' },
  method: { kind: 'fixed' },
  terms: { fields: ['*'], purposes: ['research'], termSec: 60, count: 3, onward: 'none', royaltyBps: 5 },
  certificate: 'quality-1',
  deliverySec: 60,
  untilNs: 10n ** 18n,
  seller: 'did:causeway:party:zone-a:city',
  isOpen: true,
  version: 1,
  termsHash: '',
  depositFree: 0n,
}
const order = {
  offer,
  buyer: 'did:causeway:party:zone-b:bob',
  account: 'bob-on-a',
  payer: { chainId: 'zone-b', account: 'bob-on-b' },
  recipientKey: Uint8Array.of(1, 2),
  fromNs: 5n,
}
const named = (change: Partial<typeof order> = {}): string[] =>
  planPurchase(place, { ...order, ...change }).map(({ chainId, actor, resource = 'assets', body }) =>
    [chainId, actor, resource, body.kind === 'custom' ? body.value.name : body.kind].join(' '),
  )

test('units of another zone leave there and arrive at the market, beside agreement, grant and certificate (Y-9.7j)', () => {
  expect(named()).toEqual([
    'zone-b bob-on-b assets releaseCoins',
    'zone-a bob-on-a assets receiveCoins',
    'zone-a bob-on-a market market.buy',
    'zone-a bob-on-a rights rights.grant',
    'zone-a bob-on-a credentials credentials.valid',
  ])
  const [release, receive] = planPurchase(place, order)
  expect(release?.body.value).toEqual({ amount: offer.price, destinationChainId: 'zone-a' })
  expect(receive?.body.value).toEqual({ amount: offer.price, sourceChainId: 'zone-b', recipient: 'market' })
})

test('units of the same zone change hands there, and what is free is not paid for', () => {
  const here = { chainId: 'zone-a', account: 'bob-on-a' }
  expect(named({ payer: here })[0]).toBe('zone-a bob-on-a assets transferCoins')
  const [transfer] = planPurchase(place, { ...order, payer: here })
  expect(transfer?.body.value).toEqual({ amount: offer.price, recipient: 'market' })
  const { certificate: _, ...bare } = offer
  const free: Offer = { ...bare, price: { ...offer.price, amount: '0' } }
  expect(named({ offer: free })).toEqual(['zone-a bob-on-a market market.buy', 'zone-a bob-on-a rights rights.grant'])
})

test('a grant permits what the offer says, from the moment of the purchase to the end of its term', () => {
  expect(termsFrom(offer.terms, 5n)).toEqual({
    fields: ['*'],
    purposes: ['research'],
    from_ns: '5',
    until_ns: '60000000005',
    count: 3,
    onward: 'none',
    royalty_bps: 5,
  })
})
