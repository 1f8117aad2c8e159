// Every command of the relayer but its start, in the order of the help.
import { clearPackets } from './clearPackets.ts'
import { configValidate } from './configValidate.ts'
import { healthCheck } from './healthCheck.ts'
import {
  queryPacketAcks,
  queryPacketCommitments,
  queryPacketPendingAcks,
  queryPacketPendingSends,
} from './queryPacketLists.ts'
import { queryPacketPending } from './queryPacketPending.ts'
import type { Verb } from './verb.ts'

export const verbs: readonly Verb[] = [
  configValidate,
  healthCheck,
  queryPacketPending,
  queryPacketCommitments,
  queryPacketAcks,
  queryPacketPendingSends,
  queryPacketPendingAcks,
  clearPackets,
]
