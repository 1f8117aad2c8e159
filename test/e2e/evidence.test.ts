// Evidence against a zone: two blocks of one height, both signed by its validator, freeze the light client of it.
import { type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MsgUpdateClient } from 'cosmjs-types/ibc/core/client/v1/tx'
import { Header, Misbehaviour } from 'cosmjs-types/ibc/lightclients/tendermint/v1/tendermint'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { waitFor } from '../../localnet/demo/transact.ts'
import { chainHome } from '../../localnet/genesis.ts'
import { headerHash, precommitBytes } from '../../platform/credentials/blockProof.ts'
import { signingKeyOf } from '../../platform/keys/ed25519.ts'
import { ensureClient, queryClientState, queryClientStatus, updateMsg } from '../../relayer/ics02/clients.ts'
import type { Chain } from '../../relayer/ports.ts'
import { submitShare, untilStates } from './byHand.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

let stage: OpenStage

beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(() => stage.close())

/** The key that signs blocks of a localnet's chain. */
function validatorKey(chainId: string): KeyObject {
  const path = join(chainHome(worldConfig, chainId), 'config', 'priv_validator_key.json')
  const { priv_key } = JSON.parse(readFileSync(path, 'utf8')) as { priv_key: { value: string } }
  const seed = Buffer.from(priv_key.value, 'base64').subarray(0, 32)
  return signingKeyOf(seed)
}

/** The same block with another state in it; its signature holds only where `key` is the validator's. */
function forged(real: Header, chainId: string, key = validatorKey(chainId)): Header {
  const header = Header.decode(Header.encode(real).finish())
  const { header: block, commit } = header.signedHeader ?? {}
  const [signature] = commit?.signatures ?? []
  if (block === undefined || commit === undefined || signature === undefined) throw new Error('no signed header')
  block.appHash = Uint8Array.from(block.appHash, (byte) => byte ^ 1)
  commit.blockId.hash = headerHash(block)
  signature.signature = new Uint8Array(sign(null, precommitBytes(commit, signature, chainId), key))
  return header
}

async function submitEvidence(host: Chain, clientId: string, header1: Header, header2: Header): Promise<unknown> {
  const value = Misbehaviour.encode({ clientId, header1, header2 }).finish()
  const signer = await host.signer('load-7')
  const { typeUrl, value: update } = updateMsg(clientId, new Uint8Array(), signer.address)
  const message = { typeUrl: '/ibc.lightclients.tendermint.v1.Misbehaviour', value }
  const msg = MsgUpdateClient.encode({ ...MsgUpdateClient.decode(update), clientMessage: message }).finish()
  return signer.submitAndWait([{ typeUrl, value: msg }], 3_000_000n)
}

test(
  'two signed blocks of one height freeze the client of that zone for good, forged ones do not, and shares go on (Y-6.1-2)',
  async () => {
    const [{ chain: host }, { chain: accused }] = [zoneOf(stage, 'zone-a'), zoneOf(stage, 'zone-c')]
    // Nothing rests on this client: the commit goes over the hub.
    const clientId = await ensureClient(host, accused)
    const trusted = (await queryClientState(host, clientId)).latestHeight.revisionHeight
    const height = await waitFor('a block after the one that the client knows', blocksMs, async () => {
      const { height: newest } = await accused.queryStatus()
      return newest > trusted ? newest : undefined
    })
    const real = Header.decode(await accused.queryHeader(height, trusted))
    const stranger = forged(real, accused.chainId, validatorKey('zone-b'))
    await expect(submitEvidence(host, clientId, real, stranger)).rejects.toMatchObject({ code: 'TX_FAILED' })
    // One block, shown twice, is no evidence: it is taken, and nothing follows from it.
    await submitEvidence(host, clientId, real, real)
    expect(await queryClientStatus(host, clientId)).toBe('Active')
    await submitEvidence(host, clientId, real, forged(real, accused.chainId))
    expect(await queryClientStatus(host, clientId)).toBe('Frozen')
    const signer = await host.signer('load-7')
    const next = await accused.queryHeader((await accused.queryStatus()).height, trusted)
    const update = signer.submitAndWait([updateMsg(clientId, next, signer.address)], 3_000_000n)
    await expect(update).rejects.toMatchObject({ facts: { log: expect.stringContaining('Frozen') } })
    const { transactionId } = await submitShare(stage, 'after-evidence')
    await untilStates(stage, transactionId, ['applied', 'applied', 'applied'])
  },
  blocksMs,
)
