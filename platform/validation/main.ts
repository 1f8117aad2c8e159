// The process of a checking organisation: waits to be drawn, looks at the content itself, hides and shows its verdict.
import { join } from 'node:path'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain, Clock, Log } from '../../relayer/ports.ts'
import { queryIntakeConfig } from '../chain/intake.ts'
import { openSubjects } from '../chain/subjects.ts'
import { ensureSeat, openBatchLedger } from '../chain/verdicts.ts'
import { readPrivateKey, readSecret } from '../process/config.ts'
import { inBackground, openNode, openTogether, runProgram } from '../process/run.ts'
import { runAgent } from './agents.ts'
import { openChecker } from './checker.ts'
import { type CheckerConfig, loadCheckerConfig } from './config.ts'
import { openFindings } from './findings.ts'
import { signSubmission } from './signature.ts'
import { openStreamContents } from './streamContents.ts'

export type CheckerPorts = { readonly chain: Chain; readonly clock: Clock; readonly log: Log }
export type CheckerProcess = { close(): Promise<void> }

/** Takes a seat among the checkers and works until it is closed. Throws CONFIG_INVALID, CHAIN_UNREACHABLE. */
export function startChecker(config: CheckerConfig, { chain, clock, log }: CheckerPorts): Promise<CheckerProcess> {
  return openTogether(async (opened) => {
    const { party, key_file, secret_file, folder, key_name } = config.checker
    const [key, secret] = [readPrivateKey(key_file), readSecret(secret_file)]
    const intake = { chain, address: config.contracts.intake }
    const { phases } = await queryIntakeConfig(intake)
    const signer = await chain.signer(key_name)
    await ensureSeat(intake, party, signer)
    const ledger = openBatchLedger(intake, openSubjects(chain, config.contracts.identity), signer)
    const sign = (text: string): Uint8Array => signSubmission('ed25519', key, text)
    const contents = openStreamContents(config.platforms, { party, sign, clock })
    const findings = opened.keep(openFindings(join(folder, 'findings.db')))
    const agent = openChecker({ party, secret }, { ledger, contents, findings, log })
    // Whatever was drawn before that is over.
    const backBlocks = BigInt(phases.commit_blocks + phases.reveal_blocks)
    const options = { chain, intake: intake.address, backBlocks, log }
    opened.keep(inBackground((ending) => runAgent(agent, options, ending)))
    log.info('checker.started', { party })
    return {}
  })
}

if (import.meta.main) {
  await runProgram('checker.toml', async (path, opened) => {
    const config = loadCheckerConfig(path)
    const log = openLog(config.log_level)
    const chain = opened.keep(openNode(config.chain, log))
    return opened.keep(await startChecker(config, { chain, clock: systemClock, log }))
  })
}
