// Measures the gas of every entry point on a real chain, and reads and writes the table in docs/gas.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packetKey } from '../../core/backlog.ts'
import { type Packet, type PacketEvent, parsePacketEvent } from '../../core/relay.ts'
import { root } from '../../localnet/config.ts'
import { queryHubRecord } from '../../localnet/demo/chainFacts.ts'
import { registerAsset } from '../../localnet/demo/register.ts'
import { type Stage, type StageZone, zoneOf } from '../../localnet/demo/story.ts'
import { follow, mark } from '../../localnet/demo/transact.ts'
import { executeMsg } from '../../relayer/contractCalls.ts'
import type { Chain, Included, TxResult } from '../../relayer/ports.ts'
import { relayByHand, shareZones, submitShare, untilStates, votePacket } from './byHand.ts'
import { untilNs } from './moments.ts'
import type { OperationCost } from './operationCost.ts'

export type GasRow = { readonly what: string; readonly gas: number }

const path = join(root, 'docs', 'gas.md')
const heading = `# Gas and packets

## Of an entry point

What each entry point of the contracts costs on wasmd 0.61.14: the gas of a whole tx with that one message, as the
chain counts it. Relayed messages come behind one client update. \`test/e2e/gas.test.ts\` measures all of it again and
fails when a row is off by more than a tenth, or missing; \`npm run gas\` writes the tables anew.

| entry point | gas |
|---|--:|
`
const operationsHeading = `
## Of an operation

What one operation costs on all its chains together, from the request to the last acknowledgement, counted in their
blocks while nothing else was under way: packets sent, messages that a relayer had to prove (each packet is received
once and acknowledged once), client updates before them, txs, and the gas of these txs. The same test fails when packets
or relayed messages differ, or gas by more than a tenth. Operations of one block share packets (ADR 0002).

| operation | packets | relayed messages | client updates | txs | gas |
|---|--:|--:|--:|--:|--:|
`

const lineOf = (...cells: (string | number)[]): string => `| ${cells.join(' | ')} |\n`
// Thousands are rounded: a longer identifier moves the last digits.
const thousands = (gas: number): string => (Math.round(gas / 1_000) * 1_000).toLocaleString('en-US')

function readRows(columns: number): readonly (readonly [what: string, ...numbers: number[]])[] {
  const rows = readFileSync(path, 'utf8').matchAll(/^\| ([^|]+)((?: \| [\d,]+)+) \|$/gm)
  const cells = [...rows].map(([, what = '', rest = '']) => ({ what, numbers: rest.split(' | ').slice(1) }))
  const ours = cells.filter(({ numbers }) => numbers.length === columns)
  return ours.map(({ what, numbers }) => [what, ...numbers.map((number) => Number(number.replaceAll(',', '')))])
}

export function readGasTable(): readonly GasRow[] {
  return readRows(1).map(([what, gas = 0]) => ({ what, gas }))
}

export function readOperations(): readonly OperationCost[] {
  return readRows(5).map(([what, packets = 0, relayed = 0, clientUpdates = 0, txs = 0, gas = 0]) => ({
    ...{ what, packets, relayed, clientUpdates, txs, gas },
  }))
}

export function writeGasTable(rows: readonly GasRow[], operations: readonly OperationCost[]): void {
  const entryPoints = rows.map(({ what, gas }) => lineOf(what, thousands(gas)))
  const costs = operations.map(({ what, packets, relayed, clientUpdates, txs, gas }) =>
    lineOf(what, packets, relayed, clientUpdates, txs, thousands(gas)),
  )
  writeFileSync(path, [heading, ...entryPoints, operationsHeading, ...costs].join(''))
}

const row = (what: string, tx: { readonly result: TxResult }): GasRow => ({ what, gas: Number(tx.result.gasUsed) })

/** The relayer must run at the call; it runs again at the end. */
export async function measureGas(stage: Stage): Promise<readonly GasRow[]> {
  const rows = [...(await measureAssets(stage)), ...(await measureMove(stage))]
  const commit = await measureCommit(stage)
  const abort = await measureAbort(stage)
  await stage.relayer.start()
  return [...rows, ...commit, ...abort]
}

async function measureAssets(stage: Stage): Promise<readonly GasRow[]> {
  const { alice, bob } = stage.users
  const { chain, assets } = zoneOf(stage, 'zone-a')
  const funds = [{ denom: 'ucity', amount: '10' }]
  // The second deposit is measured: the first ones of an account and of a zone make entries that later ones find.
  await alice.execute(chain, assets, { deposit: {} }, funds)
  const deposit = await alice.execute(chain, assets, { deposit: {} }, funds)
  const withdraw = await alice.execute(chain, assets, { withdraw: { denom: 'ucity', amount: '10' } })
  const id = `did:causeway:asset:zone-a:gas-owned-${stage.run}`
  const register = await registerAsset(stage, 'zone-a', alice, id)
  const transfer = await alice.execute(chain, assets, { transfer: { id, recipient: bob.address } })
  return [
    row('assets: deposit', deposit),
    row('assets: withdraw', withdraw),
    row('assets: register a non-fungible asset', register),
    row('assets: transfer', transfer),
  ]
}

/** The tx on that zone in which a leg came into this state. */
async function legTx({ chain }: StageZone, id: string): Promise<{ result: TxResult }> {
  const [result] = (await chain.searchTxs(`wasm-causeway_leg.transaction_id='${id}'`, 5)).toReversed()
  if (result === undefined) throw new Error(`no leg of ${id} on ${chain.chainId}`)
  return { result }
}

async function measureMove(stage: Stage): Promise<readonly GasRow[]> {
  const { alice } = stage.users
  const id = `did:causeway:asset:zone-a:gas-moved-${stage.run}`
  await registerAsset(stage, 'zone-a', alice, id)
  const start = await mark(stage)
  const intent = { kind: 'move', id, from: 'zone-a', to: 'zone-b', actor: alice.address, recipient: alice.address }
  const { transactionId } = await stage.api.share(intent, [alice])
  await follow(stage, { what: 'a move', id: transactionId, chainIds: ['zone-a', 'zone-b'] }, start)
  return [
    row('gate: prepare, an asset leaves', await legTx(zoneOf(stage, 'zone-a'), transactionId)),
    row('gate: prepare, an asset arrives', await legTx(zoneOf(stage, 'zone-b'), transactionId)),
  ]
}

/** Acknowledgements that a tx on the hub has written, by the packet's key. */
function written(sender: string, included: Included): ReadonlyMap<string, PacketEvent> {
  const events = included.result.events.map(parsePacketEvent).filter((event) => event?.kind === 'ack_written')
  return new Map(events.flatMap((event) => (event === undefined ? [] : [[packetKey(sender, event.packet), event]])))
}

async function measureCommit(stage: Stage): Promise<readonly GasRow[]> {
  const { transactionId: id } = await submitShare(stage, 'gas-commit')
  await untilStates(stage, id, ['voted', 'voted', 'voted'])
  await stage.relayer.kill()
  const hub = stage.hub.chain
  const prepared = await Promise.all(shareZones.map((chainId) => legTx(zoneOf(stage, chainId), id)))
  const packets = await Promise.all(shareZones.map((chainId) => votePacket(stage, chainId, id)))
  const received: Included[] = []
  for (const [index, chainId] of shareZones.entries()) {
    const { chain } = zoneOf(stage, chainId)
    received.push(await relayByHand({ src: chain, dst: hub, kind: 'recv', packet: packets[index] as Packet }))
  }
  const [first, second, deciding] = received as [Included, Included, Included]
  const acknowledged: Included[] = []
  for (const [index, chainId] of shareZones.entries()) {
    const packet = packets[index] as Packet
    const answer = written(chainId, deciding).get(packetKey(chainId, packet))
    const acknowledgement = answer?.acknowledgement ?? new Uint8Array()
    const { chain } = zoneOf(stage, chainId)
    acknowledged.push(await relayByHand({ src: hub, dst: chain, kind: 'ack', packet, acknowledgement }))
  }
  const call = { resend: { transaction_ids: [id], chain_id: 'zone-b', channel_id: packets[1]?.destinationChannel } }
  const resent = await callHub(hub, stage.hub.contract, call)
  const decision = resent.result.events.map(parsePacketEvent).find((event) => event?.kind === 'sent')?.packet
  const carried = await relayByHand({
    src: hub,
    dst: zoneOf(stage, 'zone-b').chain,
    kind: 'recv',
    packet: decision as Packet,
  })
  return [
    row('gate: prepare, a record is read', prepared[0] as { result: TxResult }),
    row('gate: prepare, a replica arrives (19 kB of content)', prepared[1] as { result: TxResult }),
    row('hub: receive the first vote of three', first),
    row('hub: receive the second vote of three', second),
    row('hub: receive the deciding vote of three', deciding),
    row('gate: acknowledgement commits, a record was read', acknowledged[0] as Included),
    row('gate: acknowledgement commits, a replica arrived', acknowledged[1] as Included),
    row('hub: resend', resent),
    row('gate: receive a decision packet that is known', carried),
  ]
}

async function callHub(hub: Chain, contract: string, msg: object): Promise<Included> {
  const signer = await hub.signer('load-0')
  return signer.submitAndWait([executeMsg(signer.address, contract, msg)], 5_000_000n)
}

async function measureAbort(stage: Stage): Promise<readonly GasRow[]> {
  await stage.relayer.start()
  const { transactionId: id } = await submitShare(stage, 'gas-abort', { deadlineInMs: 12_000 })
  await untilStates(stage, id, ['voted', 'voted', 'voted'])
  await stage.relayer.kill()
  const hub = stage.hub.chain
  const zone = zoneOf(stage, 'zone-b')
  const packet = await votePacket(stage, 'zone-b', id)
  await relayByHand({ src: zone.chain, dst: hub, kind: 'recv', packet })
  const late = await votePacket(stage, 'zone-c', id)
  const record = await queryHubRecord(stage, id)
  await untilNs(hub, late.timeoutTimestampNs)
  const { manifest } = record as unknown as { manifest: string }
  const expired = await callHub(hub, stage.hub.contract, { expire: { manifest } })
  const acknowledgement = written('zone-b', expired).get(packetKey('zone-b', packet))?.acknowledgement
  const aborted = await relayByHand({
    src: hub,
    dst: zone.chain,
    kind: 'ack',
    packet,
    ...(acknowledgement === undefined ? {} : { acknowledgement }),
  })
  const timedOut = await relayByHand({ src: hub, dst: zoneOf(stage, 'zone-c').chain, kind: 'timeout', packet: late })
  return [
    row('hub: expire', expired),
    row('gate: acknowledgement aborts, a replica was on its way', aborted),
    row('gate: timeout of the vote', timedOut),
  ]
}
