// Says what is wrong with a configuration, by its place: no TOML, unknown keys, wrong shapes, chains that do not fit.
import { readFileSync } from 'node:fs'
import { parse as parseToml, TomlError } from 'smol-toml'
import { z } from 'zod'
import { CausewayError } from '../core/errors.ts'
import { nearestOf } from '../core/nearest.ts'

export type Environment = Readonly<Record<string, string | undefined>>
type Raw = Readonly<Record<string, unknown>>

const prefix = 'CAUSEWAY__'

/**
 * `CAUSEWAY__STORE__URL` replaces `[store] url`, `CAUSEWAY__CHAINS__0__RPC_ADDR` the address of the first chain.
 * A value that is a TOML value is taken as one, and as text otherwise.
 */
export function withOverrides(raw: Raw, env: Environment): Raw {
  const copy = structuredClone(raw) as Record<string, unknown>
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(prefix) || value === undefined) continue
    override(copy, name.slice(prefix.length).toLowerCase().split('__'), tomlValue(value))
  }
  return copy
}

function override(target: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  const [key = '', ...rest] = keys
  if (rest.length === 0) {
    target[key] = value
    return
  }
  // What stands in the way of a section is wrong anyway, and the schema says so.
  const section = typeof target[key] === 'object' && target[key] !== null ? target[key] : {}
  target[key] = section
  override(section as Record<string, unknown>, rest, value)
}

function tomlValue(text: string): unknown {
  try {
    return parseToml(`value = ${text}`)['value']
  } catch {
    return text
  }
}

export function configInvalid(file: string, mistakes: readonly string[], cause?: unknown): CausewayError {
  return new CausewayError('CONFIG_INVALID', { file, mistakes: mistakes.map((one) => `\n- ${one}`).join('') }, cause)
}

export function readConfigText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw configInvalid(file, ['the file cannot be read'], cause)
  }
}

export function readToml(toml: string, file: string): Record<string, unknown> {
  try {
    return parseToml(toml)
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause
    const what = cause.message.split('\n', 1)[0]?.replace(/^Invalid TOML document: /, '')
    throw configInvalid(file, [`line ${cause.line}, column ${cause.column}: ${what}`], cause)
  }
}

type Issue = z.core.$ZodIssue
type KeyTree = {
  readonly properties?: Readonly<Record<string, KeyTree>>
  readonly items?: KeyTree
  readonly anyOf?: readonly KeyTree[]
}

/** One line for each issue, `chains[1].rpc_addr: is missing`; an unknown key comes with the nearest known one. */
export function shapeMistakes(issues: readonly Issue[], schema: z.ZodType): readonly string[] {
  const tree = z.toJSONSchema(schema, { io: 'input' }) as KeyTree
  return issues.flatMap(nearestOption).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(tree, issue.path)
      return issue.keys.map((key) => `${place([...issue.path, key])}: unknown key${suggestion(key, known)}`)
    }
    const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
    return [`${place(issue.path)}: ${missing ? 'is missing' : issue.message.replace(/^Invalid input: /, '')}`]
  })
}

/** Of several shapes that a value may have, the one that it comes closest to is told. */
function nearestOption(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const [nearest = []] = [...issue.errors].sort((a, b) => a.length - b.length)
  return nearest.flatMap((one) => nearestOption({ ...one, path: [...issue.path, ...one.path] }))
}

function place(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('')
}

function knownKeys(tree: KeyTree, path: readonly PropertyKey[]): readonly string[] {
  let at: readonly KeyTree[] = [tree]
  for (const key of path) at = options(at).flatMap((one) => stepInto(one, key) ?? [])
  return options(at).flatMap(({ properties }) => Object.keys(properties ?? {}))
}

const options = (trees: readonly KeyTree[]): readonly KeyTree[] => trees.flatMap((one) => [one, ...(one.anyOf ?? [])])
const stepInto = ({ items, properties }: KeyTree, key: PropertyKey): KeyTree | undefined =>
  typeof key === 'number' ? items : properties?.[String(key)]

function suggestion(key: string, known: readonly string[]): string {
  const nearest = nearestOf(key, known)
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`
}

/** What no shape can say; reads leniently, so that it finds its mistakes beside those of shape. */
export function chainMistakes(raw: Raw): readonly string[] {
  const ids = records(raw['chains']).map((chain) => chain['id'])
  const twice = new Set(ids.filter((id, index) => typeof id === 'string' && ids.indexOf(id) !== index))
  const mistakes = [...twice].map((id) => `chains: the chain "${id}" stands there twice`)
  const unknown = (where: string, id: unknown): readonly string[] =>
    typeof id !== 'string' || ids.includes(id) ? [] : [`${where}: no [[chains]] has the id "${id}"`]
  const [hub] = records([raw['hub']])
  mistakes.push(...unknown('hub.chain_id', hub?.['chain_id']))
  const seen = new Set<string>()
  for (const [index, { a, b }] of records(raw['paths']).entries()) {
    mistakes.push(...unknown(`paths[${index}].a`, a), ...unknown(`paths[${index}].b`, b))
    if (typeof a !== 'string' || typeof b !== 'string') continue
    const ends = [a, b].sort().join(' ')
    if (seen.has(ends)) mistakes.push(`paths[${index}]: "${a}" and "${b}" are connected by an earlier path already`)
    seen.add(ends)
  }
  return mistakes
}

function records(value: unknown): readonly Raw[] {
  if (!Array.isArray(value)) return []
  return value.map((one) => (typeof one === 'object' && one !== null ? (one as Raw) : {}))
}
