// Which handshakes, proofs and packets real chains accept, and which they refuse whoever sends them.
import { MsgRecvPacket } from 'cosmjs-types/ibc/core/channel/v1/tx'
import { QueryVerifyMembershipRequest, QueryVerifyMembershipResponse } from 'cosmjs-types/ibc/core/client/v1/query'
import { channelVersion, type Deployment } from '../../localnet/deploy.ts'
import type { Localnet } from '../../localnet/up.ts'
import { execute, instantiate } from '../../localnet/wasmTx.ts'
import { executeMsg } from '../../relayer/contractCalls.ts'
import { queryClientState } from '../../relayer/ics02/clients.ts'
import { ensureConnection } from '../../relayer/ics03/connections.ts'
import {
  type ChannelIds,
  type ChannelRequest,
  type ChannelSide,
  ensureChannel,
  queryChannels,
} from '../../relayer/ics04/channels.ts'
import { channelKey, commitmentKey } from '../../relayer/ics24/paths.ts'
import type { Chain, Included, Signer } from '../../relayer/ports.ts'
import { type ProofPath, type Proven, proveLatest, submitProven } from '../../relayer/proofs.ts'
import { blocksMs, Opened, openNet, queryCode, startMs } from './world.ts'

let net: Localnet
const opened = new Opened()

beforeAll(async () => {
  net = await openNet()
}, startMs)
afterEach(() => opened.close())

function zone(id: string): Deployment['zones'][string] {
  const found = net.deployment.zones[id]
  if (found === undefined) throw new Error(`${id} is not deployed`)
  return found
}

/** A chain on which nothing more is submitted after `budget` messages: as if its relayer had been killed there. */
function cutAfter(chain: Chain, budget: { left: number }): Chain {
  const cut = (signer: Signer): Signer => ({
    address: signer.address,
    submit: (...args) => signer.submit(...args),
    included: (...args) => signer.included(...args),
    submitAndWait: async (...args): Promise<Included> => {
      if (budget.left === 0) throw new Error('killed')
      budget.left -= 1
      return signer.submitAndWait(...args)
    },
  })
  const signerOf = async (name: string): Promise<Signer> => cut(await chain.signer(name))
  return new Proxy(chain, {
    get: (target, key) => {
      if (key === 'signer') return signerOf
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function hubSide(id: string): ChannelSide {
  const chain = opened.chain('causeway-hub')
  return { chain, portId: `wasm.${net.deployment.hub.contract}`, connectionId: zone(id).hub_connection_id }
}

function gateSide(id: string): ChannelSide {
  return { chain: opened.chain(id), portId: `wasm.${zone(id).gate}`, connectionId: zone(id).connection_id }
}

/** A gate on a zone, made by anybody, over the same connection as the admitted one. */
async function strangeGate(id: string, hub: string): Promise<string> {
  const chain = opened.chain(id)
  const stranger = await chain.signer('load-3')
  const pinned = {
    chain_id: net.deployment.hub.chain_id,
    contract: hub,
    port_id: `wasm.${hub}`,
    connection_id: zone(id).connection_id,
  }
  const { codeId } = await queryCode(chain, zone(id).gate)
  return instantiate(stranger, codeId, 'stranger', { hub: pinned, admin: stranger.address })
}

/** A gate and a hub of somebody else that know each other and have no channel yet. */
async function strangePair(id: string): Promise<ChannelRequest> {
  const [a, b] = [gateSide(id), hubSide(id)]
  const stranger = await b.chain.signer('load-3')
  const { codeId } = await queryCode(b.chain, net.deployment.hub.contract)
  const hub = await instantiate(stranger, codeId, 'stranger', { admin: stranger.address })
  const gate = await strangeGate(id, hub)
  const { hub_client_id: client_id, hub_connection_id: connection_id } = zone(id)
  const admit_zone = { chain_id: id, client_id, connection_id, port_id: `wasm.${gate}`, gate }
  await execute(stranger, [{ contract: hub, msg: { admit_zone } }])
  const ends = { a: { ...a, portId: `wasm.${gate}` }, b: { ...b, portId: `wasm.${hub}` } }
  return { ...ends, order: 'unordered', version: channelVersion }
}

test(
  'a handshake that is cut off after any of its steps goes on from there and opens one channel',
  async () => {
    const request = await strangePair('zone-b')
    const attempts: (ChannelIds | undefined)[] = []
    while (attempts.at(-1) === undefined && attempts.length < 8) {
      const budget = { left: 1 }
      const cut = (end: ChannelSide): ChannelSide => ({ ...end, chain: cutAfter(end.chain, budget) })
      const outcome = ensureChannel({ ...request, a: cut(request.a), b: cut(request.b) }).catch((error: Error) => {
        expect(error.message).toBe('killed')
        return undefined
      })
      attempts.push(await outcome)
    }
    // Init, try, acknowledgement, confirm: one step an attempt.
    expect(attempts).toHaveLength(4)
    const channels = await queryChannels(request.a.chain, request.a.connectionId)
    const ours = channels.filter((channel) => channel.portId === request.a.portId)
    expect(ours.map(({ channelId }) => channelId)).toEqual([attempts[3]?.a])
  },
  blocksMs,
)

async function verifies(path: ProofPath, { height, proofs }: Proven, key: Uint8Array, value: Uint8Array) {
  const keyPath = [Buffer.from('ibc'), key]
  const body = { clientId: path.clientId, proof: proofs[0] ?? new Uint8Array(), proofHeight: height, value }
  const request = QueryVerifyMembershipRequest.fromPartial({ ...body, merklePath: { keyPath } })
  const service = '/ibc.core.client.v1.Query/VerifyMembership'
  const asked = QueryVerifyMembershipRequest.encode(request).finish()
  return path.host.queryGrpc(service, asked, QueryVerifyMembershipResponse.decode).then(
    ({ success }) => success,
    () => false,
  )
}

test(
  'a proof of state verifies at the light client of the other chain, and one changed bit makes it fail',
  async () => {
    const { hub_client_id: clientId, gate, channel_id } = zone('zone-a')
    const path: ProofPath = { host: opened.chain('causeway-hub'), tracked: opened.chain('zone-a'), clientId }
    const key = channelKey(`wasm.${gate}`, channel_id)
    const proven = await proveLatest(path, [key])
    await (await path.host.signer('relay.zone-a')).submitAndWait(proven.updates, 1_000_000n)
    const client = await queryClientState(path.host, clientId)
    expect(client.latestHeight).toEqual(proven.height)
    const { value } = await path.tracked.queryProof(key, proven.height.revisionHeight - 1n)
    const flipped = (bytes: Uint8Array = new Uint8Array()): Uint8Array =>
      bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte))
    expect(await verifies(path, proven, key, value)).toBe(true)
    expect(await verifies(path, proven, key, flipped(value))).toBe(false)
    expect(await verifies(path, { ...proven, proofs: [flipped(proven.proofs[0])] }, key, value)).toBe(false)
  },
  blocksMs,
)

/** What the hub knows of its zones; no refused handshake may change it. */
function zonesOfHub(): Promise<unknown> {
  return opened.chain('causeway-hub').querySmart(net.deployment.hub.contract, { zones: {} })
}

const refusedBy = (step: string) => ({
  code: 'HANDSHAKE_REFUSED',
  facts: { step, reason: expect.stringContaining('CHANNEL_REFUSED') },
})

test(
  'a gate opens no channel to another port, over another connection, of another version or order',
  async () => {
    const request = {
      a: gateSide('zone-a'),
      b: hubSide('zone-a'),
      order: 'unordered',
      version: channelVersion,
    } as const
    const other = await ensureConnection(opened.chain('zone-a'), opened.chain('zone-b'))
    const wrong: ChannelRequest[] = [
      { ...request, b: { ...request.b, portId: 'transfer' } },
      {
        ...request,
        a: { ...request.a, connectionId: other.a.connectionId },
        b: { ...gateSide('zone-b'), ...request.b },
      },
      { ...request, version: 'causeway-2' },
      { ...request, order: 'ordered' },
    ]
    const before = await zonesOfHub()
    for (const each of wrong) {
      await expect(ensureChannel({ ...each, fresh: true })).rejects.toMatchObject(refusedBy('init'))
    }
    expect(await zonesOfHub()).toEqual(before)
  },
  blocksMs,
)

test(
  'the hub answers no handshake of a gate that it has not admitted, on a zone that it has',
  async () => {
    const before = await zonesOfHub()
    const gate = await strangeGate('zone-b', net.deployment.hub.contract)
    const a = { ...gateSide('zone-b'), portId: `wasm.${gate}` }
    const request: ChannelRequest = { a, b: hubSide('zone-b'), order: 'unordered', version: channelVersion }
    await expect(ensureChannel(request)).rejects.toMatchObject(refusedBy('try'))
    expect(await zonesOfHub()).toEqual(before)
  },
  blocksMs,
)

type Way = Readonly<Record<'chainId' | 'port' | 'channel' | 'hubChannel' | 'hubClient', string>>

/** The way of votes from a zone to the hub. */
function wayOf(chainId: string): Way {
  const { gate, channel_id: channel, hub_channel_id: hubChannel, hub_client_id: hubClient } = zone(chainId)
  return { chainId, port: `wasm.${gate}`, channel, hubChannel, hubClient }
}

/** A packet that the gate has never sent, with the best proof that there is: of what is at its place. */
async function submitForged(way: Way): Promise<Included> {
  const path = { host: opened.chain('causeway-hub'), tracked: opened.chain(way.chainId), clientId: way.hubClient }
  const packet = {
    sequence: 999n,
    sourcePort: way.port,
    sourceChannel: way.channel,
    destinationPort: `wasm.${net.deployment.hub.contract}`,
    destinationChannel: way.hubChannel,
    data: Uint8Array.from([8, 1]),
    timeoutHeight: { revisionNumber: 0n, revisionHeight: 0n },
    timeoutTimestamp: BigInt(Date.now() + 600_000) * 1_000_000n,
  }
  const key = commitmentKey({ portId: way.port, channelId: way.channel, sequence: packet.sequence })
  return submitProven(path, [key], ({ proofs: [proofCommitment = new Uint8Array()], height }, signer) => {
    const value = MsgRecvPacket.encode({ packet, proofCommitment, proofHeight: height, signer }).finish()
    return { typeUrl: '/ibc.core.channel.v1.MsgRecvPacket', value }
  })
}

const outboxOfHub = (): Promise<unknown> =>
  opened.chain('causeway-hub').querySmart(net.deployment.hub.contract, { outbox: {} })

test.each(['zone-a', 'causeway-hub'])(
  'a packet that the gate of %s has never sent is not received',
  async (chainId) => {
    const before = await outboxOfHub()
    await expect(submitForged(wayOf(chainId))).rejects.toMatchObject({
      code: 'TX_FAILED',
      facts: { log: expect.stringMatching(/couldn't verify counterparty packet commitment|failed packet commitment/) },
    })
    expect(await outboxOfHub()).toEqual(before)
  },
  blocksMs,
)

const transactionId = '00'.repeat(32)
const operation = { transaction_id: transactionId, leg: 0 }
const packetCall = { packet: { data: '', src: {}, dest: {}, sequence: 1 }, relayer: '' }

/** Calls that pose as what only a packet or only the gate may bring, by the contract that they go to. */
function poses(): { readonly contract: string; readonly msg: object; readonly refusal: RegExp }[] {
  const { gate, assets } = zone('causeway-hub')
  const { contract: hub } = net.deployment.hub
  const unknown = /unknown variant/
  return [
    ...['ibc_packet_receive', 'vote'].map((name) => ({ contract: hub, msg: { [name]: packetCall }, refusal: unknown })),
    ...['ibc_packet_ack', 'ibc_packet_timeout', 'ibc_packet_receive', 'decision'].map((name) => ({
      contract: gate,
      msg: { [name]: packetCall },
      refusal: unknown,
    })),
    ...['commit', 'abort'].map((name) => ({ contract: assets, msg: { [name]: operation }, refusal: /FORBIDDEN/ })),
    {
      contract: assets,
      msg: { prepare: { ...operation, operations: [], contents: [], until_ns: '1' } },
      refusal: /FORBIDDEN/,
    },
  ]
}

test.each(['load-3', 'admin', 'operator', 'relay.zone-a'])(
  'no direct call by %s poses as a packet, an acknowledgement or the gate',
  async (key) => {
    const signer = await opened.chain('causeway-hub').signer(key)
    const calls = poses().map(async ({ contract, msg, refusal }) => {
      await expect(signer.submitAndWait([executeMsg(signer.address, contract, msg)], 1_000_000n)).rejects.toMatchObject(
        {
          code: 'TX_FAILED',
          facts: { log: expect.stringMatching(refusal) },
        },
      )
    })
    await Promise.all(calls)
    expect(calls.length).toBe(9)
  },
  blocksMs,
)
