// The owner's door to single rows and fields: the chain decides and counts each read, and nothing else goes out.
import type { KeyObject } from 'node:crypto'
import { fixedElements, parseBatchContent, rowElements, rowSequence, rowsOf } from '../../core/batch.ts'
import { toBase64, toHex } from '../../core/bytes.ts'
import { CausewayError, type ErrorCode } from '../../core/errors.ts'
import { merkleLeaf, merkleProof } from '../../core/merkle.ts'
import type { Cell, Row } from '../../core/words.ts'
import type { Log } from '../../relayer/ports.ts'
import { sha256 } from '../keys/fingerprints.ts'
import { signText } from '../storage/statements.ts'
import { rowsMax } from './limits.ts'
import type { Accesses, OwnRows, Rows } from './ports.ts'
import type { AccessRequest } from './request.ts'

export type Wanted = { readonly asset: string; readonly first: bigint; readonly last: bigint }
/** One row as it goes out: fields by name, and the way from its leaf to the root on chain. */
export type ServedRow = {
  readonly sequence: string
  readonly fields: Readonly<Record<string, string>>
  readonly index: number
  /** 64 hex digits; salted where the data is closed, so that it tells nothing of fields that are not granted. */
  readonly leaf: string
  readonly path: readonly string[]
}
export type Served = {
  readonly access: string
  readonly count: number
  readonly rows: readonly ServedRow[]
  /** The owner's Ed25519 signature over servedText: what it served it cannot deny. */
  readonly signature: string
}
export type DoorDeps = {
  readonly accesses: Accesses
  readonly rows: Rows
  /** Ed25519 key of the owner. */
  readonly signingKey: KeyObject
  readonly log: Log
}

export const servedText = (asset: string, access: string, rows: readonly ServedRow[]): string =>
  ['Causeway v1: served', asset, `access ${access}`, `sha256 ${toHex(sha256(Buffer.from(JSON.stringify(rows))))}`].join(
    '\n',
  )

/** Throws the contract's own code where it denies, OBJECT_MISSING and LIMIT_EXCEEDED before a use is taken. */
export async function serveRows(wanted: Wanted, request: AccessRequest, deps: DoorDeps): Promise<Served> {
  const { asset, first, last } = wanted
  const own = await deps.rows.find(asset)
  if (own === undefined || first < own.first || last > own.last || first > last) {
    throw new CausewayError('OBJECT_MISSING', { asset, first: `${first}`, last: `${last}` })
  }
  if (last - first >= BigInt(rowsMax)) throw new CausewayError('LIMIT_EXCEEDED', { path: 'rows', max: `${rowsMax}` })
  const names = namesOf(own, request.fields)
  const recorded = await deps.accesses.submitUse(request)
  const access = `${recorded.number}`
  if (recorded.code !== '') throw new CausewayError(recorded.code as ErrorCode, { grant: request.grant, access })
  // A grant of something else was used: the use is counted and nothing goes out.
  if (recorded.asset !== asset) throw new CausewayError('GRANT_REFUSED', { grant: request.grant, reason: 'other data' })
  const rows = cut(own, wanted, names)
  deps.log.info('access.served', { asset, grant: request.grant, access, fields: names.join() })
  const { signature } = signText(servedText(asset, access, rows), deps.signingKey)
  return { access, count: Number(own.last - own.first) + 1, rows, signature: toBase64(signature) }
}

/** The elements that are asked for; `*` is every one. */
function namesOf({ elements }: OwnRows, fields: readonly string[]): readonly string[] {
  const all = rowElements(elements).map(({ name }) => name)
  if (fields.length === 1 && fields[0] === '*') return all
  const unknown = fields.find((field) => !all.includes(field))
  if (unknown !== undefined) throw new CausewayError('REQUEST_INVALID', { reason: `there is no field ${unknown}` })
  return all.filter((name) => fields.includes(name))
}

function cut(own: OwnRows, { first, last }: Wanted, names: readonly string[]): readonly ServedRow[] {
  const parsed = parseBatchContent(own, own.elements, own.content)
  const leaves = rowsOf(own.content).map((row) => merkleLeaf(row, own.leaf))
  const served = parsed.filter((row) => rowSequence(row) >= first && rowSequence(row) <= last)
  return served.map((row) => {
    const index = Number(rowSequence(row) - own.first)
    return {
      sequence: `${rowSequence(row)}`,
      fields: fieldsOf(own, row, names),
      index,
      leaf: toHex(leaves[index] ?? new Uint8Array()),
      path: merkleProof(leaves, index, sha256).map(toHex),
    }
  })
}

function fieldsOf({ elements }: OwnRows, { cells }: Row, names: readonly string[]): Readonly<Record<string, string>> {
  const all = [...fixedElements, ...elements]
  return Object.fromEntries(
    all.flatMap(({ name }, at) => {
      const cell = cells[at]
      return cell !== undefined && names.includes(name) ? [[name, textOf(cell)]] : []
    }),
  )
}

/** Every kind as text, so that no number loses a digit on its way. */
function textOf(cell: Cell): string {
  if (!('value' in cell)) return ''
  return cell.value instanceof Uint8Array ? toBase64(cell.value) : `${cell.value}`
}
