// Commands on pairs of clients of IBC v2, on two chains in memory that check like ibc-go; new clients are e2e's.
import type { Packet } from '../../core/relay.ts'
import { clearPackets } from '../../relayer/cli/clearPackets.ts'
import { createCounterpartyVerb } from '../../relayer/cli/createCounterparty.ts'
import { linkVerb } from '../../relayer/cli/link.ts'
import { listen } from '../../relayer/cli/listen.ts'
import { queryClientsVerb } from '../../relayer/cli/queryClients.ts'
import { queryPacketCommitments } from '../../relayer/cli/queryPacketLists.ts'
import { queryPacketPending } from '../../relayer/cli/queryPacketPending.ts'
import type { Answer, Verb } from '../../relayer/cli/verb.ts'
import { answerOf, type CliTools, cliTools } from '../fakes/cliTools.ts'
import { IbcClient } from '../fakes/ibcClient.ts'
import type { IbcNode } from '../fakes/ibcNode.ts'
import { type ClientPair, connectNodes, makeClients, pairClients, settled } from '../fakes/ibcPair.ts'
import { lifeKey } from '../fakes/ibcRules.ts'
import { counterpartyKey } from '../fakes/ibcRulesV2.ts'

let nodes: { a: IbcNode; b: IbcNode }
let clients: readonly IbcClient[]
let tools: CliTools
const ended = new AbortController()

beforeEach(() => {
  nodes = connectNodes()
  clients = [new IbcClient(nodes.a), new IbcClient(nodes.b)]
  tools = cliTools({ chains: clients, ended: ended.signal })
})
afterEach(async () => {
  for (const client of clients) await client.close()
})

const chains = { aChain: 'chain-a', bChain: 'chain-b' }
const counterpartyOn = (side: 'a' | 'b', clientId: string) => nodes[side].store.get(counterpartyKey(clientId))
const answer = ({ a, b }: ClientPair) => ({
  value: { a: { chain: 'chain-a', clientId: a }, b: { chain: 'chain-b', clientId: b }, ibcVersion: 2 },
  text: `chain-a ${a}, chain-b ${b}`,
})

/** Blocks come on both chains until the command has ended. */
async function run(verb: Verb, given: Readonly<Record<string, unknown>>): Promise<Answer> {
  let over = false
  const running = answerOf(verb, given, tools).finally(() => {
    over = true
  })
  running.catch(() => undefined)
  for (let round = 0; round < 300 && !over; round += 1) {
    await settled()
    nodes.a.makeBlock()
    nodes.b.makeBlock()
  }
  return running
}

async function send(pair: ClientPair, count: number): Promise<readonly Packet[]> {
  const timeoutSec = nodes.a.timeNs / 1_000_000_000n + 3_600n
  const what = { clientId: pair.a, portId: 'app', data: 'packet', timeoutSec }
  const sending = Array.from({ length: count }, () => nodes.a.sendV2(what))
  nodes.a.makeBlock()
  return Promise.all(sending)
}

describe('making a pair', () => {
  const given = (pair: ClientPair) => ({ ...chains, aClient: pair.a, bClient: pair.b })

  test("two clients that are named become each other's counterparty, and a second time nothing changes", async () => {
    const pair = makeClients(nodes, { a: '07-tendermint-4', b: '07-tendermint-5' })
    expect(await run(createCounterpartyVerb, given(pair))).toEqual(answer(pair))
    expect([counterpartyOn('a', pair.a), counterpartyOn('b', pair.b)]).toEqual([pair.b, pair.a])
    const executed = nodes.a.executed.length
    expect(await run(createCounterpartyVerb, given(pair))).toEqual(answer(pair))
    expect(nodes.a.executed).toHaveLength(executed)
  })

  test('nothing is registered where it would make no pair: it could never be taken back', async () => {
    const pair = pairClients(nodes)
    const further = makeClients(nodes, { a: '07-tendermint-4', b: '07-tendermint-5' })
    const taken = run(createCounterpartyVerb, given({ a: further.a, b: pair.b }))
    await expect(taken).rejects.toMatchObject({ code: 'COUNTERPARTY_REFUSED', facts: { clientId: pair.b } })
    expect(counterpartyOn('a', further.a)).toBeUndefined()
    const same = { aChain: 'chain-a', bChain: 'chain-a', aClient: further.a, bClient: further.a }
    const facts = { reason: 'it follows chain-b, not chain-a' }
    await expect(run(createCounterpartyVerb, same)).rejects.toMatchObject({ code: 'COUNTERPARTY_REFUSED', facts })
  })

  test('the client of another account cannot be paired, and the answer says whose it is', async () => {
    const pair = makeClients(nodes, { a: '07-tendermint-4', b: '07-tendermint-5' })
    nodes.a.act(({ store }) => {
      const key = `clients/${pair.a}`
      store.set(key, (store.get(key) ?? '').replace('wasm1relaychainb', 'wasm1stranger'))
    })
    nodes.a.makeBlock()
    const refused = run(createCounterpartyVerb, given(pair))
    const facts = { chainId: 'chain-a', clientId: pair.a, reason: expect.stringContaining('expected same signer') }
    await expect(refused).rejects.toMatchObject({ code: 'COUNTERPARTY_REFUSED', facts })
  })

  test('link uses a pair that is there, also the newest of several pages of clients', async () => {
    const pair = pairClients(nodes)
    for (let number = 100; number < 520; number += 1) {
      nodes.a.act(({ store }) => store.set(`clients/07-tendermint-${number}`, store.get('clients/07-tendermint-0')))
    }
    nodes.a.makeBlock()
    expect(await run(linkVerb, { ...chains, ibcVersion: 2 })).toEqual(answer(pair))
    const { clients: listed } = (await answerOf(queryClientsVerb, { hostChain: 'chain-a' }, tools)).value
    const ids = (listed as readonly { readonly clientId: string }[]).map(({ clientId }) => clientId)
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([422, '07-tendermint-519', '07-tendermint-0'])
  })

  test.each(['a', 'b'] as const)('link ends a pair that was begun on side %s', async (side) => {
    const pair = makeClients(nodes, { a: '07-tendermint-4', b: '07-tendermint-5' })
    const peer = side === 'a' ? pair.b : pair.a
    nodes[side].act(({ store }) => store.set(counterpartyKey(pair[side]), peer))
    nodes[side].makeBlock()
    expect(await run(linkVerb, { ...chains, ibcVersion: 2 })).toEqual(answer(pair))
    expect([counterpartyOn('a', pair.a), counterpartyOn('b', pair.b)]).toEqual([pair.b, pair.a])
  })

  test('flags that do not belong together are a mistake in the command', async () => {
    const link = (more: object) => linkVerb.run({ ...chains, ...more }, tools)
    await expect(link({ aPort: 'app' })).rejects.toThrow('--a-port and --b-port are needed')
    await expect(link({ aPort: 'app', bPort: 'app', ibcVersion: 2 })).rejects.toThrow('has no ports')
    expect(() => linkVerb.flags['ibcVersion']?.parse('3')).toThrow('versions 1 and 2')
    await expect(createCounterpartyVerb.run({ ...chains, aClient: 'x' }, tools)).rejects.toThrow('given together')
  })
})

describe('looking and clearing', () => {
  test('clients are told with their counterparties', async () => {
    const pair = pairClients(nodes)
    const { value, text } = await answerOf(queryClientsVerb, { hostChain: 'chain-a' }, tools)
    expect(value['clients']).toEqual([
      { clientId: pair.a, chainId: 'chain-b', counterpartyClientId: pair.b },
      { clientId: '07-tendermint-0', chainId: 'chain-b' },
    ])
    expect(text).toBe(`${pair.a} of chain-b, counterparty ${pair.b}\n07-tendermint-0 of chain-b`)
  })

  test('packets between two clients are pending until they are cleared, named by the client of either side', async () => {
    const pair = pairClients(nodes)
    const packets = await send(pair, 3)
    const near = { chain: 'chain-a', client: pair.a }
    const pending = await answerOf(queryPacketPending, near, tools)
    const src = { unreceivedPackets: ['1', '2', '3'], unreceivedAcks: [] }
    expect(pending.value).toEqual({ src, dst: { unreceivedPackets: [], unreceivedAcks: [] } })
    expect(pending.text).toContain(`chain-a ${pair.a} sent: packets not received: 1..3`)
    expect((await answerOf(queryPacketPending, { chain: 'chain-b', client: pair.b }, tools)).value['dst']).toEqual(src)
    const some = await run(clearPackets, { ...near, packetSequences: new Set([2n]) })
    expect(some.value['relayed']).toEqual(
      ['recv', 'ack'].map((kind) => ({ sender: 'chain-a', kind, sequences: ['2'] })),
    )
    expect((await run(clearPackets, near)).end).toBe('ok')
    const acknowledged = packets.map((packet) => nodes.a.store.get(lifeKey('acknowledged', packet)))
    expect(acknowledged).toEqual(['1', '1', '1'])
    expect((await answerOf(queryPacketCommitments, near, tools)).text).toBe('none')
  })

  test('an outstanding sequence that ibc-go cannot list takes nothing from the others', async () => {
    const pair = pairClients(nodes)
    await send(pair, 600)
    const near = { chain: 'chain-a', client: pair.a }
    expect((await answerOf(queryPacketCommitments, near, tools)).text).toBe('1..600')
  })

  test('a client without a counterparty that names it back is COUNTERPARTY_UNKNOWN', async () => {
    const pair = makeClients(nodes, { a: '07-tendermint-4', b: '07-tendermint-5' })
    const ask = () => answerOf(queryPacketPending, { chain: 'chain-a', client: pair.a }, tools)
    await expect(ask()).rejects.toMatchObject({ code: 'COUNTERPARTY_UNKNOWN', facts: { clientId: pair.a } })
    nodes.a.act(({ store }) => store.set(counterpartyKey(pair.a), pair.b))
    nodes.a.makeBlock()
    const facts = { reason: `${pair.b} does not name it back` }
    await expect(ask()).rejects.toMatchObject({ code: 'COUNTERPARTY_UNKNOWN', facts })
  })

  test.each([
    {},
    { port: 'app' },
    { channel: 'channel-0' },
    { port: 'app', channel: 'channel-0', client: '07-tendermint-3' },
    { port: 'app', client: '07-tendermint-3' },
  ])('an end named by %j is a mistake in the command', async (given) => {
    const asked = queryPacketPending.run({ chain: 'chain-a', ...given }, tools)
    await expect(asked).rejects.toThrow('give either --port and --channel, or --client')
  })

  test('listening tells packets of clients with their ports, and names the version', async () => {
    const pair = pairClients(nodes)
    const listening = listen.run({ chain: 'chain-a' }, tools)
    await settled()
    await send(pair, 1)
    await settled()
    ended.abort()
    await listening
    const [source, destination] = [pair.a, pair.b].map((clientId) => ({ clientId, portId: 'app' }))
    const [one] = tools.told
    expect(one?.value).toMatchObject({ event: 'sent', ibcVersion: 2, sequence: '1', source, destination })
    expect(one?.value).not.toHaveProperty('connectionId')
    expect(one?.text).toContain(`sent 1 from ${pair.a} to ${pair.b}, 6 bytes`)
  })
})
