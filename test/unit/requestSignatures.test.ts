// Signed requests: who is let through, and that no request counts twice, late, or for other bytes.
import { utf8 } from '../../core/bytes.ts'
import { newDevice } from '../../localnet/demo/devices.ts'
import { openRequestSignatures, signRequests } from '../../platform/analytics/requestSignatures.ts'
import { parseQuestion, questionText } from '../../platform/audit/question.ts'
import type { SubjectQueries } from '../../platform/identity/ports.ts'

const party = 'did:causeway:party:zone-a:asker'
const key = newDevice(party)
const body = utf8('{"a":1}')
let nowMs: number
let status: string
const clock = { nowMs: () => nowMs }

const subjects: SubjectQueries = {
  query: async (did) => {
    const keys = [{ name: 'main', algorithm: key.curve, bytes: key.publicKey, fromHeight: 1n, untilHeight: undefined }]
    const subject = { id: did, status, keys }
    return did === party ? ({ subject, height: 5n, timeMs: nowMs } as never) : undefined
  },
}

beforeEach(() => {
  nowMs = 1_800_000_000_000
  status = 'active'
})

const open = () =>
  openRequestSignatures({ subjectsOf: (chainId) => (chainId === 'zone-a' ? subjects : undefined), clock })
const headersOf = (by = party) => signRequests(by, key.sign, clock)('POST', '/parts', body)
const asked = (headers: Readonly<Record<string, string>>, change: { path?: string; body?: Uint8Array } = {}) => ({
  ...{ method: 'POST', path: '/parts', body, ...change },
  header: (name: string) => headers[name],
})

test('the party whose key signed these bytes for this path is named, and for any other nobody is', async () => {
  const signatures = open()
  const headers = await headersOf()
  expect(await signatures.signer(asked(headers, { body: utf8('{"a":2}') }))).toBeUndefined()
  expect(await signatures.signer(asked(headers, { path: '/other' }))).toBeUndefined()
  expect(await signatures.signer(asked({}))).toBeUndefined()
  expect(await signatures.signer(asked(await headersOf('did:causeway:party:zone-a:other')))).toBeUndefined()
  expect(await signatures.signer(asked(await headersOf('did:causeway:party:zone-q:asker')))).toBeUndefined()
  expect(await signatures.signer(asked(headers))).toBe(party)
})

test('a suspended party signs nothing that counts', async () => {
  const signatures = open()
  status = 'suspended'
  expect(await signatures.signer(asked(await headersOf()))).toBeUndefined()
})

test('a request counts once, in its minute, and not in a process that began after it', async () => {
  const signatures = open()
  const headers = await headersOf()
  expect(await signatures.signer(asked(headers))).toBe(party)
  await expect(signatures.signer(asked(headers))).rejects.toMatchObject({ code: 'NONCE_TAKEN' })
  const late = await headersOf()
  nowMs += 60_001
  await expect(signatures.signer(asked(late))).rejects.toMatchObject({ code: 'REQUEST_EXPIRED' })
  const early = await headersOf()
  nowMs += 1
  await expect(open().signer(asked(early))).rejects.toMatchObject({ code: 'REQUEST_EXPIRED' })
})

test('a question has one text whatever the order of its parts, and mistakes in it are named', () => {
  const [one, other] = [
    { until: '9', name: 'did:x', record: '4' },
    { record: '4', name: 'did:x', until: '9' },
  ].map((parameters) => questionText(parseQuestion(parameters).query))
  expect([one, other]).toEqual(['audit name=did:x until=9', 'audit name=did:x until=9'])
  const refused = (parameters: object) => () => parseQuestion(parameters)
  for (const parameters of [{}, { record: '0' }, { record: '1', name: '' }, { record: '1', from: '-1' }]) {
    expect(refused(parameters)).toThrow(expect.objectContaining({ code: 'BODY_INVALID' }))
  }
  expect(refused({ record: '1', other: 'x' })).toThrow(expect.objectContaining({ code: 'BODY_INVALID' }))
})
