// Who gets a batch at the door: whom the chain names now, by a signature that counts, once for each request.

import { toBase64 } from '../../core/bytes.ts'
import { parseSubject } from '../../core/did.ts'
import { CausewayError } from '../../core/errors.ts'
import { requestHeader, requestText } from '../../platform/collection/batchRequest.ts'
import { openHandOut, type Readers } from '../../platform/collection/handOut.ts'
import { signSubmission } from '../../platform/validation/signature.ts'
import { makeDevice } from '../fakes/devices.ts'

const batch = 'did:causeway:entry:zone-a:weather.station-1.1-4'
const checker = 'did:causeway:party:zone-a:checker'
const key = makeDevice('ed25519')
const other = makeDevice('ed25519')
const subject = (id: string, status: string): object => ({
  id,
  form: 'organisation',
  owner: null,
  status,
  keys: [
    {
      name: 'main',
      algorithm: 'ed25519',
      public_key: toBase64(key.key.publicKey),
      since_height: 1,
      until_height: null,
    },
  ],
  accounts: [],
  roles: [],
  version: 1,
  home_chain_id: 'zone-a',
})

function open(options: { readers?: Partial<Readers>; regulators?: readonly string[]; status?: string } = {}) {
  const clock = { now: 1_000_000, nowMs: () => clock.now, sleep: async () => undefined }
  const events: string[] = []
  const keep = (event: string): void => void events.push(event)
  const log = { debug: keep, info: keep, warn: keep, error: keep, child: () => log }
  const content = { attempt: 1, content: Uint8Array.of(1, 2) }
  const handOut = openHandOut({
    contents: { content: async () => content },
    certificates: { of: async () => ['a certificate'] },
    subjects: {
      query: async (did) => ({
        subject: parseSubject(subject(did, options.status ?? 'active')),
        height: 1n,
        timeMs: 0,
      }),
    },
    readers: async (id) =>
      id === batch ? { attempt: 1, owner: 'the owner', drawn: [], ...options.readers } : undefined,
    isRegulator: async (party) => options.regulators?.includes(party) ?? false,
    clock,
    log,
  })
  const ask = (change: { party?: string; atMs?: number; nonce?: string; by?: typeof key; of?: string } = {}) => {
    const { party = checker, atMs = clock.now, nonce = 'ab'.repeat(16), by = key, of = batch } = change
    const asked = { batch: of, party, atMs, nonce }
    const signature = signSubmission('ed25519', by.privateKey, requestText(asked))
    return handOut(of, requestHeader({ ...asked, signature }))
  }
  return { ask, clock, events, handOut }
}
const codeOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'handed out',
    (error: unknown) => (error instanceof CausewayError ? error.code : error),
  )

test('drawn checkers, the owner and regulators are handed the batch, nobody else, and each answer is logged', async () => {
  const drawn = open({ readers: { drawn: [checker] } })
  expect(await drawn.ask()).toEqual({ attempt: 1, content: 'AQI=', certificates: ['a certificate'] })
  expect(drawn.events).toEqual(['collection.batch_handed_out'])
  expect(await codeOf(open({ readers: { owner: checker } }).ask())).toBe('handed out')
  expect(await codeOf(open({ regulators: [checker] }).ask())).toBe('handed out')
  const stranger = open()
  expect(await codeOf(stranger.ask())).toBe('NOT_DRAWN')
  expect(stranger.events).toEqual(['collection.hand_out_refused'])
})

test('a request counts once, for a short time, and not from before the door was opened (Y-7.1.5a)', async () => {
  const { ask, clock } = open({ readers: { drawn: [checker] } })
  expect(await codeOf(ask())).toBe('handed out')
  expect(await codeOf(ask())).toBe('NONCE_TAKEN')
  expect(await codeOf(ask({ nonce: '01'.repeat(16), atMs: clock.now - 1 }))).toBe('REQUEST_EXPIRED')
  expect(await codeOf(ask({ nonce: '02'.repeat(16), atMs: clock.now + 5_001 }))).toBe('REQUEST_EXPIRED')
  clock.now += 60_000
  expect(await codeOf(ask({ nonce: '03'.repeat(16), atMs: clock.now - 30_001 }))).toBe('REQUEST_EXPIRED')
  expect(await codeOf(ask({ nonce: '04'.repeat(16), atMs: clock.now - 30_000 }))).toBe('handed out')
})

test('another key, an inactive party, another batch and no signature at all are refused by their codes', async () => {
  const { ask, handOut } = open({ readers: { drawn: [checker] } })
  expect(await codeOf(ask({ by: other }))).toBe('SIGNATURE_INVALID')
  expect(await codeOf(handOut(batch, ''))).toBe('UNAUTHORISED')
  expect(await codeOf(handOut(batch, 'Causeway e30'))).toBe('UNAUTHORISED')
  expect(await codeOf(ask({ of: `${batch}0` }))).toBe('BATCH_UNKNOWN')
  expect(await codeOf(open({ status: 'suspended' }).ask())).toBe('SUBJECT_INACTIVE')
})
