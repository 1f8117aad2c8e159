// ICS-07 misbehaviour: a header that a client has taken against what the chain's own node shows, and its submission.
import { GetBlockByHeightRequest, GetBlockByHeightResponse } from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { TxBody, TxRaw } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import { type ConsensusState, Header, Misbehaviour } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { asAnswer } from '../../core/answers.ts'
import type { AnyMsg, Chain } from '../ports.ts'

const updateType = '/ibc.core.client.v1.MsgUpdateClient'
const headerType = '/ibc.lightclients.tendermint.v1.Header'
const misbehaviourType = '/ibc.lightclients.tendermint.v1.Misbehaviour'

/** Where a tx stands on its chain. */
export type TxPlace = { readonly height: bigint; readonly index: number }

/** The headers that a tx has brought for this client, as its signer wrote them: events do not repeat them. */
export async function queryHeaders(host: Chain, clientId: string, { height, index }: TxPlace): Promise<Header[]> {
  const request = GetBlockByHeightRequest.encode({ height }).finish()
  const path = '/cosmos.base.tendermint.v1beta1.Service/GetBlockByHeight'
  const { block } = await host.queryGrpc(path, request, GetBlockByHeightResponse.decode)
  const tx = block?.data?.txs[index]
  return tx === undefined ? [] : asAnswer(host.chainId, path, () => headersIn(tx, clientId))
}

function headersIn(tx: Uint8Array, clientId: string): Header[] {
  return TxBody.decode(TxRaw.decode(tx).bodyBytes).messages.flatMap(({ typeUrl, value }) => {
    if (typeUrl !== updateType) return []
    const { clientId: named, clientMessage } = MsgUpdateClient.decode(value)
    return named === clientId && clientMessage?.typeUrl === headerType ? [Header.decode(clientMessage.value)] : []
  })
}

/** Whether the chain itself has, at this header, what the client holds of it. */
export function agrees({ signedHeader }: Header, held: ConsensusState): boolean {
  const own = signedHeader?.header
  if (own === undefined) return false
  const sameTime = own.time.seconds === held.timestamp.seconds && own.time.nanos === held.timestamp.nanos
  return sameTime && same(own.appHash, held.root?.hash) && same(own.nextValidatorsHash, held.nextValidatorsHash)
}

const same = (a: Uint8Array, b: Uint8Array = new Uint8Array()): boolean => Buffer.from(a).equals(Buffer.from(b))

export const headerHeight = ({ signedHeader }: Header): bigint => signedHeader?.header?.height ?? 0n

export function headerTimeNs({ signedHeader }: Header): bigint {
  const { seconds = 0n, nanos = 0 } = signedHeader?.header?.time ?? {}
  return seconds * 1_000_000_000n + BigInt(nanos)
}

/** Both headers are signed by the chain's validators; the first one is of the same height, or of a higher one. */
export function misbehaviourMsg(clientId: string, header1: Header, header2: Header, signer: string): AnyMsg {
  const value = Misbehaviour.encode(Misbehaviour.fromPartial({ clientId, header1, header2 })).finish()
  const clientMessage = { typeUrl: misbehaviourType, value }
  // Chains of ibc-go 7 and later take it where they take headers; the message of its own is gone from the newest.
  const body = MsgUpdateClient.fromPartial({ clientId, clientMessage, signer })
  return { typeUrl: updateType, value: MsgUpdateClient.encode(body).finish() }
}
