// Txs handed in over /v1/relays on real chains: followed to their end, cleared, and kept over restarts of each process.
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { program, untilReady } from '../../localnet/programs.ts'
import { submitShare, votePacket } from './byHand.ts'
import { untilNs } from './moments.ts'
import { packetsOf, send, type TransferEnd, transferEnds } from './transfers.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

type Stage = { readonly chainId: string; readonly txHash: string; readonly height: string } | null
type Relay = {
  readonly id: string
  readonly state: string
  readonly code: string | null
  readonly packets: readonly {
    readonly state: string
    readonly sequence: string
    readonly served: boolean
    readonly sendTx: Stage
    readonly recvTx: Stage
    readonly ackTx: Stage
    readonly timeoutTx: Stage
    readonly ackError: string | null
  }[]
}
type Leg = { readonly chainId: string; readonly prepared: { readonly txHash: string; readonly height: string } | null }

let stage: OpenStage
let here: TransferEnd
let there: TransferEnd

beforeAll(async () => {
  stage = await openWorld()
  ;({ here, there } = transferEnds(stage))
}, startMs)
afterAll(() => stage.close())

async function pay(count: number, receiver = stage.users.bob.address, timeoutSec = 600n) {
  const timeoutNs = (await there.chain.queryStatus()).timeNs + timeoutSec * 1_000_000_000n
  const amounts = Array.from({ length: count }, () => 3n)
  const included = await send({ from: here, sender: 'alice', receiver, denom: 'ustake', amounts, timeoutNs })
  return { txHash: included.hash, height: included.height, packets: packetsOf(included), timeoutNs }
}

const handIn = (chainId: string, txHash: string): Promise<Relay> =>
  stage.api.call<Relay>('POST', '/v1/relays', { chainId, txHash })
const ask = (id: string): Promise<Relay> => stage.api.call<Relay>('GET', `/v1/relays/${encodeURIComponent(id)}`)

function untilState(id: string, ...states: readonly string[]): Promise<Relay> {
  return waitFor(`${id} to be ${states.join(' or ')}`, blocksMs, async () => {
    const relay = await ask(id)
    return states.includes(relay.state) ? relay : undefined
  })
}

/** Kinds of packet events that a tx has emitted, as its own chain tells. */
async function eventsOf({ chain }: TransferEnd, stageTx: Stage | undefined): Promise<readonly string[]> {
  const [tx] = await chain.searchTxs(`tx.hash='${stageTx?.txHash}'`, 1)
  expect(String(tx?.height)).toBe(stageTx?.height)
  return tx?.events.map(({ type }) => type) ?? []
}

test(
  'an ICS-20 transfer is followed to its acknowledgement although relayer and API are killed in between',
  async () => {
    await stage.relayer.kill()
    const { txHash, height, packets } = await pay(2)
    const { id } = await handIn(here.chain.chainId, txHash.toLowerCase())
    const api = program(worldConfig, 'api')
    await api.kill()
    await api.start()
    await untilReady(worldConfig, 'api', `${stage.apiUrl}/readyz`)
    const waiting = await untilState(id, 'PENDING')
    const sendTx = { chainId: here.chain.chainId, txHash, height: String(height) }
    const open = { state: 'PENDING', served: true, sendTx, recvTx: null, ackTx: null, timeoutTx: null }
    expect(waiting.packets).toMatchObject(packets.map(({ sequence }) => ({ ...open, sequence: String(sequence) })))
    await stage.relayer.start()
    const done = await untilState(id, 'COMPLETE')
    const told = await waitFor('the txs of both packets to be indexed', blocksMs, async () => {
      const relay = await ask(id)
      return relay.packets.every(({ recvTx, ackTx }) => recvTx !== null && ackTx !== null) ? relay : undefined
    })
    expect(done.packets.map(({ ackError, timeoutTx }) => [ackError, timeoutTx])).toEqual([
      [null, null],
      [null, null],
    ])
    for (const packet of told.packets) {
      expect(packet.recvTx?.chainId).toBe(there.chain.chainId)
      expect(await eventsOf(there, packet.recvTx)).toContain('recv_packet')
      expect(await eventsOf(here, packet.ackTx)).toContain('acknowledge_packet')
    }
    const listed = await stage.api.call<{ items: Relay[] }>('GET', `/v1/relays?chainId=zone-a&txHash=${txHash}`)
    expect(listed.items.map((one) => one.id)).toEqual([id])
  },
  2 * blocksMs,
)

test(
  'a transfer that its receiver refuses is COMPLETE with what has failed there',
  async () => {
    const { txHash } = await pay(1, 'nobody')
    const { packets } = await untilState((await handIn(here.chain.chainId, txHash)).id, 'COMPLETE')
    expect(packets).toMatchObject([{ ackError: expect.stringContaining('error handling packet'), timeoutTx: null }])
  },
  blocksMs,
)

test(
  'a transfer past its time is COMPLETE by a timeout',
  async () => {
    await stage.relayer.kill()
    const { txHash, timeoutNs } = await pay(1, stage.users.bob.address, 2n)
    const { id } = await handIn(here.chain.chainId, txHash)
    await untilNs(there.chain, timeoutNs)
    await stage.relayer.start()
    const { packets } = await untilState(id, 'COMPLETE')
    expect(packets).toMatchObject([{ recvTx: null, ackTx: null, timeoutTx: { chainId: here.chain.chainId } }])
    expect(await eventsOf(here, packets[0]?.timeoutTx)).toContain('timeout_packet')
  },
  2 * blocksMs,
)

test(
  "a vote, a contract's packet, is followed from the tx that locked its leg",
  async () => {
    const { transactionId } = await submitShare(stage, 'followed')
    const { txHash, height } = await waitFor('the vote of zone-a', blocksMs, async () => {
      const { legs } = await stage.api.call<{ legs: Leg[] }>('GET', `/v1/share-requests/${transactionId}`)
      return legs.find(({ chainId }) => chainId === 'zone-a')?.prepared ?? undefined
    })
    const { packets } = await untilState((await handIn('zone-a', txHash)).id, 'COMPLETE')
    const sendTx = { chainId: 'zone-a', txHash, height }
    expect(packets).toMatchObject([{ served: true, sendTx, timeoutTx: null, ackError: null }])
    const vote = await votePacket(stage, 'zone-a', transactionId)
    expect(packets[0]).toMatchObject({ sequence: String(vote.sequence), ackTx: { chainId: 'zone-a' } })
  },
  blocksMs,
)

test(
  'a tx that has sent nothing is FAILED with TX_WITHOUT_PACKETS, and one that no chain has is UNKNOWN',
  async () => {
    const { txHash } = await pay(1)
    const { packets } = await untilState((await handIn(here.chain.chainId, txHash)).id, 'COMPLETE')
    const received = await untilState((await handIn(here.chain.chainId, packets[0]?.ackTx?.txHash ?? '')).id, 'FAILED')
    expect(received).toMatchObject({ code: 'TX_WITHOUT_PACKETS', packets: [] })
    const { id } = await handIn(here.chain.chainId, 'AB'.repeat(32))
    expect(await ask(id)).toMatchObject({ state: 'UNKNOWN', code: null, packets: [] })
    await expect(handIn('zone-q', txHash)).rejects.toMatchObject({ status: 404, code: 'CHAIN_UNKNOWN' })
    await expect(handIn('zone-a', 'no hash')).rejects.toMatchObject({ status: 400, code: 'BODY_INVALID' })
  },
  blocksMs,
)
