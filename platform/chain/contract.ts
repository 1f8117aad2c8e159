// One contract as a platform sees it: questions with answers of a known shape, and calls that fail by their code.
import type { z } from 'zod'
import { CausewayError, chainError, isCausewayError } from '../../core/errors.ts'
import { type Coin, contractCode, executeMsg } from '../../relayer/contractCalls.ts'
import type { Chain, Included, Signer } from '../../relayer/ports.ts'

export type Contract = { readonly chain: Chain; readonly address: string }

/** Throws CHAIN_ANSWER_INVALID when the contract answers in another shape, CHAIN_UNREACHABLE when the node is away. */
export async function ask<T extends z.ZodType>(contract: Contract, query: object, shape: T): Promise<z.infer<T>> {
  const { chain, address } = contract
  const parsed = shape.safeParse(await chain.querySmart(address, query))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const facts = { chainId: chain.chainId, contract: address, query: Object.keys(query).join(), at: String(issue?.path) }
  throw new CausewayError('CHAIN_ANSWER_INVALID', facts, parsed.error)
}

// Room for the fullest call of a service; unused gas costs nothing on a chain without fees.
const callGas = 12_000_000n

export type Call = { readonly contract: Contract; readonly msg: object; readonly funds?: readonly Coin[] }

/** All of the calls in one tx, or none; waits for the block. Throws what the contract refuses with. */
export async function submitCalls(signer: Signer, calls: readonly Call[]): Promise<Included> {
  const msgs = calls.map(({ contract, msg, funds }) => executeMsg(signer.address, contract.address, msg, funds))
  try {
    return await signer.submitAndWait(msgs, callGas)
  } catch (error) {
    const number = isCausewayError(error, 'TX_FAILED') ? contractCode(error.facts['log'] ?? '') : undefined
    if (number === undefined || !isCausewayError(error)) throw error
    throw chainError(number, { hash: error.facts['hash'] ?? '' })
  }
}

export function submitCall(
  signer: Signer,
  contract: Contract,
  msg: object,
  funds?: readonly Coin[],
): Promise<Included> {
  return submitCalls(signer, [funds === undefined ? { contract, msg } : { contract, msg, funds }])
}
