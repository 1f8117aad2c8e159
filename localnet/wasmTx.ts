// Stores, instantiates and calls contracts, and reads from the tx's events what came of it.
import { gzipSync } from 'node:zlib'
import { MsgInstantiateContract, MsgStoreCode } from 'cosmjs-types/cosmwasm/wasm/v1/tx'
import { executeMsg } from '../relayer/contractCalls.ts'
import type { Included, Signer } from '../relayer/ports.ts'
import { attributeOf } from '../relayer/txEvents.ts'

const storeGas = 60_000_000n
const callGas = 5_000_000n

/** Code id of the wasm on that chain. */
export async function storeCode(signer: Signer, wasm: Uint8Array): Promise<bigint> {
  const value = MsgStoreCode.encode(
    MsgStoreCode.fromPartial({ sender: signer.address, wasmByteCode: gzipSync(wasm) }),
  ).finish()
  const included = await signer.submitAndWait([{ typeUrl: '/cosmwasm.wasm.v1.MsgStoreCode', value }], storeGas)
  return BigInt(attributeOf(included, 'store_code', 'code_id'))
}

/** Address of the new contract. Nobody is its admin: only the governance of its chain can exchange its code. */
export async function instantiate(signer: Signer, codeId: bigint, label: string, msg: object): Promise<string> {
  const value = MsgInstantiateContract.encode(
    MsgInstantiateContract.fromPartial({
      sender: signer.address,
      codeId,
      label,
      msg: Buffer.from(JSON.stringify(msg)),
    }),
  ).finish()
  const msgs = [{ typeUrl: '/cosmwasm.wasm.v1.MsgInstantiateContract', value }]
  return attributeOf(await signer.submitAndWait(msgs, callGas), 'instantiate', '_contract_address')
}

export type Call = { readonly contract: string; readonly msg: object }

/** The calls in one tx: all of them take effect or none. */
export async function execute(signer: Signer, calls: readonly Call[]): Promise<Included> {
  const msgs = calls.map(({ contract, msg }) => executeMsg(signer.address, contract, msg))
  return signer.submitAndWait(msgs, callGas)
}
