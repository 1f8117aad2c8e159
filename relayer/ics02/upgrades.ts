// ICS-02 upgrades and single updates of a client. A chain that is to go on under another id, or with other periods,
// commits before it stops what its clients shall become; a client that is shown this goes on with it.
import { Any } from 'cosmjs-types/google/protobuf/any'
import { MsgUpgradeClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import { ClientState } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import { CausewayError } from '../../core/errors.ts'
import type { Chain, Included, StateProof } from '../ports.ts'
import { assertClientActive, clientType, type Height, planUpdate, relayKeyName } from './clients.ts'

/** A client on `host`, and the chain that it follows. */
export type Followed = { readonly host: Chain; readonly tracked: Chain; readonly clientId: string }
/** What the client follows from now on, and from where. */
export type Upgraded = { readonly chainId: string; readonly height: Height; readonly hash: string }

const clientGas = 1_000_000n

/** Of x/upgrade, as ibc-go writes it when a plan has passed; the consensus state follows in the last block. */
const upgradeKey = (planHeight: bigint, name: 'upgradedClient' | 'upgradedConsState'): Uint8Array =>
  Buffer.from(`upgradedIBCState/${planHeight}/${name}`, 'utf8')

/**
 * Brings `height` of the chain, its newest unless named, to the client; undefined where it has it already. Throws
 * HEIGHT_UNREACHED, CLIENT_EXPIRED, CLIENT_FROZEN.
 */
export async function updateClient(followed: Followed, height?: bigint): Promise<Included | undefined> {
  const { host, tracked, clientId } = followed
  await assertClientActive(host, clientId)
  const signer = await host.signer(relayKeyName(tracked.chainId))
  const { height: newest } = await tracked.queryStatus()
  if (height !== undefined && height > newest) {
    throw new CausewayError('HEIGHT_UNREACHED', { chainId: tracked.chainId, height: `${height}`, newest: `${newest}` })
  }
  const msgs = await planUpdate(host, tracked, clientId, height ?? newest, signer.address)
  return msgs.length === 0 ? undefined : signer.submitAndWait(msgs, clientGas)
}

/**
 * Makes of the client what the stopped chain has committed for the height of its plan, in one tx with the update to
 * that height, at which alone ICS-07 takes it. Throws UPGRADE_UNKNOWN, CLIENT_EXPIRED, CLIENT_FROZEN.
 */
export async function upgradeClient(followed: Followed, planHeight: bigint): Promise<Upgraded> {
  const { host, tracked, clientId } = followed
  await assertClientActive(host, clientId)
  const client = await proveUpgraded(tracked, planHeight, 'upgradedClient')
  const consensus = await proveUpgraded(tracked, planHeight, 'upgradedConsState')
  const [clientState, consensusState] = [Any.decode(client.value), Any.decode(consensus.value)]
  if (clientState.typeUrl !== clientType) {
    const facts = { chainId: tracked.chainId, typeUrl: clientState.typeUrl, expected: '07-tendermint' }
    throw new CausewayError('CHAIN_ANSWER_INVALID', facts)
  }
  const signer = await host.signer(relayKeyName(tracked.chainId))
  const updates = await planUpdate(host, tracked, clientId, planHeight, signer.address)
  const value = MsgUpgradeClient.encode({
    clientId,
    clientState,
    consensusState,
    proofUpgradeClient: client.proof,
    proofUpgradeConsensusState: consensus.proof,
    signer: signer.address,
  }).finish()
  const msg = { typeUrl: '/ibc.core.client.v1.MsgUpgradeClient', value }
  const { hash } = await signer.submitAndWait([...updates, msg], clientGas)
  const { chainId, latestHeight } = ClientState.decode(clientState.value)
  return { chainId, height: latestHeight, hash }
}

/** The last state that the chain has committed before it stopped; the header at the plan's height proves it. */
async function proveUpgraded(
  tracked: Chain,
  planHeight: bigint,
  name: Parameters<typeof upgradeKey>[1],
): Promise<StateProof> {
  const { height } = await tracked.queryStatus()
  const facts = { chainId: tracked.chainId, planHeight: `${planHeight}`, height: `${height}` }
  if (height < planHeight) throw new CausewayError('UPGRADE_UNKNOWN', facts)
  const proof = await tracked.queryProof(upgradeKey(planHeight, name), planHeight - 1n, 'upgrade')
  if (proof.value.length === 0) throw new CausewayError('UPGRADE_UNKNOWN', { ...facts, missing: name })
  return proof
}
