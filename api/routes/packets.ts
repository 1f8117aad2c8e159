// /v1/packets: what was sent and is not settled yet, as seen on the chains.
import { z } from 'zod'
import { timeOf } from '../present.ts'
import { defineRoute } from '../route.ts'
import {
  nextLink,
  pageOf,
  perPageSchema,
  seqTokenSchema,
  timeSchema,
  transactionIdSchema,
  uint64Schema,
} from '../schemas.ts'
import type { PacketRow } from '../store/store.ts'

const packetSchema = z
  .object({
    key: z.string(),
    kind: z.string(),
    sourceChainId: z.string(),
    channelId: z.string(),
    sequence: uint64Schema,
    destinationChainId: z.string(),
    destinationChannelId: z.string(),
    transactionIds: z.array(transactionIdSchema),
    timeout: timeSchema.nullable(),
    sent: z.object({ height: uint64Schema, txHash: z.string(), time: timeSchema }),
  })
  .meta({ id: 'Packet', description: 'A packet whose sender has seen neither acknowledgement nor timeout.' })

export const listPacketsRoute = defineRoute({
  method: 'get',
  path: '/v1/packets',
  summary: 'Pending packets, oldest first',
  request: {
    query: {
      channelId: z
        .string()
        // In IBC v2 the id of a client.
        .regex(/^[a-z0-9]+(-[a-z0-9]+)*-[0-9]{1,19}$/)
        .optional(),
      perPage: perPageSchema,
      pageToken: seqTokenSchema,
    },
  },
  responses: { 200: { description: 'A page.', schema: pageOf(packetSchema) } },
  errors: ['BODY_INVALID', 'STORE_UNAVAILABLE'],
  handler: async ({ query: { channelId, perPage, pageToken } }, deps) => {
    const page = await deps.store.pendingPackets({
      limit: perPage,
      ...(channelId === undefined ? {} : { channelId }),
      ...(pageToken === undefined ? {} : { after: pageToken }),
    })
    const token = page.next?.toString()
    const path = channelId === undefined ? '/v1/packets' : `/v1/packets?channelId=${channelId}`
    return {
      status: 200,
      headers: nextLink(path, token),
      body: { items: page.items.map(packetOf), nextPageToken: token ?? null },
    }
  },
})

function packetOf(row: PacketRow): z.infer<typeof packetSchema> {
  return {
    key: row.key,
    kind: row.kind,
    sourceChainId: row.sourceChainId,
    channelId: row.channelId,
    sequence: row.sequence.toString(),
    destinationChainId: row.destinationChainId,
    destinationChannelId: row.destinationChannelId,
    transactionIds: [...row.transactionIds],
    timeout: row.timeoutNs === 0n ? null : timeOf(row.timeoutNs.toString()),
    sent: { height: row.sentHeight.toString(), txHash: row.sentTxHash, time: timeOf(row.sentAtNs.toString()) },
  }
}
