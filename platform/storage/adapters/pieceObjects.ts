// Objects on disk as pieces that bitswap can carry, each under its own hash, and a list of its pieces per object.

import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FsBlockstore } from 'blockstore-fs'
import { NextToLast } from 'blockstore-fs/sharding'
import type { CID } from 'multiformats/cid'
import { concatBytes } from '../../../core/bytes.ts'
import { CausewayError } from '../../../core/errors.ts'
import { sha256 } from '../../keys/fingerprints.ts'
import { checkObject, cidOfDigest, parseCid } from '../cid.ts'
import { listMax, pieceBytes, piecesMax } from '../limits.ts'
import { addressOf, type Objects, type Range, sliceOf } from '../objects.ts'

const digestBytes = 32
const sharding = new NextToLast()

/** The pieces that a list names: their digests in order, one after the other. Throws OBJECT_CORRUPT. */
export function piecesOf(list: Uint8Array, cid: string): readonly CID[] {
  const count = list.length / digestBytes
  if (!Number.isInteger(count) || count < 1 || count > piecesMax) {
    throw new CausewayError('OBJECT_CORRUPT', { cid, reason: 'no list of pieces' })
  }
  return Array.from({ length: count }, (_, at) => cidOfDigest(list.slice(at * digestBytes, (at + 1) * digestBytes)))
}

export class PieceObjects implements Objects {
  /** What bitswap serves from. */
  readonly pieces: FsBlockstore
  readonly #lists: FsBlockstore

  constructor(folder: string) {
    this.pieces = new FsBlockstore(join(folder, 'pieces'), { shardingStrategy: sharding })
    this.#lists = new FsBlockstore(join(folder, 'objects'), { shardingStrategy: sharding })
  }

  async open(): Promise<this> {
    await this.pieces.open()
    await this.#lists.open()
    return this
  }

  /** Writes every piece even where one is, because that one may be damaged. */
  async put(bytes: Uint8Array): Promise<string> {
    const cid = addressOf(bytes)
    const count = Math.max(1, Math.ceil(bytes.length / pieceBytes))
    const parts = Array.from({ length: count }, (_, at) => bytes.subarray(at * pieceBytes, (at + 1) * pieceBytes))
    const named = parts.map((part) => ({ part, digest: sha256(part) }))
    await Promise.all(named.map(({ part, digest }) => writeDurably(this.pieces, cidOfDigest(digest), part)))
    // The list comes last: an object whose pieces are not all on disk does not exist.
    await writeDurably(this.#lists, parseCid(cid), concatBytes(...named.map(({ digest }) => digest)))
    return cid
  }

  async get(cid: string, range?: Range): Promise<Uint8Array> {
    const pieces = piecesOf(await this.pieceList(cid), cid)
    const parts = await Promise.all(pieces.map((piece) => this.#piece(piece, cid)))
    const bytes = concatBytes(...parts)
    checkObject(cid, bytes)
    return sliceOf(bytes, range)
  }

  /** What another store needs to know to fetch the object piece by piece. Throws OBJECT_MISSING, OBJECT_CORRUPT. */
  async pieceList(cid: string): Promise<Uint8Array> {
    const key = parseCid(cid)
    if (!(await this.#lists.has(key))) throw new CausewayError('OBJECT_MISSING', { cid })
    return readBounded(this.#lists, key, piecesMax * digestBytes, cid)
  }

  has(cid: string): Promise<boolean> {
    return this.#lists.has(parseCid(cid))
  }

  async remove(cid: string): Promise<void> {
    const list = await this.pieceList(cid).catch(() => new Uint8Array())
    await this.#lists.delete(parseCid(cid))
    // Sealed bytes are random: no two objects share a piece.
    if (list.length > 0) await Promise.all(piecesOf(list, cid).map((piece) => this.pieces.delete(piece)))
  }

  async list(): Promise<readonly string[]> {
    const cids: string[] = []
    for await (const { cid, bytes } of this.#lists.getAll()) {
      await closeUnread(bytes)
      // The name of a file holds the hash only.
      cids.push(cidOfDigest(cid.multihash.digest).toString())
      if (cids.length === listMax) break
    }
    return cids.sort()
  }

  async close(): Promise<void> {
    await this.pieces.close()
    await this.#lists.close()
  }

  #piece(piece: CID, cid: string): Promise<Uint8Array> {
    return readBounded(this.pieces, piece, pieceBytes, cid)
  }
}

/** The blockstore renames a finished file into place; a receipt needs it on disk as well. */
async function writeDurably(store: FsBlockstore, cid: CID, bytes: Uint8Array): Promise<void> {
  await store.put(cid, bytes)
  const { dir, file } = sharding.encode(cid)
  const path = join(store.path, dir, file)
  for (const each of [path, dirname(path)]) {
    const handle = await open(each)
    await handle.sync().finally(() => handle.close())
  }
}

/** Whoever changes files on the disk cannot make the store read more than an honest file holds. */
async function readBounded(store: FsBlockstore, key: CID, bytesMax: number, cid: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const part of store.get(key)) {
      length += part.length
      if (length > bytesMax) break
      parts.push(part)
    }
  } catch (cause) {
    throw new CausewayError('OBJECT_CORRUPT', { cid, reason: 'a file is missing' }, cause)
  }
  if (length > bytesMax) throw new CausewayError('OBJECT_CORRUPT', { cid, reason: 'a file is too long' })
  return concatBytes(...parts)
}

/** The blockstore opens a file per entry only when it is read. */
async function closeUnread(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array): Promise<void> {
  if (Symbol.asyncIterator in bytes) await bytes[Symbol.asyncIterator]().return?.()
}
