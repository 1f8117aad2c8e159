// Checkers as the story needs them: each by a configuration of its own, sharing nothing with the others but the chain.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toHex } from '../../core/bytes.ts'
import { ensureSeat } from '../../platform/chain/verdicts.ts'
import { parseCheckerConfig } from '../../platform/validation/config.ts'
import { startChecker } from '../../platform/validation/main.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Log } from '../../relayer/ports.ts'
import type { Member } from './cast.ts'
import { chainSection, keepSecret, pemOf } from './processConfig.ts'
import { type Stage, servicesOf, zoneOf } from './story.ts'

export async function ensureInPool(stage: Stage, chainId: string, checkers: readonly Member[]): Promise<void> {
  const { chain } = zoneOf(stage, chainId)
  const intake = { chain, address: servicesOf(stage, chainId).intake }
  await Promise.all(checkers.map(async ({ id, user }) => ensureSeat(intake, id, await chain.signer(user.name))))
}

/** The values of a checker's configuration file; its key and its secret are written beside it. */
export function checkerConfig(stage: Stage, chainId: string, member: Member, url: string, folder: string): object {
  const { identity, intake } = servicesOf(stage, chainId)
  return {
    log_level: 'info',
    checker: {
      party: member.id,
      key_file: keepSecret(folder, 'party.pem', pemOf(member.key)),
      secret_file: keepSecret(folder, 'verdicts.hex', toHex(member.user.seed('verdicts'))),
      folder: '.',
      key_name: member.user.name,
    },
    chain: chainSection(stage, chainId),
    contracts: { identity, intake },
    platforms: [{ contents_url: url }],
  }
}

export type Checking = { readonly stop: () => Promise<void> }

/** Over the story's own connections to the chain. */
export async function startCheckers(
  stage: Stage,
  chainId: string,
  checkers: readonly Member[],
  url: string,
  log: Log = openLog('silent'),
): Promise<Checking> {
  const base = mkdtempSync(join(tmpdir(), 'causeway-checkers-'))
  const { chain } = zoneOf(stage, chainId)
  const running = await Promise.all(
    checkers.map((member) => {
      const folder = join(base, member.user.name)
      const values = checkerConfig(stage, chainId, member, url, folder)
      const config = parseCheckerConfig(values, (name) => join(folder, name))
      return startChecker(config, { chain, clock: systemClock, log })
    }),
  )
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((each) => each.close()))
    rmSync(base, { recursive: true })
  }
  return { stop }
}
