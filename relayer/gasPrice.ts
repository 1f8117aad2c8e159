// Compares what this relayer pays for a unit of gas with the least that the node of a chain takes.
import { ConfigRequest, ConfigResponse } from 'cosmjs-types/cosmos/base/node/v1beta1/query'
import { CausewayError } from '../core/errors.ts'
import type { ChainConfig } from './config.ts'
import type { Chain } from './ports.ts'

type GasPrice = ChainConfig['gasPrice']

/** "0.025ucity,0.1ustake", as a node has it in `minimum-gas-prices`; it takes any one of them. */
export function parsePrices(text: string): readonly GasPrice[] {
  return [...text.matchAll(/(\d+(?:\.\d+)?)([a-zA-Z][a-zA-Z0-9/:._-]*)/g)].map(([, price = '', denom = '']) => ({
    price: Number(price),
    denom,
  }))
}

/** A node takes what is free when all of its prices are zero. */
export function isEnough(paid: GasPrice, least: readonly GasPrice[]): boolean {
  if (least.every(({ price }) => price === 0)) return true
  return least.some(({ price, denom }) => denom === paid.denom && paid.price >= price)
}

/** Throws GAS_PRICE_LOW when the node would take no tx of ours. */
export async function lookAtGasPrice(chain: Chain, paid: GasPrice): Promise<string> {
  const request = ConfigRequest.encode({}).finish()
  const path = '/cosmos.base.node.v1beta1.Service/Config'
  const { minimumGasPrice: least } = await chain.queryGrpc(path, request, ConfigResponse.decode)
  const pays = `${paid.price}${paid.denom}`
  if (isEnough(paid, parsePrices(least))) return `pays ${pays}, and the node takes ${least === '' ? 'any' : least}`
  throw new CausewayError('GAS_PRICE_LOW', { chainId: chain.chainId, paid: pays, least })
}
