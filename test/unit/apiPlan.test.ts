// What a manifest says for each intent: who does what where, with which actor; checked by the rules that gates apply.
import { type Intent, type PlanFacts, planManifest } from '../../api/planManifest.ts'
import { sha256 } from '../../api/sha256.ts'
import { encodeEnvelope } from '../../core/codec.ts'
import { checkManifest } from '../../core/manifest.ts'
import { certificateEnvelope, certificateId, recordEnvelope, recordId } from '../fakes/apiWorld.ts'

const item = (envelope: typeof recordEnvelope, version: bigint) => {
  const bytes = encodeEnvelope(envelope)
  return { envelope: bytes, envelopeDigest: sha256(bytes), ownerAccount: 'wasm1owner', version }
}

const facts: PlanFacts = {
  hub: { chainId: 'causeway-hub', contract: 'wasm1hub' },
  zones: new Map(
    ['zone-a', 'zone-b', 'zone-c'].map((id) => [
      id,
      { gate: `wasm1gate${id.at(-1)}`, resource: `wasm1res${id.at(-1)}` },
    ]),
  ),
  items: new Map([
    [`zone-a/${recordId}`, item(recordEnvelope, 4n)],
    [`zone-a/${certificateId}`, item(certificateEnvelope, 2n)],
    [`zone-c/${certificateId}`, item(certificateEnvelope, 2n)],
    [
      'zone-b/did:causeway:asset:zone-b:other',
      item({ ...certificateEnvelope, id: 'did:causeway:asset:zone-b:other' }, 5n),
    ],
  ]),
  deadlineNs: 99n,
  nonce: new Uint8Array(16).fill(1),
}

/** chain, actor, kind and what matters of the value, for every operation. */
function told(intent: Intent): unknown[] {
  const manifest = planManifest(intent, facts)
  checkManifest(manifest, sha256)
  return manifest.legs.flatMap((leg) =>
    leg.operations.map(({ actor, body }) => [
      leg.chainId,
      actor,
      body.kind,
      'version' in body.value ? body.value.version : null,
    ]),
  )
}

test('sharing reads the record at its source and replicates it at each destination', () => {
  const actors = { 'zone-b': 'wasm1bob', 'zone-c': 'wasm1carol' }
  const intent: Intent = { kind: 'replicate', id: recordId, from: 'zone-a', to: ['zone-c', 'zone-b'], actors }
  expect(told(intent)).toEqual([
    ['zone-a', 'wasm1owner', 'checkRecord', 4n],
    ['zone-b', 'wasm1bob', 'replicateRecord', 4n],
    ['zone-c', 'wasm1carol', 'replicateRecord', 4n],
  ])
})

test('moving releases here and receives there, by the recipient', () => {
  const intent: Intent = { kind: 'move', id: certificateId, from: 'zone-a', to: 'zone-b', recipient: 'wasm1bob' }
  expect(told(intent)).toEqual([
    ['zone-a', 'wasm1owner', 'releaseAsset', 2n],
    ['zone-b', 'wasm1bob', 'receiveAsset', 2n],
  ])
})

const sale = { id: certificateId, chainId: 'zone-c', seller: 'wasm1alice', buyer: 'wasm1bob' }
const amount = { originChainId: 'zone-b', denom: 'ucity', amount: '5' }

test('payment against asset changes the owner of both, each in its own zone', () => {
  const payment = { chainId: 'zone-b', amount, payer: 'wasm1bob', payee: 'wasm1alice' }
  expect(told({ kind: 'exchange', asset: sale, payment })).toEqual([
    ['zone-b', 'wasm1bob', 'transferCoins', null],
    ['zone-c', 'wasm1alice', 'transferAsset', 2n],
  ])
})

test('payment in the same zone shares its leg', () => {
  const payment = { chainId: 'zone-c', amount, payer: 'wasm1bob', payee: 'wasm1alice' }
  const manifest = planManifest({ kind: 'exchange', asset: sale, payment }, facts)
  expect(manifest.legs.map((leg) => leg.operations.length)).toEqual([2])
})

test('two assets change owners across zones', () => {
  const second = { id: 'did:causeway:asset:zone-b:other', chainId: 'zone-b', seller: 'wasm1bob', buyer: 'wasm1alice' }
  expect(told({ kind: 'swap', first: sale, second })).toEqual([
    ['zone-b', 'wasm1bob', 'transferAsset', 5n],
    ['zone-c', 'wasm1alice', 'transferAsset', 2n],
  ])
})

test('coins leave one zone and arrive in another', () => {
  const intent: Intent = {
    kind: 'moveCoins',
    from: 'zone-b',
    to: 'zone-a',
    amount,
    actor: 'wasm1bob',
    recipient: 'wasm1eve',
  }
  expect(told(intent)).toEqual([
    ['zone-a', 'wasm1eve', 'receiveCoins', null],
    ['zone-b', 'wasm1bob', 'releaseCoins', null],
  ])
})

test('operations of any kind are composed as they are given, on the assets of their zone where they name no contract', () => {
  const reserve = { kind: 'custom' as const, value: { name: 'parking.reserve', body: new Uint8Array([1]) } }
  const amount = { originChainId: 'zone-b', denom: 'ucity', amount: '3' }
  const pay = { kind: 'transferCoins' as const, value: { amount, recipient: 'wasm1park' } }
  const operations = [
    { chainId: 'zone-b', actor: 'wasm1bob', body: reserve, resource: 'wasm1parking' },
    { chainId: 'zone-b', actor: 'wasm1bob', body: pay },
  ]
  const { legs } = planManifest({ kind: 'compose', operations }, facts)
  expect(legs).toEqual([
    {
      chainId: 'zone-b',
      gate: 'wasm1gateb',
      operations: [
        { resource: 'wasm1parking', actor: 'wasm1bob', body: reserve },
        { resource: 'wasm1resb', actor: 'wasm1bob', body: pay },
      ],
    },
  ])
})

test('a destination without an actor is PART_MISSING, an unknown item ABSENT, an unknown zone ZONE_UNKNOWN', () => {
  const base = { kind: 'replicate', id: recordId, from: 'zone-a', to: ['zone-b'], actors: {} } as const
  const code = (intent: Intent): unknown => {
    try {
      return planManifest(intent, facts)
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  expect(code(base)).toBe('PART_MISSING')
  expect(code({ ...base, from: 'zone-b' })).toBe('ABSENT')
  expect(code({ ...base, to: ['zone-x'], actors: { 'zone-x': 'wasm1x' } })).toBe('ZONE_UNKNOWN')
})
