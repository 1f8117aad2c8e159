// The owner's rows as its access door finds them: validated, its own, of the root on chain, asked for at each read.
import { createHmac } from 'node:crypto'
import { batchId } from '../../core/batch.ts'
import { toHex } from '../../core/bytes.ts'
import { CausewayError } from '../../core/errors.ts'
import { openCollectedRows } from '../../platform/access/collectedRows.ts'
import type { Content } from '../../platform/validation/ports.ts'
import { makeDevice, rowsFrom, signRows, streamId, weatherElements } from '../fakes/devices.ts'
import { FakeChain } from '../fakes/fakeChain.ts'

const owner = 'did:causeway:party:zone-a:city'
const salt = new Uint8Array(32).fill(5)
const leafHash = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHmac('sha256', salt).update(bytes).digest())
const batch = signRows(makeDevice('ed25519'), rowsFrom(1n, 4), {}, leafHash)
const asset = batchId(batch)

function open(change: { readonly batch?: object; readonly handed?: Partial<Content>; readonly refusal?: Error } = {}) {
  const chain = new FakeChain({ chainId: 'zone-a' })
  const known = { stream: streamId, device: batch.deviceId, owner, attempt: 1, state: 'validated', count: 4 }
  const elements = weatherElements.map(({ lengthMax, ...element }) => ({ ...element, length_max: lengthMax }))
  const model = { name: 'weather', version: 1 }
  chain.onSmart('intake', (query) => {
    if ('stream' in query) return { id: streamId, owner, model, elements, open: false, checkers: 0, reward: '0' }
    const { id } = query['batch'] as { id: string }
    return id === asset ? { id, root: toHex(batch.root), ...known, ...change.batch } : null
  })
  const asked: string[] = []
  const content = async (name: string, attempt: number): Promise<Content> => {
    asked.push(`${name} ${attempt}`)
    if (change.refusal !== undefined) throw change.refusal
    return { attempt, content: batch.content, salt, ...change.handed }
  }
  return { rows: openCollectedRows(owner, { intake: { chain, address: 'intake' }, contents: { content } }), asked }
}

test('rows come with their elements and the hash of their leaves, asked for anew at each read', async () => {
  const { rows, asked } = open()
  const { leaf, ...found } = (await rows.find(asset)) ?? {}
  const { deviceId, first, last, content } = batch
  expect(found).toEqual({ streamId, deviceId, first, last, attempt: 1, elements: weatherElements, content })
  expect(leaf?.(Uint8Array.of(1))).toEqual(leafHash(Uint8Array.of(1)))
  await rows.find(asset)
  expect(asked).toEqual([`${asset} 1`, `${asset} 1`])
})

test('what is unknown, of another owner or not validated now is not there, and the collection is not asked', async () => {
  for (const change of [{ owner: 'did:causeway:party:zone-a:other' }, { state: 'failed' }, { state: 'checking' }]) {
    const { rows, asked } = open({ batch: change })
    expect([await rows.find(asset), asked]).toEqual([undefined, []])
  }
  expect(await open().rows.find(`${asset}0`)).toBeUndefined()
})

test('nothing is served that is not of the root on chain, and no refusal of the collection is told as the reader’s', async () => {
  const codeOf = (parts: Parameters<typeof open>[0]): Promise<unknown> =>
    open(parts)
      .rows.find(asset)
      .catch(({ code }: CausewayError) => code)
  const other = signRows(makeDevice('ed25519'), rowsFrom(5n, 4), {}, leafHash)
  expect(await codeOf({ handed: { content: other.content } })).toBe('CONTENT_MISSING')
  expect(await codeOf({ handed: { salt: new Uint8Array(32) } })).toBe('CONTENT_MISSING')
  expect(await codeOf({ refusal: new CausewayError('SIGNATURE_INVALID') })).toBe('PLATFORM_UNREACHABLE')
})
