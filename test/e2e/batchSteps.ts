// Batches that tests hand to the chain themselves: rows of real weather, bent where a test needs it.
import type { SignedBatch } from '../../core/batch.ts'
import type { Row } from '../../core/words.ts'
import { openStream, type StreamPlan, signBatch } from '../../localnet/demo/batches.ts'
import type { Member } from '../../localnet/demo/cast.ts'
import type { Device } from '../../localnet/demo/devices.ts'
import { newThing } from '../../localnet/demo/field.ts'
import { readHours, weatherElements, weatherModel } from '../../localnet/demo/measurements.ts'
import { type Stage, servicesOf, zoneOf } from '../../localnet/demo/story.ts'
import type { Contract } from '../../platform/chain/contract.ts'
import { submissionOf } from '../../platform/chain/intake.ts'
import type { Included } from '../../relayer/ports.ts'
import { anybody, callAll } from './calls.ts'

/** Hours of the year as rows, numbered from `first`. */
export function weatherRows(first: number, count: number, change: { temperature?: string } = {}): readonly Row[] {
  return readHours(first + count - 1)
    .slice(first - 1)
    .map(({ atMs, pressure, temperature, wind }, index) => ({
      cells: [
        { kind: 'integer', value: BigInt(first + index) },
        { kind: 'timestampNs', value: BigInt(atMs) * 1_000_000n },
        { kind: 'decimal', value: pressure },
        { kind: 'decimal', value: change.temperature ?? temperature },
        { kind: 'decimal', value: wind },
      ],
    }))
}

export const intakeOf = (stage: Stage, chainId: string): Contract => ({
  chain: zoneOf(stage, chainId).chain,
  address: servicesOf(stage, chainId).intake,
})

export type Probe = { readonly device: Device; readonly stream: string }

/** A device and an open stream of its own, for calls past every platform. */
export async function newProbe(
  stage: Stage,
  chainId: string,
  owner: Member,
  name: string,
  change: Partial<StreamPlan> = {},
): Promise<Probe> {
  const device = await newThing(stage, chainId, owner, `probe-${name}`, 'ed25519')
  const parts = { elements: weatherElements, model: weatherModel, open: true, devices: [device] }
  const stream = await openStream(stage, { chainId, owner, name: `probe-${name}`, ...parts, ...change })
  return { device, stream }
}

/** Handed to the contract by somebody who is trusted with nothing. */
export function submit(stage: Stage, chainId: string, batch: SignedBatch, units = 0): Promise<Included> {
  const { chain, address: contract } = intakeOf(stage, chainId)
  const funds = units === 0 ? [] : [{ denom: 'ucity', amount: String(units) }]
  return callAll(chain, anybody, [{ contract, msg: { submit: submissionOf(batch) }, funds }])
}

export const weatherBatch = (
  { device, stream }: Probe,
  first: number,
  count: number,
  change: { temperature?: string; attempt?: number; sentNs?: bigint } = {},
): SignedBatch => signBatch(device, stream, weatherRows(first, count, change), BigInt(first), change)
