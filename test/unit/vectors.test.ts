// Walks test/vectors in TypeScript, whichever language wrote them; the twin is contracts/vectors/tests/vectors.rs.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secp256k1, Secp256k1Signature } from '@cosmjs/crypto'
import { type AuthorisationSubject, authorisationText, signedBytes } from '../../core/authorisation.ts'
import { parseHex, toHex } from '../../core/bytes.ts'
import {
  authorisationJson,
  decodeAuthorisation,
  decodeEnvelope,
  decodeTable,
  encodeAuthorisation,
} from '../../core/codec.ts'
import { type DataClass, type DataOperation, dataClass, duplicationRefusal } from '../../core/duplication.ts'
import { CausewayError } from '../../core/errors.ts'
import { checkEnvelope } from '../../core/format.ts'
import { parseId, parseTransactionId } from '../../core/ids.ts'
import { parseManifest } from '../../core/manifest.ts'
import { parseAcknowledgement, parsePacket } from '../../core/packet.ts'
import { transactionId } from '../../core/transactionId.ts'
import { sha256 } from '../vectors/samples.ts'
import { type Area, codecs, type Messages, vectorText } from '../vectors/vector.ts'
import { typescriptVectors } from '../vectors/write.ts'

type Content = Readonly<Record<string, unknown>> & {
  readonly why: string
  readonly bytes: string
  readonly error?: string
}

const root = join(import.meta.dirname, '../vectors')
const messageAreas = ['envelope', 'manifest', 'packet', 'acknowledgement', 'table'] as const

function read(area: string): [string, Content][] {
  const files = readdirSync(join(root, area)).filter((file) => file.endsWith('.json'))
  return files.sort().map((file) => {
    return [`${area}/${file}`, JSON.parse(readFileSync(join(root, area, file), 'utf8')) as Content]
  })
}

/** What the edge does with bytes of this area when they arrive. */
const parse: { readonly [A in Area]: (bytes: Uint8Array) => Messages[A] } = {
  envelope: (bytes) => {
    const envelope = decodeEnvelope(bytes)
    checkEnvelope(envelope)
    return envelope
  },
  manifest: (bytes) => parseManifest(bytes, sha256),
  packet: parsePacket,
  acknowledgement: parseAcknowledgement,
  table: decodeTable,
}

/** The chain-side code of a refusal: decoders name it as `reason`. */
function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof CausewayError) return error.facts['reason'] ?? error.code
    throw error
  }
  return 'accepted'
}

function encodeJson<A extends Area>(area: A, json: unknown): Uint8Array {
  return codecs[area].encode(codecs[area].json.fromJson(json))
}

function decodeJson<A extends Area>(area: A, bytes: Uint8Array): unknown {
  return codecs[area].json.toJson(parse[area](bytes))
}

const all = messageAreas.flatMap((area) => read(area).map(([name, content]) => ({ area, name, content })))
const positive = all.filter(({ content }) => content.error === undefined)
const negative = all.filter(({ content }) => content.error !== undefined)

test.each(positive)('the vector $name holds in both directions', ({ area, content }) => {
  expect(toHex(encodeJson(area, content['message']))).toBe(content.bytes)
  expect(decodeJson(area, parseHex(content.bytes))).toEqual(content['message'])
})

test.each(negative)('the vector $name is refused with its code', ({ area, content }) => {
  const bytes = (): Uint8Array =>
    content['bytes'] === undefined ? encodeJson(area, content['message']) : parseHex(content.bytes)
  expect(refusal(() => parse[area](bytes()))).toBe(content.error)
})

test.each(read('manifest').filter(([, { error }]) => error === undefined))(
  'the vector %s has its transaction id',
  (_, content) => {
    expect(transactionId(parseHex(content.bytes), sha256)).toBe(content['transactionId'])
  },
)

test.each(read('envelope').filter(([, { error }]) => error === undefined))(
  'the vector %s falls under its data class',
  (_, content) => {
    expect(dataClass(decodeEnvelope(parseHex(content.bytes)))).toBe(content['dataClass'])
  },
)

test.each(read('id'))('the vector %s comes apart or is refused', (_, content) => {
  const id = String(content['id'])
  if (content.error === undefined) expect(parseId(id)).toEqual(content['parts'])
  else expect(refusal(() => parseId(id))).toBe(content.error)
})

test.each(read('authorisation'))('the vector %s has its text and a signature that verifies', async (_, content) => {
  const { purpose, transactionId, hubChainId, hubContract, deadlineNs } = content['subject'] as Record<string, string>
  const text = authorisationText({
    purpose: purpose as AuthorisationSubject['purpose'],
    transactionId: parseTransactionId(transactionId ?? ''),
    hubChainId: hubChainId ?? '',
    hubContract: hubContract ?? '',
    deadlineNs: BigInt(deadlineNs ?? ''),
  })
  expect(text).toBe(content['text'])
  const authorisation = decodeAuthorisation(parseHex(content.bytes))
  expect(toHex(encodeAuthorisation(authorisationJson.fromJson(content['message'])))).toBe(content.bytes)
  const digest = sha256(signedBytes(authorisation.scheme, String(content['signer']), text))
  expect(toHex(digest)).toBe(content['digest'])
  const signature = Secp256k1Signature.fromFixedLength(Uint8Array.from([...authorisation.signature]))
  expect(await Secp256k1.verifySignature(signature, digest, authorisation.publicKey)).toBe(true)
})

test.each(read('duplication'))('the vector %s is the row of the rules', (_, content) => {
  const refusals = content['refusals'] as Record<DataClass, string | null>
  for (const [name, expected] of Object.entries(refusals)) {
    const actual = duplicationRefusal(content['operation'] as DataOperation, name as DataClass)
    expect(actual ?? null).toBe(expected)
  }
})

test('committed vectors of the TypeScript half are what the generator writes', async () => {
  for (const vector of await typescriptVectors()) {
    const path = join(root, vector.area, `${vector.name}.json`)
    expect(readFileSync(path, 'utf8')).toBe(vectorText(vector))
  }
})

test('every area has vectors of both signs, and both languages wrote some', () => {
  expect(new Set(positive.map(({ area }) => area))).toEqual(new Set(messageAreas))
  expect(new Set(negative.map(({ area }) => area))).toEqual(new Set(messageAreas))
  expect(new Set(all.map(({ content }) => content['by']))).toEqual(new Set(['rust', 'typescript']))
})

test('the first byte of every acknowledgement is 0x08, so none can be read as JSON', () => {
  const acknowledgements = positive.filter(({ area }) => area === 'acknowledgement')
  for (const { content } of acknowledgements) expect(content.bytes.slice(0, 2)).toBe('08')
})
