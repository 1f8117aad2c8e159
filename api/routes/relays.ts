// /v1/relays: hand in the hash of a tx, and follow the packets that it has sent.
import { z } from 'zod'
import { CausewayError } from '../../core/errors.ts'
import { type FollowedPacket, packetState, relayStates } from '../../core/followedTx.ts'
import { relaysOpenMax } from '../../core/limits.ts'
import { nearestOf } from '../../core/nearest.ts'
import type { Deps } from '../deps.ts'
import { isServed, viewOf } from '../relayFollower.ts'
import { defineRoute } from '../route.ts'
import { nextLink, pageOf, perPageSchema, seqTokenSchema, timeSchema, uint64Schema } from '../schemas.ts'
import type { RelayRow } from '../store/relays.ts'

// Chains of others are named as they like; only ours follow the grammar of zones.
const anyChainIdSchema = z.string().regex(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,63}$/)
const txHashSchema = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/)
  .meta({ description: 'sha256 of the tx bytes in hex, as every node and explorer shows it.' })
const stateSchema = z.enum(relayStates)

/** The tx that has brought a packet one stage further. */
const stageSchema = z.object({ chainId: z.string(), txHash: z.string(), height: uint64Schema })
const endSchema = z.object({
  chainId: z.string().nullable(),
  portId: z.string(),
  channelId: z.string().meta({ description: "In IBC v2 the client's id." }),
})

const followedSchema = z
  .object({
    state: stateSchema,
    ibcVersion: z.literal([1, 2]),
    sequence: uint64Schema,
    source: endSchema,
    destination: endSchema,
    sendTx: stageSchema,
    recvTx: stageSchema.nullable(),
    ackTx: stageSchema.nullable(),
    timeoutTx: stageSchema.nullable(),
    ackError: z.string().nullable(),
    served: z.boolean(),
  })
  .meta({
    id: 'FollowedPacket',
    description:
      'COMPLETE once acknowledged or timed out, PENDING before; UNKNOWN where it has ended and no tx is found that ' +
      'ended it. `ackError` is what the receiving application says has failed. `served` is false where no path of ' +
      'the configuration lets it through: then only another relayer can carry it.',
  })

const relaySchema = z
  .object({
    id: z.string(),
    chainId: z.string(),
    txHash: z.string(),
    receivedAt: timeSchema,
    state: stateSchema,
    code: z.string().nullable(),
    packets: z.array(followedSchema),
    links: z.object({ self: z.string() }),
  })
  .meta({
    id: 'Relay',
    description: 'A tx that was handed in. UNKNOWN until it is found; FAILED where `code` says that it sent nothing.',
  })

const pathOf = (id: string): string => `/v1/relays/${encodeURIComponent(id)}`

export const submitRelayRoute = defineRoute({
  method: 'post',
  path: '/v1/relays',
  summary: 'Hand in a tx: its packets are followed, and cleared at once where they are pending',
  request: { body: z.strictObject({ chainId: anyChainIdSchema, txHash: txHashSchema }) },
  responses: { 202: { description: 'Durable; the same tx is the same resource.', schema: relaySchema } },
  errors: ['BODY_INVALID', 'CHAIN_UNKNOWN', 'RELAYS_TOO_MANY', 'STORE_FULL', 'STORE_UNAVAILABLE'],
  handler: async ({ body: { chainId, txHash } }, deps) => {
    assertKnown(deps, chainId)
    const id = `${chainId}.${txHash.toUpperCase()}`
    const known = await deps.store.relays.find(id)
    if (known === undefined && (await deps.store.relays.countOpen()) >= relaysOpenMax) {
      throw new CausewayError('RELAYS_TOO_MANY', { max: String(relaysOpenMax) })
    }
    const relay = { id, chainId, txHash: txHash.toUpperCase(), receivedAtMs: deps.clock.nowMs() }
    const row = await deps.store.relays.keep(relay)
    deps.relays.wake()
    return { status: 202, headers: { Location: pathOf(id) }, body: relayOf(deps, row) }
  },
})

export const getRelayRoute = defineRoute({
  method: 'get',
  path: '/v1/relays/{id}',
  summary: 'One handed-in tx with its packets and their stages',
  request: { params: { id: z.string().max(256) } },
  responses: { 200: { description: 'As far as the chains have shown.', schema: relaySchema } },
  errors: ['BODY_INVALID', 'NOT_FOUND', 'STORE_UNAVAILABLE'],
  handler: async ({ params: { id } }, deps) => {
    const row = await deps.store.relays.find(id)
    if (row === undefined) throw new CausewayError('NOT_FOUND', { path: pathOf(id) })
    await deps.relays.ask(row)
    return { status: 200, body: relayOf(deps, row) }
  },
})

export const listRelaysRoute = defineRoute({
  method: 'get',
  path: '/v1/relays',
  summary: 'Handed-in txs, newest first',
  request: {
    query: {
      chainId: anyChainIdSchema.optional(),
      txHash: txHashSchema.optional(),
      perPage: perPageSchema,
      pageToken: seqTokenSchema,
    },
  },
  responses: { 200: { description: 'A page.', schema: pageOf(relaySchema) } },
  errors: ['BODY_INVALID', 'STORE_UNAVAILABLE'],
  handler: async ({ query: { chainId, txHash, perPage, pageToken } }, deps) => {
    const filter = {
      ...(chainId === undefined ? {} : { chainId }),
      ...(txHash === undefined ? {} : { txHash: txHash.toUpperCase() }),
    }
    const before = pageToken === undefined ? {} : { before: pageToken }
    const page = await deps.store.relays.list({ ...filter, ...before, limit: perPage })
    const token = page.next?.toString()
    const asked = new URLSearchParams(filter).toString()
    return {
      status: 200,
      headers: nextLink(asked === '' ? '/v1/relays' : `/v1/relays?${asked}`, token),
      body: { items: page.items.map((row) => relayOf(deps, row)), nextPageToken: token ?? null },
    }
  },
})

function assertKnown({ chains }: Deps, chainId: string): void {
  if (chains.has(chainId)) return
  throw new CausewayError('CHAIN_UNKNOWN', { chainId, nearest: nearestOf(chainId, [...chains.keys()]) ?? '' })
}

function relayOf(deps: Deps, row: RelayRow): z.infer<typeof relaySchema> {
  const { code, packets } = viewOf(row)
  const { id, chainId, txHash, receivedAtMs } = row
  return {
    id,
    chainId,
    txHash,
    receivedAt: new Date(receivedAtMs).toISOString(),
    state: stateSchema.parse(row.state),
    code,
    packets: packets.map((packet) => packetOf(deps, packet)),
    links: { self: pathOf(id) },
  }
}

function packetOf({ paths }: Deps, packet: FollowedPacket): z.infer<typeof followedSchema> {
  const { committed: _committed, ...told } = packet
  return { state: packetState(packet), ...told, served: isServed(paths, packet) }
}
