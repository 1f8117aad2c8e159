// Calls contracts directly, past relayer and API, as anybody can; and says by its code why a call was refused.
import { CausewayError, codeName, type ErrorCode } from '../../core/errors.ts'
import { ApiRefusal } from '../../localnet/demo/apiClient.ts'
import type { Coin } from '../../relayer/contractCalls.ts'
import { contractCode, executeMsg } from '../../relayer/contractCalls.ts'
import type { Chain, Included } from '../../relayer/ports.ts'

export type ContractCall = { readonly contract: string; readonly msg: object; readonly funds?: readonly Coin[] }

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'))

// Room for the longest content and for the fullest batch; unused gas costs nothing on a chain without fees.
const callGas = 12_000_000n

/** A key that owns nothing and is the actor of nothing: whoever carries a message is not trusted. */
export const anybody = 'load-7'

/** The calls in one tx: all take effect, or none. */
export async function callAll(chain: Chain, keyName: string, calls: readonly ContractCall[]): Promise<Included> {
  const signer = await chain.signer(keyName)
  const msgs = calls.map(({ contract, msg, funds = [] }) => executeMsg(signer.address, contract, msg, funds))
  return signer.submitAndWait(msgs, callGas)
}

export function call(chain: Chain, keyName: string, contract: string, msg: object): Promise<Included> {
  return callAll(chain, keyName, [{ contract, msg }])
}

/** The code of the contract or of the API that refused; 'accepted' where nobody did. Anything else is thrown on. */
export async function refusalOf(attempt: Promise<unknown>): Promise<ErrorCode | 'accepted'> {
  try {
    await attempt
    return 'accepted'
  } catch (error) {
    return refusalIn(error)
  }
}

function refusalIn(error: unknown): ErrorCode {
  if (error instanceof ApiRefusal) return error.code as ErrorCode
  const number = error instanceof CausewayError ? contractCode(error.facts['log'] ?? '') : undefined
  if (number === undefined) throw error
  return codeName(number)
}
