// Decides whether an envelope is complete and coherent (Y.4560 clause 7.2.1) and whether content is what it describes.
// Twin of envelope.rs in causeway-proto: same order of checks, same codes (test/vectors/envelope).
import { byteLength, equalBytes } from './bytes.ts'
import { encodeEnvelope } from './codec.ts'
import { dataClass } from './duplication.ts'
import { CausewayError } from './errors.ts'
import { parseDataId, parsePartyId } from './ids.ts'
import {
  checkLimit,
  checkTextLimit,
  contentBytesMax,
  elementsMax,
  envelopeBytesMax,
  lineageMax,
  nameBytesMax,
  schemaMajor,
  termsBytesMax,
  unitBytesMax,
} from './limits.ts'
import type { Sha256 } from './sha256.ts'
import type { Cell, Element, Envelope, Fingerprint, SchemaVersion, Table } from './words.ts'

/** Everything that can be said about an envelope without its content and without a chain's state. */
export function checkEnvelope(envelope: Envelope, path = ''): void {
  const at = (part: string): string => (path === '' ? part : `${path}.${part}`)
  checkSchema(envelope.schema, at('schema'))
  checkLimit(encodeEnvelope(envelope).length, envelopeBytesMax, path === '' ? 'envelope' : path)
  parseDataId(envelope.id, at('id'))
  dataClass(envelope)
  parsePartyId(envelope.owner, at('owner'))
  if (envelope.controller !== '') parsePartyId(envelope.controller, at('controller'))
  checkTextLimit(envelope.terms, termsBytesMax, at('terms'))
  checkStructure(envelope, at)
  checkElements(envelope.elements, at)
  if (envelope.stored) checkStored(envelope.stored, at('stored'))
  if (envelope.plaintext) checkDigest(envelope.plaintext.digest, at('plaintext.digest'))
  checkLineage(envelope.lineage, at('lineage'))
}

/** Every minor of the known major is welcome; another major is not. */
export function checkSchema(schema: SchemaVersion, path: string): void {
  if (schema.major !== schemaMajor) throw new CausewayError('SCHEMA_UNKNOWN', { path, major: String(schema.major) })
}

/** sha256 of the canonical bytes: what a release and a receipt must agree on. */
export function envelopeDigest(envelope: Envelope, sha256: Sha256): Uint8Array {
  return Uint8Array.from(sha256(encodeEnvelope(envelope)))
}

/** The fingerprint of content as it is stored: it is verified on chain, so its hash needs no secret. */
export function fingerprint(content: Uint8Array, sha256: Sha256): Fingerprint {
  return { algorithm: 'sha2_256', digest: Uint8Array.from(sha256(content)) }
}

/** Whether the content is the one that the envelope describes, and short enough to be stored on chain. */
export function checkContent(envelope: Envelope, content: Uint8Array, sha256: Sha256): void {
  checkLimit(content.length, contentBytesMax, 'content')
  if (!envelope.stored) throw new CausewayError('PART_MISSING', { path: 'envelope.stored' })
  const expected = { path: 'content', expected: `${envelope.length} bytes`, actual: `${content.length} bytes` }
  if (BigInt(content.length) !== envelope.length) throw new CausewayError('FINGERPRINT_MISMATCH', expected)
  if (!equalBytes(sha256(content), envelope.stored.digest)) {
    throw new CausewayError('FINGERPRINT_MISMATCH', { path: 'content', expected: 'the hash in envelope.stored' })
  }
}

function missing(path: string, expected = 'present'): never {
  throw new CausewayError('PART_MISSING', { path, expected })
}

function checkStructure(envelope: Envelope, at: (part: string) => string): void {
  if (envelope.structure === 'table' && envelope.elements.length === 0) missing(at('elements'), 'the columns')
  if (envelope.dataType !== 'record') return
  if (envelope.structure === undefined) missing(at('structure'), 'table | document | bytes')
  if (!envelope.stored) missing(at('stored'), 'the fingerprint of the content')
  if (envelope.length === 0n) missing(at('length'), 'the length of the content')
}

function checkElements(elements: readonly Element[], at: (part: string) => string): void {
  checkLimit(elements.length, elementsMax, at('elements'))
  elements.forEach((element, index) => {
    const path = at(`elements[${index}]`)
    if (element.name === '') missing(`${path}.name`)
    checkTextLimit(element.name, nameBytesMax, `${path}.name`)
    checkTextLimit(element.unit, unitBytesMax, `${path}.unit`)
    if (elements.findIndex((other) => other.name === element.name) < index) {
      throw new CausewayError('EXISTS', { path: `${path}.name`, name: element.name })
    }
  })
}

function checkStored(stored: Fingerprint, path: string): void {
  checkDigest(stored.digest, `${path}.digest`)
  if (stored.algorithm !== 'sha2_256') missing(`${path}.algorithm`, 'sha2_256')
}

function checkDigest(digest: Uint8Array, path: string): void {
  if (digest.length !== 32) throw new CausewayError('MALFORMED', { path, expected: '32 bytes' })
}

/** Ascending order is part of the canonical form, so one set of parents has one encoding. */
function checkLineage(lineage: readonly string[], path: string): void {
  checkLimit(lineage.length, lineageMax, path)
  lineage.forEach((id, index) => void parseDataId(id, `${path}[${index}]`))
  const ascending = lineage.every((id, index) => index === 0 || (lineage[index - 1] ?? '') < id)
  if (!ascending) throw new CausewayError('NOT_CANONICAL', { path, expected: 'ascending, each once' })
}

/** Whether every cell of a table fits its column; the edge checks this, chains keep only the fingerprint. */
export function checkTable(elements: readonly Element[], table: Table): void {
  table.rows.forEach((row, rowIndex) => {
    if (row.cells.length !== elements.length) {
      const expected = `${elements.length} cells`
      throw new CausewayError('TABLE_MALFORMED', { path: `rows[${rowIndex}]`, expected })
    }
    row.cells.forEach((cell, index) => {
      const element = elements[index]
      const problem = element && cellProblem(element, cell)
      if (problem)
        throw new CausewayError('TABLE_MALFORMED', { path: `rows[${rowIndex}].${element.name}`, expected: problem })
    })
  })
}

const cellKinds = {
  boolean: 'boolean',
  integer: 'integer',
  decimal: 'decimal',
  text: 'text',
  bytes: 'data',
  timestamp: 'timestampNs',
} as const

function cellProblem(element: Element, cell: Cell): string | undefined {
  if (cell.kind === 'empty') return element.optional ? undefined : 'a value'
  if (cell.kind !== cellKinds[element.type]) return element.type
  if (cell.kind === 'decimal' && !/^-?[0-9]+(\.[0-9]+)?$/.test(cell.value)) return 'a decimal number as text'
  const length = cellLength(cell)
  return length > element.lengthMax && element.lengthMax > 0 ? `at most ${element.lengthMax} bytes` : undefined
}

/** Bytes of the value as written; fixed-size kinds count as their width. */
function cellLength(cell: Cell): number {
  switch (cell.kind) {
    case 'decimal':
    case 'text':
      return byteLength(cell.value)
    case 'data':
      return cell.value.length
    case 'empty':
      return 0
    case 'boolean':
      return 1
    case 'integer':
    case 'timestampNs':
      return 8
  }
}
