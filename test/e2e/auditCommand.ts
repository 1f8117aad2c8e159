// The audit as an auditor runs it on a machine of its own: keys, a configuration of where chains are, and the command.
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stringify } from 'smol-toml'
import { root } from '../../localnet/config.ts'
import type { Auditing } from '../../localnet/demo/auditing.ts'
import { worldConfig } from './world.ts'

const execute = promisify(execFile)

export async function runAudit(words: readonly string[]): Promise<string> {
  return (await execute(process.execPath, [join(root, 'causeway.ts'), 'audit', ...words])).stdout
}

export type AuditFiles = { readonly report: string; readonly config: string; readonly asked: readonly string[] }

/** Files for a question about `name`, whose record on chain is made here. */
export async function auditFiles(auditing: Auditing, folder: string, name: string): Promise<AuditFiles> {
  const { auditor, signerKey } = auditing
  const [config, key] = [join(folder, 'audit.toml'), join(folder, 'auditor.pem')]
  writeFileSync(key, auditor.key.privateKey.export({ format: 'pem', type: 'pkcs8' }))
  writeFileSync(join(folder, 'signer.pem'), signerKey.export({ format: 'pem', type: 'spki' }))
  const chains = worldConfig.chains.map(({ id, rpc, grpc }) => ({
    ...{ chain_id: id, rpc_addr: `http://127.0.0.1:${rpc}`, grpc_addr: `http://127.0.0.1:${grpc}` },
    ...{ account_prefix: worldConfig.prefix, accounts_file: 'none' },
    ...{ first_height: Number(auditing.since.get(id) ?? 1n), contracts: [...auditing.contracts] },
  }))
  const audit = { index_file: 'none', signer: auditor.id, key_file: 'none' }
  writeFileSync(config, stringify({ audit, http: { port: 0 }, chains }))
  const record = await auditing.record({ name })
  const asker = ['--door', auditing.url, '--party', auditor.id, '--key', key]
  return { report: join(folder, 'report.json'), config, asked: [...asker, '--record', `${record}`, '--name', name] }
}
