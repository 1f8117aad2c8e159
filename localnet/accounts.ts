// The accounts of a localnet: made once, at random, kept in one file that only the owner can read.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Bip39 } from '@cosmjs/crypto'
import { fromBech32, toBech32 } from '@cosmjs/encoding'
import { DirectSecp256k1HdWallet } from '@cosmjs/proto-signing'
import type { LocalnetConfig } from './config.ts'

export type Accounts = Readonly<Record<string, { readonly mnemonic: string; readonly address: string }>>

const people = ['alice', 'bob', 'carol', 'admin', 'regulator', 'city', 'insurer']
const checkers = 4
const keepers = 4
const loadAccounts = 20

function names(config: LocalnetConfig): string[] {
  const lanes = [...new Set([...config.chains, ...config.spares, ...config.others])].map((chain) => `relay.${chain.id}`)
  const numbered = (word: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${word}-${index}`)
  const stakeholders = [...people, ...numbered('checker', checkers), ...numbered('keeper', keepers)]
  const validators = ['validator', ...config.hubNodes.map(({ id }) => `validator.${id}`)]
  return [...validators, ...stakeholders, ...lanes, 'prepare', 'operator', ...numbered('load', loadAccounts)]
}

/** The same account as a chain with this prefix writes it. */
export function addressOn(prefix: string, address: string): string {
  return toBech32(prefix, fromBech32(address).data)
}

export function accountsPath(config: LocalnetConfig): string {
  return join(config.home, 'accounts.json')
}

/** Same key under the same name on every chain; made on first use. */
export async function ensureAccounts(config: LocalnetConfig): Promise<Accounts> {
  const path = accountsPath(config)
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Accounts
  const made: Record<string, { mnemonic: string; address: string }> = {}
  for (const name of names(config)) {
    const mnemonic = Bip39.encode(randomBytes(16)).toString()
    const wallet = await DirectSecp256k1HdWallet.fromMnemonic(mnemonic, { prefix: config.prefix })
    made[name] = { mnemonic, address: (await wallet.getAccounts())[0]?.address ?? '' }
  }
  mkdirSync(config.home, { recursive: true })
  writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  return made
}
