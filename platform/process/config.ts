// How a process reads its configuration: TOML of agreed parts, all mistakes told at once, keys in their own files.
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { parseHex } from '../../core/bytes.ts'
import { type IdKind, parseId } from '../../core/ids.ts'
import { configInvalid, readConfigText, readToml, shapeMistakes } from '../../relayer/configMistakes.ts'
import { type DoorOptions, doorMistake } from './doors.ts'

export const text = z.string().min(1, 'must not be empty')
export const url = z.url({ protocol: /^https?$/, error: 'must be an address like "http://host:port"' })
export const contract = text.regex(/^[a-z]+1[02-9ac-hj-np-z]+$/, 'must be a bech32 address')
export const digest = text.regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')
export const did = (kind?: IdKind) => text.refine((id) => isId(id, kind), `must be a did:causeway:${kind ?? '…'}:…`)
export const logLevel = z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info')
export const gasPrice = z.strictObject({ price: z.number().min(0), denom: text })

type Near = (name: string) => string
const fileNear = (near: Near) => text.transform(near)
/** The name of a file or folder, found from the folder of the configuration. */
export type FileAtom = ReturnType<typeof fileNear>

/** How a chain is reached. */
export const nodeShape = { chain_id: text, rpc_addr: url, grpc_addr: url, account_prefix: text }
export type NodeConfig = z.infer<z.ZodObject<typeof nodeShape>>

/** Where a door listens, with members of one process's own. */
export const door = <T extends z.ZodRawShape>(file: FileAtom, more: T) =>
  z
    .strictObject({
      host: text.default('127.0.0.1'),
      port: z.int().min(0).max(65_535),
      tls: z.strictObject({ key_file: file, cert_file: file }).optional(),
      ...more,
    })
    .check(({ value, issues }) => {
      const { host, tls } = value as DoorConfig
      const message = doorMistake(host, tls)
      if (message !== undefined) issues.push({ code: 'custom', message, input: value, path: ['host'] })
    })
type DoorConfig = {
  readonly host: string
  readonly port: number
  readonly tls?: { readonly key_file: string; readonly cert_file: string } | undefined
}

/** With the texts of key and certificate. Throws CONFIG_INVALID. */
export function doorOptions({ host, port, tls }: DoorConfig): DoorOptions {
  if (tls === undefined) return { host, port }
  return { host, port, tls: { key: readText(tls.key_file), cert: readText(tls.cert_file) } }
}

export type ConfigSchema<T> = (file: FileAtom) => z.ZodType<T>

/** Files that it names are found from its own folder. Throws CONFIG_INVALID with every mistake. */
export const readConfig = <T>(path: string, schema: ConfigSchema<T>): T =>
  parseConfig(readToml(readText(path), path), schema, (name) => resolve(dirname(path), name), path)

/** The same for values that are no file. */
export function parseConfig<T>(
  values: unknown,
  schema: ConfigSchema<T>,
  near: Near = (name) => name,
  file = 'the configuration',
): T {
  const shape = schema(fileNear(near))
  const parsed = shape.safeParse(values)
  if (parsed.success) return parsed.data
  throw configInvalid(file, shapeMistakes(parsed.error.issues, shape))
}

export const readText = readConfigText

/** Out of PEM. */
export const readPrivateKey = (path: string): KeyObject =>
  readAs(path, 'no private key in PEM', (content) => createPrivateKey(content))

/** 32 secret bytes in hex. */
export const readSecret = (path: string): Uint8Array =>
  readAs(path, 'not 64 hex digits', (content) => parseHex(digest.parse(content.trim())))

export const readJson = (path: string): unknown => readAs(path, 'no JSON', (content) => JSON.parse(content) as unknown)

/** Without a cause: what a parser says may quote the secret. */
function readAs<T>(path: string, mistake: string, parse: (content: string) => T): T {
  const content = readText(path)
  try {
    return parse(content)
  } catch {
    throw configInvalid(path, [mistake])
  }
}

function isId(value: string, kind: IdKind | undefined): boolean {
  try {
    const { kind: found } = parseId(value)
    return kind === undefined || found === kind
  } catch {
    return false
  }
}
