// Helia nodes among each other: what one lost it fetches from another one that it knows, and from nobody else.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { freePort } from '../../localnet/freePort.ts'
import { type HeliaObjects, openHeliaObjects } from '../../platform/storage/adapters/heliaObjects.ts'
import { cidOf } from '../../platform/storage/cid.ts'
import { damageFiles } from './objectsCases.ts'
import { silent } from './queueCases.ts'

const coded = (code: string) => expect.objectContaining({ code })
const root = mkdtempSync(join(tmpdir(), 'causeway-peers-'))
const folders = ['one', 'two', 'stranger'].map((name) => join(root, name))
const [first = '', second = '', third = ''] = folders

type Node = { readonly seed: Uint8Array; readonly listen: string; readonly address: string }

async function newNode(): Promise<Node> {
  const seed = randomBytes(32)
  const peer = peerIdFromPrivateKey(await generateKeyPairFromSeed('Ed25519', seed)).toString()
  const listen = `/ip4/127.0.0.1/tcp/${await freePort()}`
  return { seed, listen, address: `${listen}/p2p/${peer}` }
}

const open = (folder: string, { seed, listen }: Node, peers: readonly Node[]): Promise<HeliaObjects> =>
  openHeliaObjects({ folder, identitySeed: seed, listen, peers: peers.map(({ address }) => address), log: silent })

let one: HeliaObjects
let two: HeliaObjects
let nodes: readonly [Node, Node]

beforeAll(async () => {
  nodes = [await newNode(), await newNode()]
  one = await open(first, nodes[0], [nodes[1]])
  two = await open(second, nodes[1], [nodes[0]])
}, 30_000)
afterAll(async () => {
  await one.close()
  await two.close()
  rmSync(root, { recursive: true })
})

test.each([100, 1_048_576, 5_000_001])(
  'an object of %i bytes is fetched from the other node, as often as it is lost',
  async (size) => {
    const bytes = randomBytes(size)
    const cid = await one.put(bytes)
    for (const _ of [1, 2, 3]) expect(Buffer.compare(await two.fetch(cid), bytes)).toBe(0)
  },
)

test('what the other node does not have is lost at once, without waiting for it', async () => {
  const started = performance.now()
  await expect(two.fetch(cidOf(randomBytes(10)))).rejects.toEqual(coded('REPLICAS_LOST'))
  expect(performance.now() - started).toBeLessThan(5000)
})

test('a damaged copy is not offered', async () => {
  const cid = await one.put(randomBytes(3000))
  await damageFiles(first, cid)
  const started = performance.now()
  await expect(two.fetch(cid)).rejects.toEqual(coded('REPLICAS_LOST'))
  expect(performance.now() - started).toBeLessThan(5000)
})

test('a stranger gets nothing, though it knows the address (Y-7.1.2a)', async () => {
  const cid = await one.put(randomBytes(3000))
  const stranger = await open(third, await newNode(), nodes)
  const answer = await stranger.fetch(cid).catch((error: unknown) => error)
  await stranger.close()
  expect(answer).toEqual(coded('REPLICAS_LOST'))
}, 30_000)

test('an address that somebody else listens on is told at the start', async () => {
  await expect(open(third, nodes[0], [])).rejects.toEqual(coded('PORT_IN_USE'))
})
