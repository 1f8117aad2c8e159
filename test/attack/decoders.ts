// Every decoder of TypeScript that strangers can reach, fed with hostile input: it answers, or refuses with a code.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeRows, parseBatchContent } from '../../core/batch.ts'
import { parseBase64, parseHex, utf8 } from '../../core/bytes.ts'
import * as codec from '../../core/codec.ts'
import { parseSubject } from '../../core/did.ts'
import { isCausewayError } from '../../core/errors.ts'
import { parseChainId, parseId, parsePacketKey, parseTransactionId } from '../../core/ids.ts'
import { parseNativeJson } from '../../core/nativeJson.ts'
import { parsePolicy, policyToOdrl } from '../../core/odrl.ts'
import { parseAcknowledgement, parsePacket } from '../../core/packet.ts'
import { decodePacketV2 } from '../../core/packetV2.ts'
import { parseNormalPolicy } from '../../core/policy.ts'
import { parsePacketEvents } from '../../core/relay.ts'
import type { Json } from '../../core/wire.ts'
import { root } from '../../localnet/config.ts'
import { weatherModel } from '../../localnet/demo/measurements.ts'
import { parseQuery } from '../../platform/analytics/query.ts'
import { parseOwnBatch } from '../../platform/collection/httpDoor.ts'
import { credentialJson, parseCredential } from '../../platform/credentials/credential.ts'
import { parseModel } from '../../platform/validation/model.ts'
import { parseNewBlock } from '../../relayer/adapters/cosmosBlock.ts'
import { parseConfig } from '../../relayer/config.ts'
import { deviceId, rowsFrom, streamId, weatherElements } from '../fakes/devices.ts'
import { relayToml } from '../fakes/relayToml.ts'
import { type Random, randomFrom } from '../random.ts'
import { type Attack, type Tried, tryEach } from './attack.ts'
import { mutateBytes, mutateJson } from './mutate.ts'
import { ownBatch, party, query } from './samples.ts'

const seconds = 60
const perLook = 500
/** Of this process's own time: the machine may be busy with something else. */
const slowMs = 2_000

/** Makes one input and feeds it; throws what the decoder throws. */
type Target = { readonly name: string; readonly feed: (random: Random) => void }

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(Buffer.from(b))

/** What decodes has one encoding. */
function strict<T>(
  name: string,
  seeds: readonly Uint8Array[],
  decode: (b: Uint8Array) => T,
  encode: (v: T) => Uint8Array,
) {
  const feed = (random: Random): void => {
    const bytes = mutateBytes(seeds, random)
    if (!same(encode(decode(bytes)), bytes)) throw new Error('it was decoded, and is encoded in another way')
  }
  return { name, feed }
}
const onBytes = (name: string, seeds: readonly Uint8Array[], decode: (bytes: Uint8Array) => unknown): Target => ({
  name,
  feed: (random) => void decode(mutateBytes(seeds, random)),
})
const onText = (name: string, seeds: readonly string[], decode: (text: string) => unknown): Target =>
  onBytes(name, seeds.map(utf8), (bytes) => decode(Buffer.from(bytes).toString('utf8')))
const onJson = (name: string, seeds: readonly unknown[], decode: (json: unknown) => unknown): Target => ({
  name,
  feed: (random) => {
    const seed = seeds[Math.floor(random() * seeds.length)]
    const times = 1 + Math.floor(random() * 3)
    let json = seed
    for (let count = 0; count < times; count += 1) json = mutateJson(json, random)
    decode(json)
  },
})

/** Bytes of an area's vectors, good and bad. */
function vectorsOf(area: string): readonly Uint8Array[] {
  const texts = globSync(join(root, 'test', 'vectors', area, '*.json')).map((path) => readFileSync(path, 'utf8'))
  return texts.flatMap((text) => {
    const { bytes } = JSON.parse(text) as { bytes?: string }
    return bytes === undefined || bytes.length > 20_000 ? [] : [Uint8Array.from(Buffer.from(bytes, 'hex'))]
  })
}
const sample = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown

const names = [
  'did:causeway:asset:zone-a:title-1',
  'did:causeway:party:zone-b:buyer',
  'zone-a',
  'a'.repeat(64),
  'transfer/channel-7/42',
]
const thing = 'did:causeway:entry:zone-a:air-7'
/** The normal forms of the vectors, as ODRL. */
function policies(): readonly Json[] {
  const { policies: known } = sample('test/vectors/policies.json') as { policies: Record<string, unknown> }
  return Object.values(known).map((one) => policyToOdrl(parseNormalPolicy(one), thing))
}
const credential = credentialJson({
  id: 'did:causeway:certificate:zone-a:c-1',
  issuer: 'did:causeway:party:zone-a:regulator',
  validFromMs: Date.UTC(2026, 0, 1),
  validUntilMs: Date.UTC(2027, 0, 1),
  status: { list: 'https://127.0.0.1/status/1', index: 5 },
  claims: { type: 'PermissionToOperate', subject: 'did:causeway:party:zone-a:city', permission: 'collect' },
})
const jsonText = utf8('{"a":[1,2.50,{"b":"c\\n"}],"d":true,"e":null}')
const model = utf8(JSON.stringify(weatherModel))
const rows = { streamId, deviceId, attempt: 1, first: 1n, last: 4n }

export const targets = (): readonly Target[] => [
  strict('packets', vectorsOf('packet'), codec.decodePacket, codec.encodePacket),
  strict('acknowledgements', vectorsOf('acknowledgement'), codec.decodeAcknowledgement, codec.encodeAcknowledgement),
  strict('manifests', vectorsOf('manifest'), codec.decodeManifest, codec.encodeManifest),
  strict('envelopes', vectorsOf('envelope'), codec.decodeEnvelope, codec.encodeEnvelope),
  strict('tables', vectorsOf('table'), codec.decodeTable, codec.encodeTable),
  onBytes('packets of IBC v2', vectorsOf('packet'), decodePacketV2),
  onBytes('checked packets', vectorsOf('packet'), parsePacket),
  onBytes('checked acknowledgements', vectorsOf('acknowledgement'), parseAcknowledgement),
  onText('names', names, (text) =>
    [parseId, parseChainId, parsePacketKey, parseTransactionId].map((one) => tried(one, text)),
  ),
  onText('hex and base64', ['00ff', 'AP8='], (text) => [parseHex, parseBase64].map((one) => tried(one, text))),
  onBytes('documents of devices', [jsonText], (bytes) =>
    parseNativeJson(bytes, { bytesMax: 4_096, depthMax: 16, nodesMax: 512 }),
  ),
  onBytes('data models', [model], parseModel),
  onBytes('batches', [encodeRows(rowsFrom(1n, 4))], (bytes) => parseBatchContent(rows, weatherElements, bytes)),
  onJson('batches that devices sign', [ownBatch], parseOwnBatch),
  onJson('policies', policies(), (json) => parsePolicy(json, thing)),
  onJson('credentials', [credential], (json) => parseCredential(json as Json)),
  onJson('parties', [party], parseSubject),
  onJson('queries', [query], parseQuery),
  onJson(
    'blocks of a node',
    [sample('test/fakes/samples/newBlock.json'), sample('test/fakes/samples/newBlock70.json')],
    (json) => {
      parsePacketEvents(parseNewBlock('zone-a', (json as { value?: unknown })?.value))
    },
  ),
  onText('configurations', [relayToml(['hub-1', 'zone-1'])], (text) => parseConfig(text, {})),
]

/** Each of several decoders of one text has its say. */
function tried(decode: (text: string) => unknown, text: string): unknown {
  try {
    return decode(text)
  } catch (error) {
    if (isCausewayError(error)) return error.code
    throw error
  }
}

/** Until the time is over, or the first violation. */
export function feedFor(target: Target, ms: number, seed: number): Tried {
  const random = randomFrom(seed)
  const endMs = performance.now() + ms
  let [runs, refused] = [0, 0]
  while (runs % perLook !== 0 || performance.now() < endMs) {
    runs += 1
    const began = process.cpuUsage()
    try {
      target.feed(random)
    } catch (error) {
      if (!isCausewayError(error)) return { runs, refused, violations: [told(target, seed, runs, error)] }
      refused += 1
    }
    const { user, system } = process.cpuUsage(began)
    if ((user + system) / 1_000 > slowMs)
      return { runs, refused, violations: [told(target, seed, runs, 'it took seconds')] }
  }
  return { runs, refused, violations: [] }
}

const told = ({ name }: Target, seed: number, run: number, what: unknown): string =>
  `${name}, seed ${seed}, run ${run}: ${what instanceof Error ? (what.stack ?? what.message) : String(what)}`

export const decoders: Attack = {
  name: 'decoders',
  about: 'hostile input for every decoder of TypeScript that strangers reach',
  run: (effort) => tryEach(targets(), effort, (target, seed) => feedFor(target, seconds * effort.times * 1_000, seed)),
}
