// A gate that pins its hub by a client: its vote leaves over IBC v2, and nobody else can send anything in its name.
import { Packet } from 'cosmjs-types/ibc/core/channel/v2/packet'
import { MsgSendPacket } from 'cosmjs-types/ibc/core/channel/v2/tx'
import { MsgRegisterCounterparty } from 'cosmjs-types/ibc/core/client/v2/tx'
import { parseHex } from '../../core/bytes.ts'
import { decodePacket, encodeManifest } from '../../core/codec.ts'
import type { Localnet } from '../../localnet/up.ts'
import { execute, instantiate } from '../../localnet/wasmTx.ts'
import { executeMsg } from '../../relayer/contractCalls.ts'
import { createClient, relayKeyName } from '../../relayer/ics02/clients.ts'
import type { Chain, Signer } from '../../relayer/ports.ts'
import { attributeOf } from '../../relayer/txEvents.ts'
import { base64 } from './calls.ts'
import { closedAsset, digestOf, registerMsg } from './things.ts'
import { blocksMs, Opened, openNet, queryCode, startMs } from './world.ts'

const callGas = 3_000_000n
const second = 1_000_000_000n
// The address from its separator on, behind the prefix that wasmd gives to contracts over IBC v2.
const portOf = (contract: string): string => `wasm2${contract.slice(contract.lastIndexOf('1'))}`

const opened = new Opened()
let net: Localnet
let zone: Chain
let owner: Signer
let clientId: string
let gate: string
let assets: string

beforeAll(async () => {
  net = await openNet()
  zone = opened.chain('zone-a')
  const hub = opened.chain(net.deployment.hub.chain_id)
  clientId = await createClient(zone, hub)
  const relay = await zone.signer(relayKeyName(hub.chainId))
  const value = MsgRegisterCounterparty.encode({
    clientId,
    counterpartyMerklePrefix: [Buffer.from('ibc'), new Uint8Array()],
    // Nothing is relayed here: any client of the hub will do.
    counterpartyClientId: net.deployment.zones['zone-a']?.hub_client_id ?? '',
    signer: relay.address,
  }).finish()
  await relay.submitAndWait([{ typeUrl: '/ibc.core.client.v2.MsgRegisterCounterparty', value }], callGas)
  owner = await zone.signer('load-5')
  await openGate()
}, startMs)
afterAll(() => opened.close())

/** A gate and assets of the test's own, with the code of the zone's. */
async function openGate(): Promise<void> {
  const { contract, chain_id } = net.deployment.hub
  const deployed = net.deployment.zones['zone-a']
  const [gateCode, assetsCode] = await Promise.all([
    queryCode(zone, deployed?.gate ?? ''),
    queryCode(zone, deployed?.assets ?? ''),
  ])
  const pinned = { chain_id, contract, port_id: portOf(contract), client_id: clientId }
  gate = await instantiate(owner, gateCode.codeId, 'paired gate', { hub: pinned, admin: owner.address })
  const made = { gate, accepts: ['non_fungible'], admin: owner.address }
  assets = await instantiate(owner, assetsCode.codeId, 'paired assets', made)
  await execute(owner, [{ contract: gate, msg: { register_resource: { contract: assets } } }])
}

/** The owner's own asset is what it is: a leg that needs nobody else. */
async function prepare(local: string, deadlineNs: bigint): Promise<Packet> {
  const thing = closedAsset('zone-a', local)
  await execute(owner, [{ contract: assets, msg: registerMsg(thing) }])
  const condition = { id: thing.envelope.id, version: 0n, owner: owner.address }
  const operation = { resource: assets, actor: owner.address, body: { kind: 'checkAsset', value: condition } } as const
  const manifest = encodeManifest({
    schema: { major: 1, minor: 0 },
    hubChainId: net.deployment.hub.chain_id,
    hubContract: net.deployment.hub.contract,
    legs: [{ chainId: zone.chainId, gate, operations: [operation] }],
    deadlineNs,
    nonce: digestOf(thing).subarray(0, 16),
  })
  const legs = [{ manifest: base64(manifest), authorisations: [], contents: [] }]
  const included = await owner.submitAndWait([executeMsg(owner.address, gate, { prepare: { legs } })], callGas)
  return Packet.decode(parseHex(attributeOf(included, 'send_packet', 'encoded_packet_hex')))
}

/** A deadline a minute ahead that is no full second. */
const deadline = async (): Promise<bigint> => ((await zone.queryStatus()).timeNs / second + 60n) * second + 1n

test(
  'a vote leaves over IBC v2 in one payload, and its timeout is the first full second that is not before the deadline',
  async () => {
    const deadlineNs = await deadline()
    const { sourceClient, timeoutTimestamp, payloads } = await prepare(`paired-vote-${Date.now()}`, deadlineNs)
    expect(sourceClient).toBe(clientId)
    expect(timeoutTimestamp).toBe(deadlineNs / second + 1n)
    const ports = { sourcePort: portOf(gate), destinationPort: portOf(net.deployment.hub.contract) }
    expect(payloads).toMatchObject([{ ...ports, version: 'causeway-1', encoding: 'application/x-protobuf' }])
    expect(decodePacket(payloads[0]?.value ?? new Uint8Array())).toMatchObject({
      kind: 'votes',
      value: { votes: [{ answer: 'yes' }] },
    })
  },
  blocksMs,
)

test(
  "neither the gate's administrator nor anybody else can send a packet from its port",
  async () => {
    const { payloads, timeoutTimestamp } = await prepare(`paired-forged-${Date.now()}`, await deadline())
    for (const name of ['load-5', 'load-6']) {
      const signer = await zone.signer(name)
      const forged = { sourceClient: clientId, timeoutTimestamp, payloads, signer: signer.address }
      const value = MsgSendPacket.encode(forged).finish()
      const sending = signer.submitAndWait([{ typeUrl: '/ibc.core.channel.v2.MsgSendPacket', value }], callGas)
      await expect(sending).rejects.toMatchObject({
        code: 'TX_FAILED',
        facts: { log: expect.stringContaining('is different from contract') },
      })
    }
  },
  blocksMs,
)

test(
  'a deadline whose full second is more than a day ahead is refused before anything is locked',
  async () => {
    const far = ((await zone.queryStatus()).timeNs / second + 86_400n + 60n) * second
    await expect(prepare(`paired-far-${Date.now()}`, far)).rejects.toMatchObject({
      facts: { log: expect.stringContaining('DEADLINE_TOO_FAR') },
    })
  },
  blocksMs,
)
