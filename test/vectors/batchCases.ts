// Writes batches.json: batches with their rows, leaves, roots, proofs and signatures, and what must be refused of them.
import { createHmac, createPrivateKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type BatchName,
  batchId,
  batchLeaves,
  type Curve,
  encodeRows,
  rowElements,
  rowsOf,
  submissionBytes,
  submissionText,
} from '../../core/batch.ts'
import { parseHex, toHex, utf8 } from '../../core/bytes.ts'
import { type LeafHash, merkleLeaf, merkleProof, merkleRoot } from '../../core/merkle.ts'
import type { Json } from '../../core/wire.ts'
import type { Element, Row } from '../../core/words.ts'
import { publicKeyOf, signSubmission, verifySubmission } from '../../platform/validation/signature.ts'
import { sha256 } from './samples.ts'

type Case = Readonly<Record<string, Json>>
export const batchesFile = join(import.meta.dirname, 'batches.json')

const salt = sha256(utf8('causeway vector salt'))
const leafHashes: Readonly<Record<string, LeafHash>> = {
  open: sha256,
  closed: (bytes) => new Uint8Array(createHmac('sha256', salt).update(bytes).digest()),
}

// PKCS #8 around keys that are hashes of their names: everybody may know them.
const pkcs8 = (prefix: string, seed: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(prefix + seed, 'hex'), format: 'der', type: 'pkcs8' })
const seed = (name: string): string => toHex(sha256(utf8(name)))
const privateKeys: Readonly<Record<Curve, KeyObject>> = {
  ed25519: pkcs8('302e020100300506032b657004220420', seed('causeway vector device ed25519')),
  p256: pkcs8(
    '3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420',
    seed('causeway vector device p256'),
  ),
}

export const vectorModel: readonly Element[] = [
  { name: 'temperature', type: 'decimal', unit: 'Cel', lengthMax: 16, optional: false },
  { name: 'state', type: 'text', unit: '', lengthMax: 32, optional: true },
]

function vectorRow(sequence: bigint): Row {
  const text =
    sequence % 3n === 0n ? ({ kind: 'empty' } as const) : ({ kind: 'text', value: `Regen 雨 ${sequence}` } as const)
  return {
    cells: [
      { kind: 'integer', value: sequence },
      { kind: 'timestampNs', value: 1_795_604_400_000_000_000n + (sequence % 1000n) * 60_000_000_000n },
      { kind: 'decimal', value: `${sequence % 40n}.50` },
      text,
    ],
  }
}

const streamId = 'did:causeway:asset:zone-a:weather'
const sentNs = 1_795_608_000_000_000_001n

/** Ed25519 is a function of key and text; a P-256 signature is kept from the last file for as long as it verifies. */
function signatureOf(curve: Curve, text: string, known: ReadonlyMap<string, string>): Uint8Array {
  const kept = known.get(text)
  const key = { curve, publicKey: publicKeyOf(curve, privateKeys[curve]) }
  if (kept !== undefined && verifySubmission(key, text, parseHex(kept))) return parseHex(kept)
  return signSubmission(curve, privateKeys[curve], text)
}

type Plan = { readonly why: string; readonly curve: Curve; readonly access: string; readonly attempt?: number }

function batchCase(plan: Plan, first: bigint, last: bigint, known: ReadonlyMap<string, string>): Case {
  const { curve, access, attempt = 1 } = plan
  const name: BatchName = { streamId, deviceId: `did:causeway:thing:zone-a:station-${curve}`, attempt, first, last }
  const content = encodeRows(Array.from({ length: Number(last - first) + 1 }, (_, i) => vectorRow(first + BigInt(i))))
  const leaves = batchLeaves(content, leafHashes[access] ?? sha256)
  const root = merkleRoot(leaves, sha256)
  const text = submissionText(name, root, sentNs)
  return {
    why: plan.why,
    id: batchId(name),
    streamId,
    deviceId: name.deviceId,
    attempt,
    first: first.toString(),
    last: last.toString(),
    sentNs: sentNs.toString(),
    access,
    rows: rowsOf(content).map(toHex),
    content: toHex(content),
    leaves: leaves.map(toHex),
    root: toHex(root),
    proofs: leaves.map((_, index) => merkleProof(leaves, index, sha256).map(toHex)),
    text,
    signedBytes: toHex(submissionBytes(curve, text, sha256)),
    curve,
    publicKey: toHex(publicKeyOf(curve, privateKeys[curve])),
    signature: toHex(signatureOf(curve, text, known)),
  }
}

function accepted(known: ReadonlyMap<string, string>): readonly Case[] {
  const batch = (why: string, curve: Curve, access: string, first: bigint, last: bigint, attempt = 1): Case =>
    batchCase({ why, curve, access, attempt }, first, last, known)
  return [
    batch('one entry: its leaf is the root', 'ed25519', 'open', 1n, 1n),
    batch('three entries: the tree leans to the left', 'ed25519', 'open', 2n, 4n),
    batch('seven entries under P-256', 'p256', 'open', 1n, 7n),
    batch('a closed stream: leaves under the salt', 'p256', 'closed', 8n, 12n),
    batch('the same entries again, corrected', 'ed25519', 'closed', 2n, 4n, 2),
    batch('the largest numbers there are', 'ed25519', 'open', 2n ** 63n - 2n, 2n ** 63n - 1n),
  ]
}

const flip = (hex: Json | undefined): string => {
  const bytes = parseHex(String(hex))
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return toHex(bytes)
}

/** The other P-256 signature of the same text, which the lower half of s excludes. */
function highS(hex: Json | undefined): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const text = String(hex)
  return text.slice(0, 64) + (order - BigInt(`0x${text.slice(64)}`)).toString(16).padStart(64, '0')
}

/** `check` names what must fail: root (of the content), signature (over the text), proof, or name. */
function refused(cases: readonly Case[]): readonly Case[] {
  const [one = {}, three = {}, p256 = {}, closed = {}] = cases
  const change = (why: string, check: string, base: Case, changes: Case): Case => ({ ...base, why, check, ...changes })
  const rehashed = (leaf: string): string => toHex(merkleLeaf(parseHex(leaf), sha256))
  return [
    change('one bit of a row differs', 'root', three, { content: flip(three['content']) }),
    change('a closed stream hashed without its salt', 'root', closed, { access: 'open' }),
    change('one bit of the signature differs', 'signature', three, { signature: flip(three['signature']) }),
    change('a signature of 63 bytes', 'signature', one, { signature: String(one['signature']).slice(2) }),
    change('the other s of P-256', 'signature', p256, { signature: highS(p256['signature']) }),
    change('the key of another device', 'signature', one, { publicKey: toHex(sha256(utf8('stranger'))) }),
    change('signed as attempt 1, sent as attempt 2', 'signature', one, { attempt: 2 }),
    change('signed for another time', 'signature', one, { sentNs: '1795608000000000002' }),
    change('signed for another range', 'signature', three, { first: '3', last: '5' }),
    change('the path of another leaf', 'proof', three, { index: 0, proof: (three['proofs'] as Json[])[1] ?? [] }),
    change('an inner node shown as a leaf', 'proof', three, {
      index: 0,
      leaf: rehashed(String((three['leaves'] as Json[])[0])),
      proof: (three['proofs'] as Json[])[0] ?? [],
    }),
    change('entries from 0', 'name', one, { first: '0' }),
    change('a range that goes back', 'name', three, { first: '4', last: '2' }),
    change('1025 entries', 'name', one, { last: '1025' }),
    change('a device of another chain', 'name', one, { deviceId: 'did:causeway:thing:zone-b:station-ed25519' }),
    change('a stream with a dot', 'name', one, { streamId: 'did:causeway:asset:zone-a:a.b' }),
  ]
}

function knownSignatures(): ReadonlyMap<string, string> {
  if (!existsSync(batchesFile)) return new Map()
  const file = JSON.parse(readFileSync(batchesFile, 'utf8')) as { accepted: { text: string; signature: string }[] }
  return new Map(file.accepted.map(({ text, signature }) => [text, signature]))
}

export function batchesText(): string {
  const cases = accepted(knownSignatures())
  const content = {
    why: 'what devices submit; the leaf is sha256, or HMAC-SHA-256 under the salt, of 0x00 and the row',
    by: 'typescript',
    elements: rowElements(vectorModel),
    salt: toHex(salt),
    accepted: cases,
    refused: refused(cases),
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

if (import.meta.main) writeFileSync(batchesFile, batchesText())
