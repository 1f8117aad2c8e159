// Manifests, packets and acknowledgements of the TypeScript half.
import { encodeManifest } from '../../core/codec.ts'
import type { ErrorCode } from '../../core/errors.ts'
import { envelopeDigest } from '../../core/format.ts'
import type { Decision, Envelope, Leg, Manifest } from '../../core/words.ts'
import {
  alice,
  bob,
  certificate,
  leg,
  manifest,
  operation,
  replica,
  sha256,
  share,
  source,
  weather,
} from './samples.ts'
import { accepted, refused, refusedBytes, type Vector } from './vector.ts'

const custom = (name: string, length: number) =>
  operation({ kind: 'custom', value: { name, body: new Uint8Array(length).fill(7) } })

function transferLeg(chainId: string): Leg {
  const id = `did:causeway:asset:${chainId}:certificate-1`
  return leg(chainId, operation({ kind: 'transferAsset', value: { id, version: 0n, recipient: bob } }))
}

const legs = (count: number): readonly Leg[] =>
  Array.from({ length: count }, (_, index) => transferLeg(`zone-${(index + 10).toString(36)}`))

function move(envelope: Envelope, destination = 'zone-b'): Manifest {
  const release = operation({
    kind: 'releaseAsset',
    value: {
      id: envelope.id,
      version: 2n ** 64n - 1n,
      destinationChainId: destination,
      envelopeDigest: envelopeDigest(envelope, sha256),
    },
  })
  const receive = operation(
    {
      kind: 'receiveAsset',
      value: { envelope, version: 2n ** 64n - 1n, sourceChainId: 'zone-a', recipient: bob },
    },
    bob,
  )
  return manifest([leg('zone-a', release), leg('zone-b', receive)])
}

/** Released to C, received on B and on C: the asset would live twice. */
function doubled(): Manifest {
  const [release, receive] = move(certificate(), 'zone-c').legs
  if (!release || !receive) throw new Error('a move has two legs')
  return manifest([release, receive, { ...receive, chainId: 'zone-c' }])
}

function coins(amount: string, denom = 'ustake'): Manifest {
  const value = { amount: { originChainId: 'zone-a', denom, amount }, recipient: bob }
  return manifest([leg('zone-a', operation({ kind: 'transferCoins', value }))])
}

const parking = leg('zone-b', custom('parking.reserve', 4096), checkCertificate())

function checkCertificate() {
  return operation({ kind: 'checkAsset', value: { id: certificate().id, version: 0n, owner: alice } })
}

function onOneChain(): Manifest {
  return manifest([leg('zone-a', source(weather()), replica(weather()))])
}

const good: readonly (readonly [string, string, Manifest])[] = [
  ['share', 'an open record of zone A for zones B and C', share()],
  ['move', 'a certificate moves at the largest version', move(certificate())],
  ['stranger', "an operation of a stranger's contract at its limit, with a read condition", manifest([parking])],
  ['sixteen-legs', 'a transaction at its limit', manifest(legs(16))],
  ['later-minor', 'every minor of a known major is read', { ...share(), schema: { major: 1, minor: 9 } }],
  ['ibc-denomination', 'slashes and capitals', coins('1', `ibc/${'A0'.repeat(32)}`)],
]

const bad: readonly (readonly [string, string, Manifest, ErrorCode])[] = [
  ['unknown-major', 'another major is refused', { ...share(), schema: { major: 2, minor: 0 } }, 'SCHEMA_UNKNOWN'],
  ['seventeen-legs', 'one more than allowed', manifest(legs(17)), 'LIMIT_EXCEEDED'],
  [
    'manifest-too-long',
    'nine bodies of 4096 bytes',
    manifest([leg('zone-a', ...Array.from({ length: 9 }, () => custom('a.b', 4096)))]),
    'LIMIT_EXCEEDED',
  ],
  ['custom-too-long', '4097 bytes', manifest([leg('zone-a', custom('a.b', 4097))]), 'LIMIT_EXCEEDED'],
  ['custom-without-name', 'an operation nobody can name', manifest([leg('zone-a', custom('', 1))]), 'PART_MISSING'],
  [
    'copy-of-closed',
    'a closed record is not replicated',
    share(weather({ access: 'closed', copyable: false })),
    'COPY_OF_CLOSED',
  ],
  ['copy-of-an-asset', 'a certificate is not replicated', share(certificate()), 'COPY_OF_CLOSED'],
  ['copy-not-allowed', 'an open record that is fixed', share(weather({ copyable: false })), 'COPY_NOT_ALLOWED'],
  ['move-of-open', 'an open record is not moved', move(weather()), 'MOVE_OF_OPEN'],
  [
    'replica-too-long',
    'content of 65537 bytes is not stored on chain',
    share(weather({ length: 65_537n })),
    'LIMIT_EXCEEDED',
  ],
  [
    'replica-without-source',
    'nobody says that the source is so',
    manifest([leg('zone-b', replica(weather()))]),
    'UNPAIRED',
  ],
  [
    'replica-of-another-version',
    'the source has version 2',
    manifest([leg('zone-a', source(weather(), 2n)), leg('zone-b', replica(weather()))]),
    'UNPAIRED',
  ],
  [
    'replica-of-another-envelope',
    'other terms than at the source',
    manifest([leg('zone-a', source(weather({ terms: '' }))), leg('zone-b', replica(weather()))]),
    'UNPAIRED',
  ],
  ['replica-beside-its-source', 'another instance is on another chain', onOneChain(), 'UNPAIRED'],
  ['release-to-another-zone', 'released to C, received on B', move(certificate(), 'zone-c'), 'UNPAIRED'],
  ['received-on-two-zones', 'one release, two receipts', doubled(), 'UNPAIRED'],
  ['zero-coins', 'nothing is no amount', coins('0'), 'MALFORMED'],
  ['leading-zero', 'one number, one spelling', coins('01'), 'MALFORMED'],
  ['negative-coins', 'coins are counted from one', coins('-1'), 'MALFORMED'],
  ['too-many-coins', '2^128', coins((2n ** 128n).toString()), 'MALFORMED'],
  ['no-amount', 'an empty text is no number', coins(''), 'PART_MISSING'],
  ['short-denomination', 'two letters', coins('1', 'ab'), 'ID_MALFORMED'],
  [
    'upper-case-chain',
    'chain ids are lower case',
    manifest([transferLeg('zone-a')], { hubChainId: 'Hub' }),
    'ID_MALFORMED',
  ],
]

const decision = (byte: number, outcome: Decision['outcome'], code: number): Decision => ({
  transactionId: new Uint8Array(32).fill(byte),
  outcome,
  code,
})

const nameless: Decision = { ...decision(1, 'commit', 0), transactionId: new Uint8Array() }

const decisions = (count: number) => Array.from({ length: count }, (_, index) => decision(index, 'abort', 502))

export function manifestCases(): readonly Vector[] {
  const bytes = encodeManifest(share())
  return [
    ...good.map(([name, why, message]) => accepted('manifest', name, why, message)),
    ...bad.map(([name, why, message, error]) => refused('manifest', name, why, message, error)),
    refusedBytes('manifest', 'truncated', 'cut in the middle', bytes.subarray(0, 100), 'MALFORMED'),
    refusedBytes(
      'manifest',
      'trailing-bytes',
      'twice the nonce',
      Uint8Array.from([...bytes, ...bytes.subarray(-18)]),
      'NOT_CANONICAL',
    ),
  ]
}

export function packetCases(): readonly Vector[] {
  const votes = [{ answer: 'no', manifest: encodeManifest(share()), code: 4_294_967_295 }] as const
  const unknown = Uint8Array.from([0x1a, 0x00])
  return [
    accepted('packet', 'unknown-code', 'a reason of a later release travels as its number', {
      kind: 'votes',
      value: { votes },
    }),
    accepted('packet', 'decisions', '64 decisions, the limit', {
      kind: 'decisions',
      value: { decisions: decisions(64) },
    }),
    refused(
      'packet',
      'too-many-decisions',
      '65',
      { kind: 'decisions', value: { decisions: decisions(65) } },
      'LIMIT_EXCEEDED',
    ),
    refused(
      'packet',
      'no-decisions',
      'a packet that says nothing',
      { kind: 'decisions', value: { decisions: [] } },
      'PART_MISSING',
    ),
    refused(
      'packet',
      'decision-without-id',
      'about nothing',
      { kind: 'decisions', value: { decisions: [nameless] } },
      'MALFORMED',
    ),
    refusedBytes(
      'packet',
      'not-protobuf',
      'another protocol speaks JSON',
      new TextEncoder().encode('{"amount":"1"}'),
      'MALFORMED',
    ),
    refusedBytes('packet', 'truncated', 'a length without its bytes', Uint8Array.from([0x0a, 0x7f, 0x0a]), 'MALFORMED'),
    refusedBytes(
      'packet',
      'votes-and-decisions',
      'a packet is one of both',
      Uint8Array.from([0x0a, 0x00, 0x12, 0x00]),
      'NOT_CANONICAL',
    ),
    refusedBytes('packet', 'unknown-body', 'a body of a later release', unknown, 'NOT_CANONICAL'),
  ]
}

export function acknowledgementCases(): readonly Vector[] {
  const value = (entries: readonly Decision[]) => ({ kind: 'decisions', decisions: entries }) as const
  return [
    accepted('acknowledgement', 'full-batch', '32 entries, the limit', value(decisions(32))),
    refused('acknowledgement', 'too-many-entries', '33', value(decisions(33)), 'LIMIT_EXCEEDED'),
    refused(
      'acknowledgement',
      'pending-with-code',
      'pending has no reason',
      value([decision(1, 'pending', 502)]),
      'NOT_CANONICAL',
    ),
    refused(
      'acknowledgement',
      'short-transaction-id',
      '31 bytes',
      value([{ ...decision(1, 'commit', 0), transactionId: new Uint8Array(31) }]),
      'MALFORMED',
    ),
    refusedBytes('acknowledgement', 'kind-of-the-future', 'number 3', Uint8Array.from([0x08, 0x03]), 'PART_MISSING'),
    refusedBytes(
      'acknowledgement',
      'single-byte',
      'the success byte of ICS-20 contracts',
      Uint8Array.from([0x01]),
      'MALFORMED',
    ),
  ]
}
