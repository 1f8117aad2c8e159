// The relayer's commands as an operator types them, on two zones that no relayer carries anything between.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { isDeepStrictEqual } from 'node:util'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { untilNs } from './moments.ts'
import { send } from './transfers.ts'
import { argumentsOn, type Json, type Linked, typed } from './typed.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

const base = argumentsOn(worldConfig)
const causeway = (...words: readonly string[]): Promise<Json> => typed(worldConfig, ...words)
const chains = ['--a-chain', 'zone-a', '--b-chain', 'zone-c'] as const
const ports = ['--a-port', 'transfer', '--b-port', 'transfer'] as const

let stage: OpenStage
let made: Linked
beforeAll(async () => {
  stage = await openWorld()
  made = (await causeway('link', ...chains, ...ports)) as unknown as Linked
}, 2 * startMs)
afterAll(() => stage.close())

const near = (): readonly string[] => ['--chain', 'zone-a', '--port', 'transfer', '--channel', made.a.channelId]
const pendingSent = async (): Promise<unknown> => (await causeway('query', 'packet', 'pending', ...near()))['src']

/** Transfers in one tx, to be received within so many seconds of zone-c's time. */
async function transfer(amounts: readonly bigint[], timeoutSec = 3_600n): Promise<bigint> {
  const from = { chain: zoneOf(stage, 'zone-a').chain, channelId: made.a.channelId }
  const { timeNs } = await zoneOf(stage, 'zone-c').chain.queryStatus()
  const timeoutNs = timeNs + timeoutSec * 1_000_000_000n
  const receiver = stage.users.bob.address
  await send({ from, sender: 'alice', receiver, denom: 'ustake', amounts, timeoutNs })
  return timeoutNs
}

test(
  'nodes and keys are well, and every key that the relayer signs with is there',
  async () => {
    expect(await causeway('health-check')).toMatchObject({ ok: true })
    const { missing, keys } = await causeway('keys', 'list', '--chain', 'zone-a')
    expect(missing).toEqual([])
    expect(JSON.stringify(keys)).toContain('relay.causeway-hub')
    const { balances } = await causeway('keys', 'balance', '--chain', 'zone-a', '--key-name', 'alice')
    expect(balances).toMatchObject([{ name: 'alice', amount: expect.stringMatching(/^[1-9]\d*$/) }])
  },
  blocksMs,
)

test(
  'what was linked is used when it is linked again, and is listed with the chain behind it',
  async () => {
    expect(await causeway('link', ...chains, ...ports)).toEqual(made)
    const { channels } = await causeway('query', 'channels', '--chain', 'zone-a', '--counterparty-chain', 'zone-c')
    const counterparty = { chainId: 'zone-c', portId: 'transfer', channelId: made.b.channelId }
    const listed = { channelId: made.a.channelId, connectionId: made.a.connectionId, state: 'open', counterparty }
    expect(channels).toContainEqual(expect.objectContaining(listed))
    const { connections } = await causeway(
      'query',
      'connections',
      '--chain',
      'zone-c',
      '--counterparty-chain',
      'zone-a',
    )
    expect(JSON.stringify(connections)).toContain(made.b.connectionId)
    const { clients } = await causeway('query', 'clients', '--host-chain', 'zone-a', '--reference-chain', 'zone-c')
    // It may have a counterparty in IBC v2 as well.
    expect(clients).toContainEqual(expect.objectContaining({ clientId: made.a.clientId, chainId: 'zone-c' }))
  },
  blocksMs,
)

test(
  'a channel of a chain with itself is listed and looked at like any other',
  async () => {
    const hub = stage.hub.chain.chainId
    const { channels } = await causeway('query', 'channels', '--chain', hub, '--counterparty-chain', hub)
    const [own] = channels as readonly { readonly portId: string; readonly channelId: string }[]
    const flags = ['--chain', hub, '--port', own?.portId ?? '', '--channel', own?.channelId ?? '']
    const nothing = { unreceivedPackets: [], unreceivedAcks: [] }
    expect(await causeway('query', 'packet', 'pending', ...flags)).toEqual({ src: nothing, dst: nothing })
    expect(await causeway('clear', 'packets', ...flags)).toEqual({ relayed: [], left: [] })
  },
  blocksMs,
)

test(
  'packets that nobody carries are pending until they are cleared: some by their sequences, then the rest',
  async () => {
    await transfer([1n, 2n, 3n])
    expect(await pendingSent()).toEqual({ unreceivedPackets: ['1', '2', '3'], unreceivedAcks: [] })
    const done = (sequences: readonly string[]): Json => ({
      relayed: ['recv', 'ack'].map((kind) => ({ sender: 'zone-a', kind, sequences })),
      left: [],
    })
    expect(await causeway('clear', 'packets', ...near(), '--packet-sequences', '2,9..20')).toEqual(done(['2']))
    expect(await pendingSent()).toEqual({ unreceivedPackets: ['1', '3'], unreceivedAcks: [] })
    expect(await causeway('clear', 'packets', ...near())).toEqual(done(['1', '3']))
    expect((await causeway('query', 'packet', 'commitments', ...near()))['sequences']).toEqual([])
  },
  2 * blocksMs,
)

test(
  'a packet past its time is cleared by a timeout',
  async () => {
    const timeoutNs = await transfer([1n], 2n)
    await untilNs(zoneOf(stage, 'zone-c').chain, timeoutNs)
    const { relayed, left } = await causeway('clear', 'packets', ...near())
    expect([relayed, left]).toEqual([[{ sender: 'zone-a', kind: 'timeout', sequences: ['4'] }], []])
  },
  2 * blocksMs,
)

test(
  'listening tells a packet as it is sent, and an interrupt ends it with 0',
  async () => {
    const listening = spawn(process.execPath, [...base, 'listen', '--chain', 'zone-a'])
    const lines = createInterface({ input: listening.stdout })
    const heard: Json[] = []
    lines.on('line', (line) => void heard.push(JSON.parse(line) as Json))
    const source = { portId: 'transfer', channelId: made.a.channelId }
    // It says nothing until something happens, so there are packets until it has heard one.
    const event = await waitFor('a packet to be heard', blocksMs, async () => {
      await transfer([7n])
      return heard.find((one) => one['event'] === 'sent' && isDeepStrictEqual(one['source'], source))
    })
    expect(event).toMatchObject({ destination: { portId: 'transfer', channelId: made.b.channelId } })
    listening.kill('SIGINT')
    expect((await once(listening, 'close'))[0]).toBe(0)
    await causeway('clear', 'packets', ...near())
  },
  2 * blocksMs,
)

test(
  'create makes a client, a connection over two clients and a channel anew each time',
  async () => {
    const client = async (host: string, reference: string): Promise<string> => {
      const words = ['create', 'client', '--host-chain', host, '--reference-chain', reference]
      return String((await causeway(...words))['clientId'])
    }
    const [onA, onC] = [await client('zone-a', 'zone-c'), await client('zone-c', 'zone-a')]
    expect(onA).not.toBe(made.a.clientId)
    const over = ['--a-chain', 'zone-a', '--a-client', onA, '--b-client', onC]
    const connection = (await causeway('create', 'connection', ...over)) as unknown as Linked
    expect(connection).toMatchObject({ bChain: 'zone-c', a: { clientId: onA }, b: { clientId: onC } })
    const { connectionId } = connection.a
    const opened = await causeway('create', 'channel', '--a-chain', 'zone-a', '--a-connection', connectionId, ...ports)
    expect(opened).toMatchObject({
      a: { connectionId },
      b: { chain: 'zone-c' },
      order: 'unordered',
      version: 'ics20-1',
    })
    expect((opened as unknown as Linked).a.channelId).not.toBe(made.a.channelId)
  },
  2 * blocksMs,
)
