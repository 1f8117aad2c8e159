// What a command says of the clients that it makes, over what the configuration says of the chain that they follow.
import { InvalidArgumentError } from 'commander'
import type { ChainConfig } from '../config.ts'
import type { ClientParameters } from '../ics02/clients.ts'
import { readThreshold, type Threshold } from '../ics02/threshold.ts'
import { clientSecMax } from './limits.ts'
import { parsed } from './verb.ts'

const secondsIn: Readonly<Record<string, bigint>> = {
  s: 1n,
  m: 60n,
  h: 3_600n,
  d: 86_400n,
  day: 86_400n,
  days: 86_400n,
}

/** "10s", "14days"; a number alone is of seconds. Throws InvalidArgumentError. */
export function parseSeconds(text: string): bigint {
  const [, count = '', unit = 's'] = /^(\d{1,9})\s?(s|m|h|d|days?)?$/.exec(text) ?? []
  const seconds = count === '' ? -1n : BigInt(count) * (secondsIn[unit] ?? 0n)
  if (seconds >= 0n && seconds <= clientSecMax) return seconds
  throw new InvalidArgumentError('A span of time looks like 10s, 30m, 6h or 14days.')
}

/** "1/3". Throws InvalidArgumentError. */
export function parseThreshold(text: string): Threshold {
  const threshold = readThreshold(text)
  if (threshold !== undefined) return threshold
  throw new InvalidArgumentError('A trust threshold is a fraction like 1/3 or 2/3, from 1/3 to below 1.')
}

export const clientFlags = {
  clockDrift: parsed(
    '<duration>',
    'how far ahead of the host a header may be; without it, clock_drift of both chains',
    parseSeconds,
  ),
  trustingPeriod: parsed(
    '<duration>',
    'how long a header is trusted; without it, two thirds of unbonding, at most a day',
    parseSeconds,
  ),
  trustThreshold: parsed('<fraction>', 'voting power that must have signed a header, like 1/3', parseThreshold),
}
type Given = { readonly [K in keyof typeof clientFlags]?: ReturnType<(typeof clientFlags)[K]['parse']> }

/** Of clients of this chain. */
export function clientParameters(chain: ChainConfig, given: Given = {}): ClientParameters {
  const { trustThreshold, trustingPeriodMs } = chain
  const configured = trustingPeriodMs === undefined ? undefined : BigInt(Math.floor(trustingPeriodMs / 1_000))
  return {
    trustThreshold: given.trustThreshold ?? parseThreshold(trustThreshold),
    maxClockDriftSec: given.clockDrift,
    trustingPeriodSec: given.trustingPeriod ?? configured,
  }
}
