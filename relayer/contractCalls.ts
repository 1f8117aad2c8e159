// Messages to contracts, and the reasons that contracts give in a failed tx.
import { MsgExecuteContract } from 'cosmjs-types/cosmwasm/wasm/v1/tx'
import type { AnyMsg } from './ports.ts'

export type Coin = { readonly denom: string; readonly amount: string }

export function executeMsg(sender: string, contract: string, msg: object, funds: readonly Coin[] = []): AnyMsg {
  const body = { sender, contract, msg: Buffer.from(JSON.stringify(msg)), funds: [...funds] }
  const value = MsgExecuteContract.encode(MsgExecuteContract.fromPartial(body)).finish()
  return { typeUrl: '/cosmwasm.wasm.v1.MsgExecuteContract', value }
}

/** The number in "LOCKED (code 400)", as our contracts word their errors; undefined in any other text. */
export function contractCode(log: string): number | undefined {
  const found = /\b[A-Z][A-Z0-9_]+ \(code (\d{3,4})\)/.exec(log)?.[1]
  return found === undefined ? undefined : Number(found)
}
