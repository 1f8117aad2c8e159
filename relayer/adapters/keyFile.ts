// Reads mnemonics from a file of named keys and derives the account; words never leave this module.
import { pbkdf2 } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { EnglishMnemonic, ripemd160, Secp256k1, Slip10, Slip10Curve, sha256, stringToPath } from '@cosmjs/crypto'
import { toBech32 } from '@cosmjs/encoding'
import { CausewayError } from '../../core/errors.ts'

export type Account = {
  readonly name: string
  readonly address: string
  readonly privateKey: Uint8Array
  /** Compressed, 33 bytes. */
  readonly publicKey: Uint8Array
}

export type KeyFile = { readonly path: string; readonly prefix: string }

const derive = promisify(pbkdf2)
const hdPath = "m/44'/118'/0'/0/0"

/** Throws KEY_MISSING without such a key, MNEMONIC_INVALID when its words or checksum are wrong. */
export async function readAccount(file: KeyFile, name: string): Promise<Account> {
  const mnemonic = parseMnemonic(readMnemonic(file.path, name), file.path, name)
  // BIP-39; the one in JavaScript takes a hundred times as long, and a relayer has a dozen keys.
  const seed = await derive(mnemonic.toString(), 'mnemonic', 2_048, 64, 'sha512')
  const { privkey } = Slip10.derivePath(Slip10Curve.Secp256k1, seed, stringToPath(hdPath))
  const publicKey = Secp256k1.compressPubkey((await Secp256k1.makeKeypair(privkey)).pubkey)
  const address = toBech32(file.prefix, ripemd160(sha256(publicKey)))
  return { name, address, privateKey: privkey, publicKey }
}

function parseMnemonic(text: string, path: string, name: string): EnglishMnemonic {
  try {
    return new EnglishMnemonic(text.trim().split(/\s+/).join(' '))
  } catch {
    // No cause: its message could quote the words.
    throw new CausewayError('MNEMONIC_INVALID', { key: name, file: path })
  }
}

function readMnemonic(path: string, name: string): string {
  let keys: Record<string, { readonly mnemonic?: string } | undefined> | null
  try {
    keys = JSON.parse(readFileSync(path, 'utf8')) as typeof keys
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'the file is no JSON' : 'the file cannot be read'
    throw new CausewayError('KEY_MISSING', { key: name, file: path, reason })
  }
  const mnemonic = keys?.[name]?.mnemonic
  if (typeof mnemonic !== 'string') throw new CausewayError('KEY_MISSING', { key: name, file: path })
  return mnemonic
}
