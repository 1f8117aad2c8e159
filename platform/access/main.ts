// The process of an owner's door to single rows: rows from its collection, every read decided and counted on chain.
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { systemClock } from '../../relayer/adapters/systemClock.ts'
import type { Chain, Clock, Log } from '../../relayer/ports.ts'
import { ContractAccesses } from '../chain/accesses.ts'
import { openContractChain } from '../chain/contractChain.ts'
import { doorOptions, readPrivateKey } from '../process/config.ts'
import type { Door } from '../process/doors.ts'
import { openNode, runProgram } from '../process/run.ts'
import { openDoorContents } from '../validation/doorContents.ts'
import { signSubmission } from '../validation/signature.ts'
import { openCollectedRows } from './collectedRows.ts'
import { type AccessConfig, loadAccessConfig } from './config.ts'
import { openAccessDoor } from './doorServer.ts'

export type AccessPorts = { readonly chain: Chain; readonly clock: Clock; readonly log: Log }

/** Chain and collection may be away; then nothing is served. Throws CONFIG_INVALID, PORT_IN_USE. */
export async function startAccess(config: AccessConfig, { chain, clock, log }: AccessPorts): Promise<Door> {
  const { owner, key_file, key_name, contents_url } = config.access
  const { intake, rights } = config.contracts
  const signingKey = readPrivateKey(key_file)
  const sign = (text: string): Uint8Array => signSubmission('ed25519', signingKey, text)
  const contents = openDoorContents(contents_url, { party: owner, sign, clock })
  const rows = openCollectedRows(owner, { intake: { chain, address: intake }, contents })
  const accesses = new ContractAccesses(openContractChain(chain, key_name), rights, clock)
  const door = await openAccessDoor(doorOptions(config.http), { accesses, rows, signingKey, log })
  log.info('access.started', { owner, url: door.url })
  return door
}

if (import.meta.main) {
  await runProgram('access.toml', async (path, opened) => {
    const config = loadAccessConfig(path)
    const log = openLog(config.log_level)
    const chain = opened.keep(openNode(config.chain, log))
    return opened.keep(await startAccess(config, { chain, clock: systemClock, log }))
  })
}
