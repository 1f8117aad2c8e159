// The relayer's commands as an operator types them, on real chains: look at what waits, clear it by hand, open channels.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../localnet/config.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { configPath } from '../../localnet/programs.ts'
import { shareZones, statesOf, submitShare, untilStates, votePacket } from './byHand.ts'
import { blocksMs, openWorld, startMs, worldConfig } from './world.ts'

const execute = promisify(execFile)
type Json = Readonly<Record<string, unknown>>
type End = { readonly chain: string; readonly port: string; readonly channel: string }

let stage: OpenStage
beforeAll(async () => {
  stage = await openWorld()
}, startMs)
afterAll(() => stage.close())

/** What `causeway <words>` answers; throws where it ends with anything but 0. */
async function causeway(...words: readonly string[]): Promise<Json> {
  const args = [join(root, 'causeway.ts'), '--config', configPath(worldConfig), '--json', ...words]
  const { stdout } = await execute(process.execPath, args)
  return JSON.parse(stdout) as Json
}

const flagsOf = ({ chain, port, channel }: End): readonly string[] =>
  ['--chain', chain, '--port', port, '--channel', channel]
const pending = (end: End): Promise<Json> => causeway('query', 'packet', 'pending', ...flagsOf(end))
const clear = (end: End, ...more: readonly string[]): Promise<Json> =>
  causeway('clear', 'packets', ...flagsOf(end), ...more)

test(
  'votes that no relayer carries are shown as pending, and a share is carried to its end by clearing alone',
  async () => {
    await stage.relayer.kill()
    const { transactionId: id } = await submitShare(stage, 'cleared-by-hand')
    // Preparing is the relayer's too: it runs until every zone has voted, and is gone before a vote can travel.
    await stage.relayer.start()
    await untilStates(stage, id, ['voted', 'voted', 'voted'])
    await stage.relayer.kill()
    const ends: End[] = []
    for (const chain of shareZones) {
      const { sourcePort: port, sourceChannel: channel } = await votePacket(stage, chain, id)
      ends.push({ chain, port, channel })
    }
    for (const end of ends) await clear(end)
    // The last vote has decided: its acknowledgement came with it, those of the others since.
    for (const end of ends) await clear(end)
    expect(await statesOf(stage, id)).toEqual(['applied', 'applied', 'applied'])
    await stage.relayer.start()
  },
  4 * blocksMs,
)
