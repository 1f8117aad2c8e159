// What configurations of a platform's processes have in common in the story: the way to a chain, secrets as files.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountsPath } from '../accounts.ts'
import type { Device } from './devices.ts'
import type { Stage } from './story.ts'

export function chainSection({ config }: Stage, chainId: string): object {
  const site = config.chains.find(({ id }) => id === chainId)
  return {
    chain_id: chainId,
    rpc_addr: `http://127.0.0.1:${site?.rpc}`,
    grpc_addr: `http://127.0.0.1:${site?.grpc}`,
    account_prefix: site?.kind.prefix,
    gas_price: { price: site?.kind.gasPrice, denom: site?.kind.denom },
    accounts_file: accountsPath(config),
  }
}

/** Writes a secret beside a configuration; its name there. */
export function keepSecret(folder: string, name: string, text: string): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), text, { mode: 0o600 })
  return name
}

export const pemOf = ({ privateKey }: Device): string => privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
