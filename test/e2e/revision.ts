// A chain that goes on under another id: its governance plans that and says what its clients shall become, it stops at
// the height of the plan, and its state begins a new chain, as operators do it with `export`.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { toBech32 } from '@cosmjs/encoding'
import { VoteOption } from 'cosmjs-types/cosmos/gov/v1/gov'
import { MsgSubmitProposal, MsgVote } from 'cosmjs-types/cosmos/gov/v1/tx'
import { MsgIBCSoftwareUpgrade } from 'cosmjs-types/ibc/core/client/v1/tx'
import { ClientState } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import type { ChainSite, LocalnetConfig } from '../../localnet/config.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { chainHome } from '../../localnet/genesis.ts'
import { stopNode } from '../../localnet/node.ts'
import type { Wasmd } from '../../localnet/wasmd.ts'
import { clientType, type Height, queryClientState } from '../../relayer/ics02/clients.ts'
import type { Chain } from '../../relayer/ports.ts'
import { attributeOf } from '../../relayer/txEvents.ts'
import { blocksMs } from './world.ts'

const execute = promisify(execFile)
const gas = 1_000_000n
const votingSec = 4n
/** The first instant that Go knows: a plan must not name a time. */
const noTime = { seconds: -62_135_596_800n, nanos: 0 }

type Params = { voting_period: string; expedited_voting_period: string; min_deposit: { amount: string }[] }
type Genesis = Record<string, unknown> & { app_state: { gov: { params: Params } } }

const genesisPath = (config: LocalnetConfig, { id }: ChainSite): string =>
  join(chainHome(config, id), 'config', 'genesis.json')
const readGenesis = (path: string): Genesis => JSON.parse(readFileSync(path, 'utf8')) as Genesis

/** Before the chain's first start: those who vote do so within seconds, for next to nothing. */
export function voteQuickly(config: LocalnetConfig, site: ChainSite): void {
  const genesis = readGenesis(genesisPath(config, site))
  const { params } = genesis.app_state.gov
  params.voting_period = `${votingSec}s`
  params.expedited_voting_period = `${votingSec - 1n}s`
  for (const coin of params.min_deposit) coin.amount = '1'
  writeFileSync(genesisPath(config, site), JSON.stringify(genesis))
}

/** What a client of the chain, as one is now, becomes: of another id, from this height on. */
export async function heir(host: Chain, clientId: string, chainId: string, latestHeight: Height): Promise<ClientState> {
  return { ...(await queryClientState(host, clientId)), chainId, latestHeight }
}

/** The plan has passed when this resolves; the chain stops at `height`. */
export async function planUpgrade(chain: Chain, denom: string, height: bigint, client: ClientState): Promise<void> {
  const authority = toBech32(chain.prefix, createHash('sha256').update('gov').digest().subarray(0, 20))
  const upgrade = MsgIBCSoftwareUpgrade.encode({
    plan: { name: 'next', time: noTime, height, info: '' },
    upgradedClientState: { typeUrl: clientType, value: ClientState.encode(client).finish() },
    signer: authority,
  }).finish()
  const proposer = await chain.signer('alice')
  const proposal = MsgSubmitProposal.encode(
    MsgSubmitProposal.fromPartial({
      messages: [{ typeUrl: '/ibc.core.client.v1.MsgIBCSoftwareUpgrade', value: upgrade }],
      initialDeposit: [{ denom, amount: '1' }],
      proposer: proposer.address,
      title: 'next',
      summary: 'next',
    }),
  ).finish()
  const submitted = { typeUrl: '/cosmos.gov.v1.MsgSubmitProposal', value: proposal }
  const included = await proposer.submitAndWait([submitted], gas)
  const proposalId = BigInt(attributeOf(included, 'submit_proposal', 'proposal_id'))
  const voter = await chain.signer('validator')
  const vote = MsgVote.encode({ proposalId, voter: voter.address, option: VoteOption.VOTE_OPTION_YES, metadata: '' })
  await voter.submitAndWait([{ typeUrl: '/cosmos.gov.v1.MsgVote', value: vote.finish() }], gas)
}

/** Its newest block is that of the plan, and none follows: nothing executes it. */
export async function untilStopped(chain: Chain, height: bigint): Promise<void> {
  await waitFor(`${chain.chainId} to stop`, blocksMs, async () =>
    (await chain.queryStatus()).height === height ? true : undefined,
  )
}

/** The state of the stopped chain begins `next` on the same ports, from `initialHeight` on; it is not started yet. */
export async function goOnAs(
  config: LocalnetConfig,
  { program, env }: Wasmd,
  old: ChainSite,
  next: ChainSite,
  initialHeight: bigint,
): Promise<void> {
  await stopNode(config, old)
  const [from, home] = [chainHome(config, old.id), chainHome(config, next.id)]
  const file = join(config.home, `${next.id}.json`)
  await execute(program, ['export', '--home', from, '--output-document', file], { env: { ...process.env, ...env } })
  const genesis = readGenesis(file)
  const head = { chain_id: next.id, initial_height: Number(initialHeight), genesis_time: new Date().toISOString() }
  for (const folder of ['data', 'wasm']) rmSync(join(from, folder), { recursive: true, force: true })
  renameSync(from, home)
  mkdirSync(join(home, 'data'))
  writeFileSync(join(home, 'data', 'priv_validator_state.json'), '{"height":"0","round":0,"step":0}')
  writeFileSync(genesisPath(config, next), JSON.stringify({ ...genesis, ...head }))
}
