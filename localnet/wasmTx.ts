// Stores, instantiates and calls contracts, and reads from the tx's events what came of it.
import { gzipSync } from 'node:zlib'
import { MsgExecuteContract, MsgInstantiateContract, MsgStoreCode } from 'cosmjs-types/cosmwasm/wasm/v1/tx'
import type { AnyMsg, Included, Signer } from '../relayer/ports.ts'

const storeGas = 60_000_000n
const callGas = 5_000_000n

/** First value of `key` in an event of `type`; throws when the tx has none, because nothing later could work. */
export function attributeOf(included: Included, type: string, key: string): string {
  for (const event of included.result.events) {
    if (event.type !== type) continue
    const found = event.attributes.find((attribute) => attribute.key === key)
    if (found !== undefined) return found.value
  }
  throw new Error(`tx ${included.hash} has no ${type}.${key}`)
}

/** Code id of the wasm on that chain. */
export async function storeCode(signer: Signer, wasm: Uint8Array): Promise<bigint> {
  const value = MsgStoreCode.encode(
    MsgStoreCode.fromPartial({ sender: signer.address, wasmByteCode: gzipSync(wasm) }),
  ).finish()
  const included = await signer.submitAndWait([{ typeUrl: '/cosmwasm.wasm.v1.MsgStoreCode', value }], storeGas)
  return BigInt(attributeOf(included, 'store_code', 'code_id'))
}

/** Address of the new contract; the sender is its admin. */
export async function instantiate(signer: Signer, codeId: bigint, label: string, msg: object): Promise<string> {
  const value = MsgInstantiateContract.encode(
    MsgInstantiateContract.fromPartial({
      sender: signer.address,
      admin: signer.address,
      codeId,
      label,
      msg: Buffer.from(JSON.stringify(msg)),
    }),
  ).finish()
  const msgs = [{ typeUrl: '/cosmwasm.wasm.v1.MsgInstantiateContract', value }]
  return attributeOf(await signer.submitAndWait(msgs, callGas), 'instantiate', '_contract_address')
}

export function executeMsg(
  sender: string,
  contract: string,
  msg: object,
  funds: { denom: string; amount: string }[] = [],
): AnyMsg {
  const body = { sender, contract, msg: Buffer.from(JSON.stringify(msg)), funds }
  return {
    typeUrl: '/cosmwasm.wasm.v1.MsgExecuteContract',
    value: MsgExecuteContract.encode(MsgExecuteContract.fromPartial(body)).finish(),
  }
}

export async function execute(signer: Signer, contract: string, msg: object): Promise<Included> {
  return signer.submitAndWait([executeMsg(signer.address, contract, msg)], callGas)
}
