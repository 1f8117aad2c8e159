// What operators set: clients and connections to their wish, a delay, one key for all lanes, and somebody who pays.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Bip39 } from '@cosmjs/crypto'
import { BasicAllowance } from 'cosmjs-types/cosmos/feegrant/v1beta1/feegrant'
import { MsgGrantAllowance, MsgRevokeAllowance } from 'cosmjs-types/cosmos/feegrant/v1beta1/tx'
import { waitFor } from '../../localnet/demo/transact.ts'
import { addMnemonic, hdPathDefault } from '../../relayer/adapters/keyFile.ts'
import { queryClientState } from '../../relayer/ics02/clients.ts'
import type { Chain } from '../../relayer/ports.ts'
import { parseSamples } from '../fakes/scrape.ts'
import { probeConfig, startProbeRelayer } from './probeRelayer.ts'
import { countsOf, deployProbe, openProbeChannel, type Probe, sendProbe } from './probes.ts'
import { typed } from './typed.ts'
import { blocksMs, Opened, openNet, startMs, worldConfig } from './world.ts'

const opened = new Opened()
const folder = mkdtempSync(join(tmpdir(), 'causeway-options-'))
const accountsFile = join(folder, 'accounts.json')
let a: Probe
let b: Probe
/** Of a key that has never held a coin. */
let poor = ''

beforeAll(async () => {
  await openNet()
  ;[a, b] = await Promise.all([deployProbe(opened.chain('zone-a')), deployProbe(opened.chain('zone-c'))])
  const words = join(folder, 'words.txt')
  writeFileSync(words, Bip39.encode(randomBytes(16)).toString())
  const file = { path: accountsFile, prefix: worldConfig.prefix }
  poor = await addMnemonic(file, { name: 'relayer', hdPath: hdPathDefault, overwrite: false }, words, 1_000)
}, startMs)
afterAll(async () => {
  await opened.close()
  rmSync(folder, { recursive: true })
})

test(
  'a client is made as its flags say, and packets over a connection with a delay wait for it instead of failing',
  async () => {
    const { configFile, remove } = await probeConfig('zone-a', 'zone-c', { ports: [a.portId, b.portId] })
    const ends = ['--host-chain', 'zone-a', '--reference-chain', 'zone-c']
    const wishes = ['--clock-drift', '20s', '--trusting-period', '2h', '--trust-threshold', '2/3']
    const { clientId } = await typed(configFile, 'create', 'client', ...ends, ...wishes)
    expect(await queryClientState(a.chain, String(clientId))).toMatchObject({
      trustLevel: { numerator: 2n, denominator: 3n },
      trustingPeriod: { seconds: 7_200n },
      maxClockDrift: { seconds: 20n },
    })
    const channel = await openProbeChannel(a, b, 'unordered', { apart: true, delayNs: 3_000_000_000n })
    await sendProbe(channel.a, 2)
    const since = (await b.chain.queryStatus()).height
    const { chain, portId, channelId } = channel.a
    const named = ['--chain', chain.chainId, '--port', portId, '--channel', channelId]
    const { relayed, left } = await typed(configFile, 'clear', 'packets', ...named)
    const sequences = ['1', '2']
    expect([relayed, left]).toEqual([
      [
        { sender: 'zone-a', kind: 'recv', sequences },
        { sender: 'zone-a', kind: 'ack', sequences },
      ],
      [],
    ])
    for (let height = since; height <= (await b.chain.queryStatus()).height; height += 1n) {
      const { txs } = await b.chain.queryBlock(height)
      expect(txs.filter(({ code, log }) => code !== 0 && log.includes('delay'))).toEqual([])
    }
    remove()
  },
  2 * blocksMs,
)

async function grant(chain: Chain, grantee: string): Promise<string> {
  const granter = await chain.signer('carol')
  const allowance = {
    typeUrl: '/cosmos.feegrant.v1beta1.BasicAllowance',
    value: BasicAllowance.encode(BasicAllowance.fromPartial({})).finish(),
  }
  const value = MsgGrantAllowance.encode({ granter: granter.address, grantee, allowance }).finish()
  await granter.submitAndWait([{ typeUrl: '/cosmos.feegrant.v1beta1.MsgGrantAllowance', value }], 200_000n)
  return granter.address
}

async function revoke(chain: Chain, grantee: string): Promise<void> {
  const granter = await chain.signer('carol')
  const value = MsgRevokeAllowance.encode({ granter: granter.address, grantee }).finish()
  await granter.submitAndWait([{ typeUrl: '/cosmos.feegrant.v1beta1.MsgRevokeAllowance', value }], 200_000n)
}

test(
  'one key that has no coin carries packets at the cost of who has granted it fees, and says whom to ask afterwards',
  async () => {
    const channel = await openProbeChannel(a, b, 'unordered')
    const [granter] = await Promise.all([grant(a.chain, poor), grant(b.chain, poor)])
    const before = await b.chain.queryBalance(granter, 'ustake')
    const relayer = await startProbeRelayer('zone-a', 'zone-c', {
      ports: [a.portId, b.portId],
      chain: {
        accounts_file: accountsFile,
        gas_price: { price: 0.01, denom: 'ustake' },
        key_name: 'relayer',
        fee_granter: granter,
        memo_prefix: 'carried',
      },
    })
    try {
      await sendProbe(channel.a, 3)
      await waitFor('the packets to be acknowledged', blocksMs, async () =>
        (await countsOf(channel.a)).acknowledged === 3 ? true : undefined,
      )
      expect(await b.chain.queryBalance(poor, 'ustake')).toBe(0n)
      expect(await b.chain.queryBalance(granter, 'ustake')).toBeLessThan(before)
      const wallets = parseSamples(await relayer.metrics()).filter(({ name }) => name === 'wallet_balance')
      expect(new Set(wallets.map(({ labels }) => labels['account']))).toEqual(new Set([granter]))
      await revoke(b.chain, poor)
      await sendProbe(channel.a, 1)
      await waitFor('the relayer to miss its allowance', blocksMs, async () =>
        (await relayer.metrics()).includes('FUNDS_MISSING') ? true : undefined,
      )
      expect((await countsOf(channel.b)).received).toBe(3)
    } finally {
      await relayer.stop()
    }
    const { chain, portId, channelId } = channel.a
    const failed = typed(
      relayer.configFile,
      'clear',
      'packets',
      '--chain',
      chain.chainId,
      '--port',
      portId,
      '--channel',
      channelId,
    )
    await expect(failed).rejects.toMatchObject({ code: 3, stdout: expect.stringContaining(`"granter":"${granter}"`) })
    await relayer.close()
  },
  2 * blocksMs,
)
