// Every command of the relayer but its start, in the order of the help.
import { clearPackets } from './clearPackets.ts'
import { configValidate } from './configValidate.ts'
import { healthCheck } from './healthCheck.ts'
import { keysAdd } from './keysAdd.ts'
import { keysBalance } from './keysBalance.ts'
import { keysDelete } from './keysDelete.ts'
import { keysList } from './keysList.ts'
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
  keysAdd,
  keysList,
  keysDelete,
  keysBalance,
  queryPacketPending,
  queryPacketCommitments,
  queryPacketAcks,
  queryPacketPendingSends,
  queryPacketPendingAcks,
  clearPackets,
]
