// The Objects port over Helia's parts (libp2p, bitswap) and a block store on disk; fetches from known peers only.
import { noise } from '@chainsafe/libp2p-noise'
import { yamux } from '@chainsafe/libp2p-yamux'
import { withBitswap } from '@helia/bitswap'
import type { BlockBroker } from '@helia/interface'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import type { Connection, Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import type { CID } from 'multiformats/cid'
import { sha256 } from 'multiformats/hashes/sha2'
import { concatBytes, utf8 } from '../../../core/bytes.ts'
import { CausewayError } from '../../../core/errors.ts'
import type { Log } from '../../../relayer/ports.ts'
import { checkObject } from '../cid.ts'
import { peerTimeoutMs, pieceRepeatMs, piecesMax } from '../limits.ts'
import type { Objects, Range } from '../objects.ts'
import type { Replicas } from '../ports.ts'
import { PieceObjects, piecesOf } from './pieceObjects.ts'

export type HeliaOptions = {
  readonly folder: string
  /** 32 bytes of Ed25519 secret: the peer id is the store's on-chain key. */
  readonly identitySeed: Uint8Array
  /** `/ip4/<address>/tcp/<port>` */
  readonly listen: string
  /** Addresses of the other stores, `/ip4/<address>/tcp/<port>/p2p/<peer id>`; nobody else may connect. */
  readonly peers: readonly string[]
  readonly log: Log
}

// Bitswap carries pieces; which pieces make an object is one question of our own.
const listProtocol = '/causeway/pieces/1.0.0'
const cidBytes = 59

/** Opens the node; it dials a peer only when it needs one. */
export async function openHeliaObjects(options: HeliaOptions): Promise<HeliaObjects> {
  const objects = await new PieceObjects(options.folder).open()
  const peers = options.peers.map((peer) => multiaddr(peer))
  const known = new Set(peers.map((peer) => peer.getComponents().find(({ name }) => name === 'p2p')?.value))
  const libp2p = await createLibp2p({
    privateKey: await generateKeyPairFromSeed('Ed25519', options.identitySeed),
    addresses: { listen: [options.listen] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    peerDiscovery: [],
    services: { identify: identify() },
    connectionGater: { denyInboundEncryptedConnection: (peer) => !known.has(peer.toString()) },
  }).catch((cause: unknown) => {
    throw new CausewayError('PORT_IN_USE', { listen: options.listen }, cause)
  })
  const broker = await startBitswap(libp2p, objects)
  await libp2p.handle(listProtocol, (stream) => answerList(stream, objects))
  return new HeliaObjects(objects, libp2p, broker, peers, options.log)
}

export class HeliaObjects implements Objects, Replicas {
  readonly #objects: PieceObjects
  readonly #libp2p: Libp2p
  readonly #broker: BlockBroker
  readonly #peers: readonly Multiaddr[]
  readonly #log: Log

  constructor(objects: PieceObjects, libp2p: Libp2p, broker: BlockBroker, peers: readonly Multiaddr[], log: Log) {
    this.#objects = objects
    this.#libp2p = libp2p
    this.#broker = broker
    this.#peers = peers
    this.#log = log
  }

  /** Where other stores reach this one. */
  get addresses(): readonly string[] {
    return this.#libp2p.getMultiaddrs().map(String)
  }

  put(bytes: Uint8Array): Promise<string> {
    return this.#objects.put(bytes)
  }

  get(cid: string, range?: Range): Promise<Uint8Array> {
    return this.#objects.get(cid, range)
  }

  has(cid: string): Promise<boolean> {
    return this.#objects.has(cid)
  }

  remove(cid: string): Promise<void> {
    return this.#objects.remove(cid)
  }

  list(): Promise<readonly string[]> {
    return this.#objects.list()
  }

  /** From one peer after another, so that a peer which lies or is slow costs its own time only. */
  async fetch(cid: string): Promise<Uint8Array> {
    const failed: string[] = []
    for (const peer of this.#peers) {
      try {
        return await this.#fetchFrom(peer, cid)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        this.#log.warn('replica.peer_failed', { cid, peer: peer.toString(), reason })
        failed.push(peer.toString())
      }
    }
    throw new CausewayError('REPLICAS_LOST', { cid, stores: failed.join(' ') })
  }

  async close(): Promise<void> {
    await this.#libp2p.stop()
    await this.#objects.close()
  }

  async #fetchFrom(peer: Multiaddr, cid: string): Promise<Uint8Array> {
    const signal = AbortSignal.timeout(peerTimeoutMs)
    const connection = await this.#libp2p.dial(peer, { signal })
    const pieces = piecesOf(await askList(connection, cid, signal), cid)
    const parts = await Promise.all(pieces.map((piece) => this.#fetchPiece(connection, piece, signal)))
    const bytes = concatBytes(...parts)
    checkObject(cid, bytes)
    return bytes
  }

  /**
   * A peer that sent this piece before takes the first question for the same one, forgets that, and answers the next.
   * Where it is only slow, its late answer to the first question ends the second.
   */
  async #fetchPiece(connection: Connection, piece: CID, signal: AbortSignal): Promise<Uint8Array> {
    const ask = (each: AbortSignal): Promise<Uint8Array> => {
      const only = { providers: [connection.remotePeer.toCID()], minProviders: 1, maxProviders: 1 }
      const retrieve = this.#broker.createSession?.(only).retrieve
      if (retrieve === undefined) throw new CausewayError('OBJECTS_UNAVAILABLE', { reason: 'bitswap has no sessions' })
      return retrieve(piece, { signal: each })
    }
    const first = AbortSignal.timeout(pieceRepeatMs)
    return ask(AbortSignal.any([first, signal])).catch((error: unknown) => {
      if (first.aborted && !signal.aborted) return ask(signal)
      throw error
    })
  }
}

/** Bitswap wants a Helia node to join; these are the parts of one that it uses. */
async function startBitswap(libp2p: Libp2p, objects: PieceObjects): Promise<BlockBroker> {
  type Host = Parameters<typeof withBitswap>[0]
  type Mixin = Parameters<Host['addMixin']>[0]
  const mixins: Mixin[] = []
  const brokers: BlockBroker[] = []
  const host = {
    status: 'starting',
    libp2p,
    blockstore: objects.pieces,
    logger: libp2p.logger,
    // Nobody is searched for: peers are those of the configuration.
    routing: { async *findProviders() {} },
    getHasher: async () => sha256,
    hasBlockBroker: () => brokers.length > 0,
    addBlockBroker: (broker: BlockBroker) => brokers.push(broker),
    addMixin: (mixin: Mixin) => mixins.push(mixin),
  } as unknown as Host
  // A store that asks twice for the same piece has lost it in between; bitswap would keep it waiting five seconds.
  withBitswap(host, { doNotResendBlockWindow: 1 })
  for (const mixin of mixins) await mixin.start?.(host)
  const [broker] = brokers
  if (broker === undefined) throw new CausewayError('OBJECTS_UNAVAILABLE', { reason: 'bitswap did not start' })
  return broker
}

async function answerList(stream: Stream, objects: PieceObjects): Promise<void> {
  try {
    const cid = new TextDecoder().decode(await readStream(stream, cidBytes))
    // Bitswap serves pieces unread; a store that offers a damaged object would let its peer wait for nothing.
    await objects.get(cid)
    stream.send(await objects.pieceList(cid))
    await stream.close()
  } catch (error) {
    stream.abort(error instanceof Error ? error : new Error(String(error)))
  }
}

async function askList(connection: Connection, cid: string, signal: AbortSignal): Promise<Uint8Array> {
  const stream = await connection.newStream(listProtocol, { signal })
  stream.send(utf8(cid))
  await stream.close({ signal })
  return readStream(stream, piecesMax * 32)
}

async function readStream(stream: Stream, bytesMax: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of stream) {
    length += part.byteLength
    if (length > bytesMax) throw new CausewayError('OBJECT_CORRUPT', { reason: 'a longer message than asked for' })
    parts.push(part.subarray())
  }
  return concatBytes(...parts)
}
