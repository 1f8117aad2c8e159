// A chain as stores ask and tell it, over the node's own ports; what is away is told by the code that stores know.
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Chain } from '../../relayer/ports.ts'
import { submitCall } from './contract.ts'
import type { ContractChain } from './ledger.ts'

const away = ['CHAIN_UNREACHABLE', 'TX_NOT_INCLUDED', 'SEQUENCE_MISMATCH'] as const

/** `keyName` signs and pays; what contracts decide does not depend on whose key it is. */
export function openContractChain(chain: Chain, keyName: string): ContractChain {
  return {
    querySmart: (contract, query) => orAway(() => chain.querySmart(contract, query)),
    execute: (address, msg) =>
      orAway(async () => (await submitCall(await chain.signer(keyName), { chain, address }, msg)).result.events),
  }
}

async function orAway<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!away.some((code) => isCausewayError(error, code))) throw error
    throw new CausewayError('LEDGER_UNAVAILABLE', { reason: 'no answer' }, error)
  }
}
