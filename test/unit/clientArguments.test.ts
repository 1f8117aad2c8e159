// What commands say of new clients: spans, fractions, and which of them stands where command and configuration differ.
import { clientParameters, parseSeconds, parseThreshold } from '../../relayer/cli/clientArguments.ts'
import { parseConfig } from '../../relayer/config.ts'
import { relayToml } from '../fakes/relayToml.ts'

test.each([
  ['10', 10n],
  ['10s', 10n],
  ['30m', 1_800n],
  ['6h', 21_600n],
  ['14days', 1_209_600n],
  ['1 day', 86_400n],
])('%p is %s seconds', (text, seconds) => {
  expect(parseSeconds(text)).toBe(seconds)
})

test.each(['', 's', '-1s', '1.5h', '10 weeks', '999999999d'])('%p is no span of time', (text) => {
  expect(() => parseSeconds(text)).toThrow('looks like 10s')
})

test.each(['1/3', '2/3', '1/2', '334/1000'])('%p is a trust threshold', (text) => {
  const [numerator, denominator] = text.split('/').map(BigInt)
  expect(parseThreshold(text)).toEqual({ numerator, denominator })
})

test.each(['', '1', '0/1', '1/4', '1/1', '3/2', '1/0'])('%p is no trust threshold', (text) => {
  expect(() => parseThreshold(text)).toThrow('a fraction like 1/3')
  const chain = { trust_threshold: text }
  expect(() => parseConfig(relayToml(['hub-1'], { chain }), {})).toThrow('trust_threshold')
})

test('what a command says stands over the configuration, and that over what this release would do', () => {
  const chain = { trust_threshold: '2/3', trusting_period: '2h' }
  const [configured] = parseConfig(relayToml(['hub-1'], { chain }), {}).chains
  const [plain] = parseConfig(relayToml(['hub-1']), {}).chains
  if (configured === undefined || plain === undefined) throw new Error('no chain')
  expect(clientParameters(configured)).toEqual({
    trustThreshold: { numerator: 2n, denominator: 3n },
    maxClockDriftSec: undefined,
    trustingPeriodSec: 7_200n,
  })
  const given = { trustThreshold: parseThreshold('1/2'), clockDrift: 20n, trustingPeriod: 60n }
  expect(clientParameters(configured, given)).toEqual({
    trustThreshold: { numerator: 1n, denominator: 2n },
    maxClockDriftSec: 20n,
    trustingPeriodSec: 60n,
  })
  expect(clientParameters(plain).trustingPeriodSec).toBeUndefined()
})
