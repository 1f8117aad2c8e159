// People of runs: the same person, with the same key, for the same name.
import { createHash } from 'node:crypto'
import { Bip39 } from '@cosmjs/crypto'
import { User } from '../../localnet/demo/user.ts'
import { prefix } from './net.ts'

export const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest()

export const mnemonicOf = (name: string): string => Bip39.encode(sha256(name).subarray(0, 16)).toString()

/** A key takes longer to derive than a run to play. */
const known = new Map<string, Promise<User>>()

export function person(name: string): Promise<User> {
  const made = known.get(name) ?? User.fromMnemonic(name, mnemonicOf(name), prefix)
  known.set(name, made)
  return made
}
