// Reads mnemonics from a file of named keys and derives the account; words never leave this module, but into the file.
import { pbkdf2 } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
/** What the file holds under a name; without a path, that of Cosmos. */
type Entry = { readonly mnemonic?: unknown; readonly hd_path?: unknown }
type Entries = Readonly<Record<string, Entry | undefined>>

const derive = promisify(pbkdf2)
export const hdPathDefault = "m/44'/118'/0'/0/0"
const ownerOnly = 0o600

/** Throws KEY_MISSING without such a key, MNEMONIC_INVALID when its words or checksum are wrong. */
export async function readAccount(file: KeyFile, name: string): Promise<Account> {
  const facts = { key: name, file: file.path }
  const { entries, reason } = readEntries(file.path)
  if (reason !== undefined) throw new CausewayError('KEY_MISSING', { ...facts, reason })
  const entry = entries[name]
  if (typeof entry?.mnemonic !== 'string') throw new CausewayError('KEY_MISSING', facts)
  return accountOf(file, name, entry.mnemonic, typeof entry.hd_path === 'string' ? entry.hd_path : hdPathDefault)
}

async function accountOf({ path, prefix }: KeyFile, name: string, words: string, hdPath: string): Promise<Account> {
  const mnemonic = parseMnemonic(words, path, name)
  // BIP-39; the one in JavaScript takes a hundred times as long, and a relayer has a dozen keys.
  const seed = await derive(mnemonic.toString(), 'mnemonic', 2_048, 64, 'sha512')
  const { privkey } = Slip10.derivePath(Slip10Curve.Secp256k1, seed, parsePath(hdPath, path, name))
  const publicKey = Secp256k1.compressPubkey((await Secp256k1.makeKeypair(privkey)).pubkey)
  const address = toBech32(prefix, ripemd160(sha256(publicKey)))
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

function parsePath(text: string, path: string, name: string): ReturnType<typeof stringToPath> {
  try {
    return stringToPath(text)
  } catch {
    throw new CausewayError('KEY_FILE_INVALID', { key: name, file: path, reason: 'its hd_path is no derivation path' })
  }
}

/** `reason`: why there are none. */
function readEntries(path: string): { readonly entries: Entries; readonly reason?: string } {
  try {
    const entries = JSON.parse(readFileSync(path, 'utf8')) as Entries | null
    return { entries: typeof entries === 'object' && entries !== null ? entries : {} }
  } catch (error) {
    // No cause: its message could quote the file.
    return { entries: {}, reason: error instanceof SyntaxError ? 'the file is no JSON' : 'the file cannot be read' }
  }
}

/** Names in the file, in its order. Throws KEY_FILE_INVALID. */
export function listKeyNames(path: string): readonly string[] {
  return Object.keys(entriesToChange(path))
}

export type NewKey = { readonly name: string; readonly hdPath: string; readonly overwrite: boolean }

/** `source` is a file with nothing but the words. Throws MNEMONIC_INVALID, KEY_EXISTS, KEY_FILE_INVALID. */
export function addMnemonic(file: KeyFile, key: NewKey, source: string, bytesMax: number): Promise<string> {
  return addKey(file, key, source, readSource(source, bytesMax))
}

/** `source` is JSON with a `mnemonic`, as `keys add --output json` of a chain's own program prints it. */
export function addKeyJson(file: KeyFile, key: NewKey, source: string, bytesMax: number): Promise<string> {
  const text = readSource(source, bytesMax)
  let mnemonic: unknown
  try {
    mnemonic = (JSON.parse(text) as Entry | null)?.mnemonic
  } catch {
    throw new CausewayError('KEY_FILE_INVALID', { file: source, reason: 'it is no JSON' })
  }
  if (typeof mnemonic !== 'string') throw new CausewayError('KEY_FILE_INVALID', { file: source, reason: 'no mnemonic' })
  return addKey(file, key, source, mnemonic)
}

/** Returns the address. */
async function addKey(
  file: KeyFile,
  { name, hdPath, overwrite }: NewKey,
  from: string,
  words: string,
): Promise<string> {
  const { address } = await accountOf({ ...file, path: from }, name, words, hdPath)
  const entries = entriesToChange(file.path)
  if (entries[name] !== undefined && !overwrite) throw new CausewayError('KEY_EXISTS', { key: name, file: file.path })
  const mnemonic = words.trim().split(/\s+/).join(' ')
  const entry = hdPath === hdPathDefault ? { mnemonic } : { mnemonic, hd_path: hdPath }
  writeEntries(file.path, { ...entries, [name]: entry })
  return address
}

/** Throws KEY_MISSING when one of them is not there; then none is deleted. */
export function deleteKeys(path: string, names: readonly string[]): void {
  const entries = entriesToChange(path)
  for (const name of names) {
    if (entries[name] === undefined) throw new CausewayError('KEY_MISSING', { key: name, file: path })
  }
  writeEntries(path, Object.fromEntries(Object.entries(entries).filter(([name]) => !names.includes(name))))
}

/** A file that is not there holds no keys; one that cannot be understood is not written over. */
function entriesToChange(path: string): Entries {
  if (!existsSync(path)) return {}
  const { entries, reason = Array.isArray(entries) ? 'it is no JSON object' : undefined } = readEntries(path)
  if (reason !== undefined) throw new CausewayError('KEY_FILE_INVALID', { file: path, reason })
  return entries
}

/** At once or not at all, and for the owner alone. */
function writeEntries(path: string, entries: Entries): void {
  const draft = `${path}.${process.pid}.new`
  try {
    writeFileSync(draft, `${JSON.stringify(entries, null, 2)}\n`, { mode: ownerOnly, flag: 'wx' })
    renameSync(draft, path)
  } catch {
    rmSync(draft, { force: true })
    throw new CausewayError('KEY_FILE_INVALID', { file: path, reason: 'it cannot be written' })
  }
}

function readSource(path: string, bytesMax: number): string {
  try {
    const bytes = readFileSync(path)
    if (bytes.length <= bytesMax) return bytes.toString('utf8')
  } catch {
    throw new CausewayError('KEY_FILE_INVALID', { file: path, reason: 'it cannot be read' })
  }
  throw new CausewayError('KEY_FILE_INVALID', { file: path, reason: `it is longer than ${bytesMax} bytes` })
}
