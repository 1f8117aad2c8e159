// A zone joins while the others work: configuration and deployment of its own, and not a byte changes on theirs.

import { withZones } from '../../localnet/config.ts'
import { queryItem } from '../../localnet/demo/chainFacts.ts'
import { registerAsset } from '../../localnet/demo/register.ts'
import { type OpenStage, openStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { follow, mark } from '../../localnet/demo/transact.ts'
import { stopNode } from '../../localnet/node.ts'
import { program } from '../../localnet/programs.ts'
import { up } from '../../localnet/up.ts'
import { findConnections } from '../../relayer/ics03/connections.ts'
import { submitShare, untilStates } from './byHand.ts'
import { blocksMs, openWorld, queryCode, startMs, worldConfig } from './world.ts'

const zoneCount = worldConfig.chains.length - 1
const wider = withZones(worldConfig, zoneCount + 1)
const [joining] = wider.chains.slice(-1)
const quiet = (): void => undefined
let stage: OpenStage

beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(() => stage.close())

async function restartPrograms(config: typeof worldConfig): Promise<void> {
  for (const name of ['relayer', 'api'] as const) await program(config, name).kill()
}

/** Everything that an existing zone is: code, pinned hub, resources, channels, what it accepts. */
async function portraitOf(chainId: string): Promise<unknown> {
  const { chain, gate, assets } = zoneOf(stage, chainId)
  return {
    gateCode: await queryCode(chain, gate),
    assetsCode: await queryCode(chain, assets),
    gate: await chain.querySmart(gate, { config: {} }),
    channels: await chain.querySmart(gate, { channels: {} }),
    assets: await chain.querySmart(assets, { config: {} }),
  }
}

test(
  'a fourth zone joins by configuration and deployment, with no change on the others, and trades at once (Y-7.1.1b)',
  async () => {
    if (joining === undefined) throw new Error('the localnet has no spare zone')
    const others = ['zone-a', 'zone-b', 'zone-c']
    const before = await Promise.all(others.map(portraitOf))
    const { transactionId: meanwhile } = await submitShare(stage, 'while-joining')
    await up({ config: wider, say: quiet })
    await untilStates(stage, meanwhile, ['applied', 'applied', 'applied'])
    await restartPrograms(wider)
    const wide = await openStage({ config: wider, say: quiet })
    try {
      const { alice } = wide.users
      const id = `did:causeway:asset:zone-a:welcome-${wide.run}`
      await registerAsset(wide, 'zone-a', alice, id)
      const start = await mark(wide)
      const intent = {
        kind: 'move',
        id,
        from: 'zone-a',
        to: joining.id,
        actor: alice.address,
        recipient: alice.address,
      }
      const { transactionId } = await wide.api.share(intent, [alice])
      const chainIds = ['zone-a', joining.id]
      const told = await follow(wide, { what: 'a move to the new zone', id: transactionId, chainIds }, start)
      expect(told.decision).toBe('commit')
      expect(await queryItem(wide, joining.id, id)).toMatchObject({ state: 'live' })
      expect(await Promise.all(others.map(portraitOf))).toEqual(before)
      // One connection each to the hub, none to each other for the commit (Y-10.1-4b): n, not n(n-1)/2.
      const newcomer = zoneOf(wide, joining.id).chain
      expect(await findConnections(newcomer, wide.hub.chain)).toHaveLength(1)
      for (const other of others) expect(await findConnections(newcomer, zoneOf(wide, other).chain)).toEqual([])
    } finally {
      await wide.close()
      await restartPrograms(wider)
      await stopNode(wider, joining)
      // The three others go on as before, with the configuration that has just them.
      await (await openWorld()).close()
    }
  },
  4 * blocksMs,
)
