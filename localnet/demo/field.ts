// Where the story measures: a weather station on zone A, a seismometer on zone B, each at its owner's platform.
import { randomBytes } from 'node:crypto'
import type { Curve } from '../../core/batch.ts'
import type { Log } from '../../relayer/ports.ts'
import { openStream, type StreamPlan } from './batches.ts'
import { abroad, type Cast, ensureCast, ensureParty, home, type Member, memberOf } from './cast.ts'
import { openPlatform, type Platform } from './collect.ts'
import { type Device, newDevice } from './devices.ts'
import { enrol, thing } from './enrol.ts'
import {
  quakeElements,
  quakeMapping,
  quakeModel,
  weatherElements,
  weatherMapping,
  weatherModel,
} from './measurements.ts'
import type { Stage } from './story.ts'

/** A new device of the owner's, approved by the stakeholders of its chain. */
export async function newThing(
  stage: Stage,
  chainId: string,
  owner: Member,
  name: string,
  curve: Curve,
): Promise<Device> {
  const device = newDevice(`did:causeway:thing:${chainId}:${name}-${stage.run}`, curve)
  await enrol(stage, chainId, owner.user, [thing(stage, chainId, device, owner.id)])
  return device
}

export type Site = {
  readonly chainId: string
  readonly owner: Member
  readonly device: Device
  readonly stream: string
  readonly platform: Platform
}
export type Field = { readonly cast: Cast; readonly weather: Site; readonly quakes: Site; close(): Promise<void> }
export type FieldOptions = {
  /** Told apart from other fields of the run; short, because names of batches are made of it. */
  readonly name: string
  readonly checkers?: number
  readonly reward?: string
  readonly entriesMax?: number
  readonly log?: Log
}

/** The weather is closed under the owner's salt and may have checkers; the earthquakes are open. */
export async function openField(stage: Stage, options: FieldOptions): Promise<Field> {
  const cast = await ensureCast(stage)
  const carol = memberOf(stage, abroad, 'carol')
  await ensureParty(stage, abroad, carol, ['supplier'])
  const [weather, quakes] = await Promise.all([
    weatherSite(stage, cast.supplier, options),
    quakeSite(stage, carol, options),
  ])
  const close = async (): Promise<void> => {
    await Promise.all([weather.platform.close(), quakes.platform.close()])
  }
  return { cast, weather, quakes, close }
}

const platformOf = ({ entriesMax, log }: FieldOptions) => ({
  validator: 'city',
  ...(entriesMax === undefined ? {} : { entriesMax }),
  ...(log === undefined ? {} : { log }),
})

export async function weatherSite(stage: Stage, owner: Member, options: FieldOptions): Promise<Site> {
  const { name, checkers = 0, reward = '0' } = options
  const device = await newThing(stage, home, owner, `station-${name}`, 'ed25519')
  const parts = { elements: weatherElements, model: weatherModel, open: false, devices: [device], checkers, reward }
  const stream = await openStream(stage, { chainId: home, owner, name: `weather-${name}`, ...parts } as StreamPlan)
  const platform = await openPlatform(stage, {
    chainId: home,
    carrier: 'load-2',
    devices: [device],
    sources: [{ stream, device, senml: weatherMapping }],
    salts: { [stream]: randomBytes(32).toString('hex') },
    ...platformOf(options),
  })
  return { chainId: home, owner, device, stream, platform }
}

async function quakeSite(stage: Stage, owner: Member, options: FieldOptions): Promise<Site> {
  const device = await newThing(stage, abroad, owner, `seismometer-${options.name}`, 'p256')
  const parts = { elements: quakeElements, model: quakeModel, open: true, devices: [device] }
  const stream = await openStream(stage, { chainId: abroad, owner, name: `quakes-${options.name}`, ...parts })
  const platform = await openPlatform(stage, {
    chainId: abroad,
    carrier: 'load-3',
    devices: [device],
    sources: [{ stream, device, sensorthings: quakeMapping }],
    ...platformOf(options),
  })
  return { chainId: abroad, owner, device, stream, platform }
}
