// The vectors of both languages as bytes, so that real chains and the API can walk them as a third and fourth reader.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseHex } from '../../core/bytes.ts'
import { type Area, codecs } from '../vectors/vector.ts'

/** `error` is the code of the refusal, undefined where the bytes are accepted. */
export type WalkedVector = { readonly name: string; readonly bytes: Uint8Array; readonly error: string | undefined }
export type IdVector = { readonly name: string; readonly id: string; readonly error: string | undefined }

const root = join(import.meta.dirname, '../vectors')

type Content = Readonly<Record<'bytes' | 'error' | 'id', string | undefined>> & { readonly message?: unknown }

function read(area: string): { name: string; content: Content }[] {
  const files = readdirSync(join(root, area)).filter((file) => file.endsWith('.json'))
  return files.map((file) => ({
    name: file.replace('.json', ''),
    content: JSON.parse(readFileSync(join(root, area, file), 'utf8')) as Content,
  }))
}

/** Refusals that are written as a message are encoded here: their bytes are well formed, what they say is not. */
function encode<A extends Area>(area: A, message: unknown): Uint8Array {
  return codecs[area].encode(codecs[area].json.fromJson(message))
}

export function walkedVectors(area: 'envelope' | 'manifest'): readonly WalkedVector[] {
  return read(area).map(({ name, content: { bytes, error, message } }) => ({
    name,
    bytes: bytes === undefined ? encode(area, message) : parseHex(bytes),
    error,
  }))
}

export function idVectors(): readonly IdVector[] {
  return read('id').map(({ name, content: { id = '', error } }) => ({ name, id, error }))
}
