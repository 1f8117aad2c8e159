// Whether a node would take what the configuration pays for gas, and what an operator is told when it would not.
import { ConfigResponse } from 'cosmjs-types/cosmos/base/node/v1beta1/query'
import { isEnough, lookAtGasPrice, parsePrices } from '../../relayer/gasPrice.ts'
import type { Chain } from '../../relayer/ports.ts'
import { answeringGrpc } from '../fakes/answeringGrpc.ts'

test.each([
  ['', []],
  ['0.025000000000000000upark', [{ price: 0.025, denom: 'upark' }]],
  [
    '0.1factory/city1abc/ux,5ibc/27394FB092D2',
    [
      { price: 0.1, denom: 'factory/city1abc/ux' },
      { price: 5, denom: 'ibc/27394FB092D2' },
    ],
  ],
])('the prices "%s" of a node are read', (text, prices) => {
  expect(parsePrices(text)).toEqual(prices)
})

test.each([
  ['0.025upark', 0.025, 'upark', true],
  ['0.025upark', 0.0249, 'upark', false],
  ['0.025upark', 1, 'ucity', false],
  ['0.025upark,3ucity', 3, 'ucity', true],
  ['0.000000000000000000upark', 0, 'ustake', true],
  ['', 0, 'ustake', true],
  // One price of zero among others does not make gas free: another unit must then be paid.
  ['0.000000000000000000upark,3ucity', 2, 'ucity', false],
])('of a node that takes "%s", a price of %d %s is enough: %s', (least, price, denom, expected) => {
  expect(isEnough({ price, denom }, parsePrices(least))).toBe(expected)
})

const nodeThatTakes = (minimumGasPrice: string): Chain =>
  ({
    chainId: 'zone-f-3',
    queryGrpc: answeringGrpc('zone-f-3', async () =>
      ConfigResponse.encode(ConfigResponse.fromPartial({ minimumGasPrice })).finish(),
    ),
  }) as unknown as Chain

test('what is too little is GAS_PRICE_LOW, with both prices', async () => {
  const node = nodeThatTakes('0.025upark')
  await expect(lookAtGasPrice(node, { price: 0.01, denom: 'upark' })).rejects.toMatchObject({
    code: 'GAS_PRICE_LOW',
    facts: { chainId: 'zone-f-3', paid: '0.01upark', least: '0.025upark' },
  })
  expect(await lookAtGasPrice(node, { price: 0.03, denom: 'upark' })).toBe(
    'pays 0.03upark, and the node takes 0.025upark',
  )
  expect(await lookAtGasPrice(nodeThatTakes(''), { price: 0, denom: 'u' })).toBe('pays 0u, and the node takes any')
})
