// Every command of the relayer but its start, in the order of the help.

import { clearPackets } from './clearPackets.ts'
import { completions } from './completions.ts'
import { configAuto } from './configAuto.ts'
import { configExport } from './configExport.ts'
import { configImport } from './configImport.ts'
import { configValidate } from './configValidate.ts'
import { createChannelVerb } from './createChannel.ts'
import { createClientVerb } from './createClient.ts'
import { createConnectionVerb } from './createConnection.ts'
import { createCounterpartyVerb } from './createCounterparty.ts'
import { healthCheck } from './healthCheck.ts'
import { keysAdd } from './keysAdd.ts'
import { keysBalance } from './keysBalance.ts'
import { keysDelete } from './keysDelete.ts'
import { keysList } from './keysList.ts'
import { linkVerb } from './link.ts'
import { listen } from './listen.ts'
import { misbehaviourVerb } from './misbehaviour.ts'
import { queryChannelsVerb } from './queryChannels.ts'
import { queryClientStateVerb } from './queryClientState.ts'
import { queryClientStatusVerb } from './queryClientStatus.ts'
import { queryClientsVerb } from './queryClients.ts'
import { queryConnectionsVerb } from './queryConnections.ts'
import {
  queryPacketAcks,
  queryPacketCommitments,
  queryPacketPendingAcks,
  queryPacketPendingSends,
} from './queryPacketLists.ts'
import { queryPacketPending } from './queryPacketPending.ts'
import { txChannelCloseConfirm, txChannelCloseInit } from './txChannelClose.ts'
import { updateClientVerb, upgradeClientVerb } from './updateClient.ts'
import type { Verb } from './verb.ts'

export const verbs: readonly Verb[] = [
  configValidate,
  configAuto,
  configImport,
  configExport,
  healthCheck,
  keysAdd,
  keysList,
  keysDelete,
  keysBalance,
  queryClientsVerb,
  queryClientStateVerb,
  queryClientStatusVerb,
  queryConnectionsVerb,
  queryChannelsVerb,
  queryPacketPending,
  queryPacketCommitments,
  queryPacketAcks,
  queryPacketPendingSends,
  queryPacketPendingAcks,
  clearPackets,
  createClientVerb,
  updateClientVerb,
  upgradeClientVerb,
  createConnectionVerb,
  createCounterpartyVerb,
  createChannelVerb,
  linkVerb,
  txChannelCloseInit,
  txChannelCloseConfirm,
  listen,
  misbehaviourVerb,
  completions,
]
