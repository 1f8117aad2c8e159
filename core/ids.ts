// Names that cannot be mixed up: branded types, and the parse functions that are the only way to make them.
import { CausewayError } from './errors.ts'
import { chainIdBytesMax, checkTextLimit, idBytesMax, localIdBytesMax } from './limits.ts'

declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: Name }

export type ChainId = Branded<string, 'ChainId'>
export type ClientId = Branded<string, 'ClientId'>
export type ConnectionId = Branded<string, 'ConnectionId'>
export type ChannelId = Branded<string, 'ChannelId'>
export type PortId = Branded<string, 'PortId'>
export type Sequence = Branded<bigint, 'Sequence'>
/** 64 lower-case hex digits of the manifest's hash. */
export type TransactionId = Branded<string, 'TransactionId'>

export const idKinds = ['chain', 'platform', 'party', 'thing', 'asset', 'entry', 'transaction'] as const
export type IdKind = (typeof idKinds)[number]

/** The parts of `did:causeway:<kind>:<chain-id>[:<local>]`; `local` is '' for a chain. */
export type CausewayId = { readonly kind: IdKind; readonly chainId: ChainId; readonly local: string }

function refuse(path: string, value: string, expected: string): never {
  throw new CausewayError('ID_MALFORMED', { path, value: value.slice(0, 160), expected })
}

function checkPresent(value: string, path: string): void {
  if (value === '') throw new CausewayError('PART_MISSING', { path })
}

function isKind(text: string): text is IdKind {
  return (idKinds as readonly string[]).includes(text)
}

export function parseChainId(value: string, path = 'chainId'): ChainId {
  checkPresent(value, path)
  checkTextLimit(value, chainIdBytesMax, path)
  if (!/^[a-z][a-z0-9-]+$/.test(value)) refuse(path, value, '[a-z][a-z0-9-]{1,31}')
  return value as ChainId
}

export function parseId(value: string, path = 'id'): CausewayId {
  checkPresent(value, path)
  checkTextLimit(value, idBytesMax, path)
  const grammar = 'did:causeway:<kind>:<chain-id>[:<local>]'
  const match = /^did:causeway:([a-z]+):([^:]*)(?::(.*))?$/s.exec(value)
  const [, kind = '', chain = '', local] = match ?? refuse(path, value, grammar)
  if (!isKind(kind)) return refuse(path, value, idKinds.join(' | '))
  const chainId = parseChainId(chain, path)
  if (kind === 'chain') return local === undefined ? { kind, chainId, local: '' } : refuse(path, value, grammar)
  if (local === undefined) return refuse(path, value, grammar)
  if (kind === 'transaction' && !isTransactionId(local)) refuse(path, value, '64 lower-case hex digits')
  checkTextLimit(local, localIdBytesMax, path)
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(local)) refuse(path, value, '[a-z0-9][a-z0-9._-]{0,63}')
  return { kind, chainId, local }
}

/** Identifier of data, an asset or an entry: everything that a transaction touches has one. */
export function parseDataId(value: string, path = 'id'): CausewayId {
  const id = parseId(value, path)
  if (id.kind !== 'asset' && id.kind !== 'entry') refuse(path, value, 'did:causeway:asset:… or did:causeway:entry:…')
  return id
}

export function parsePartyId(value: string, path = 'owner'): CausewayId {
  const id = parseId(value, path)
  if (id.kind !== 'party') refuse(path, value, 'did:causeway:party:…')
  return id
}

export function formatId(kind: IdKind, chainId: string, local = ''): string {
  const id = kind === 'chain' ? `did:causeway:chain:${chainId}` : `did:causeway:${kind}:${chainId}:${local}`
  parseId(id)
  return id
}

const isTransactionId = (value: string): boolean => /^[0-9a-f]{64}$/.test(value)

export function parseTransactionId(value: string, path = 'transactionId'): TransactionId {
  if (!isTransactionId(value)) refuse(path, value, '64 lower-case hex digits')
  return value as TransactionId
}

/** Foreign addresses are opaque; only length, case and alphabet are known here. */
export function isAddress(value: string): boolean {
  return /^[a-z0-9]+$/.test(value)
}

export function parseClientId(value: string): ClientId {
  return (
    /^[a-z0-9-]+-[0-9]{1,19}$/.test(value) ? value : refuse('clientId', value, '07-tendermint-<number>')
  ) as ClientId
}

export function parseConnectionId(value: string): ConnectionId {
  const ok = /^connection-[0-9]{1,19}$/.test(value)
  return (ok ? value : refuse('connectionId', value, 'connection-<number>')) as ConnectionId
}

export function parseChannelId(value: string): ChannelId {
  return (/^channel-[0-9]{1,19}$/.test(value) ? value : refuse('channelId', value, 'channel-<number>')) as ChannelId
}

/** ICS-24 identifiers of ports: 2 to 128 characters. */
export function parsePortId(value: string): PortId {
  const ok = /^[a-zA-Z0-9._+\-#[\]<>]{2,128}$/.test(value)
  return (ok ? value : refuse('portId', value, 'an ICS-24 port identifier')) as PortId
}

export function parseSequence(value: string | bigint): Sequence {
  const text = value.toString()
  const ok = /^[1-9][0-9]{0,19}$/.test(text) && BigInt(text) < 2n ** 64n
  return (ok ? BigInt(text) : refuse('sequence', text, 'a number from 1 to 2^64-1')) as Sequence
}

/** Where a packet was sent: `<chainId>/<port>/<channel>/<sequence>`, in REST, logs and stores; never a job id. */
export type PacketKey = {
  readonly chainId: ChainId
  readonly portId: PortId
  readonly channelId: ChannelId
  readonly sequence: Sequence
}

export function formatPacketKey({ chainId, portId, channelId, sequence }: PacketKey): string {
  return `${chainId}/${portId}/${channelId}/${sequence}`
}

export function parsePacketKey(value: string): PacketKey {
  const parts = value.split('/')
  if (parts.length !== 4) refuse('packetKey', value, '<chainId>/<port>/<channel>/<sequence>')
  const [chain = '', port = '', channel = '', sequence = ''] = parts
  return {
    chainId: parseChainId(chain),
    portId: parsePortId(port),
    channelId: parseChannelId(channel),
    sequence: parseSequence(sequence),
  }
}
