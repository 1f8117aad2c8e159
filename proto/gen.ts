// `npm run gen`: writes every generated file of the repository from proto/ and from the catalogues.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runCargo } from '../contracts/cargo.ts'
import { writeLedger } from '../docs/assurance/ledger.ts'
import { renderErrors } from '../docs/errors.ts'
import { renderMetrics } from '../docs/metrics.ts'
import { renderBoard } from '../docs/operations/board.ts'

const root = resolve(import.meta.dirname, '..')
const out = join(root, 'proto/gen')

type Limits = Readonly<Record<string, readonly [number, string]>>
type Duplication = {
  readonly classes: Readonly<Record<string, string>>
  readonly operations: Readonly<Record<string, string>>
  readonly rules: Readonly<Record<string, Readonly<Record<string, string | 0>>>>
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(root, path), 'utf8')) as T
const camel = (snake: string): string => snake.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

function protosIn(folder: string): string[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.proto'))
  return names.sort().map((name) => `${folder}/${name}`)
}

/** static-module in ESM: json-module type-checks but is undefined at run time; comments feed the .d.ts. */
function writeMessages(): void {
  const folders = ['proto/causeway/services/v1', 'proto/causeway/v1']
  const files = folders.flatMap((folder) => protosIn(folder))
  const flags = '-t static-module -w esm -d --no-verify --no-delimited --no-service --no-typeurl -p proto'
  const args = [...flags.split(' '), '-o', 'proto/gen/causeway.js', ...files]
  const pbjs = join(root, 'node_modules/protobufjs-cli/bin/pbjs')
  const result = spawnSync(process.execPath, [pbjs, ...args], { cwd: root, stdio: 'inherit' })
  if (result.status !== 0) throw new Error('pbjs failed; its message is above')
}

export function renderLimits(limits: Limits): string {
  const lines = Object.entries(limits).map(
    ([name, [value, why]]) => `/** ${why} */\nexport const ${camel(name)} = ${value}`,
  )
  return `// Generated from proto/limits.json by \`npm run gen\`. Do not edit.\n\n${lines.join('\n\n')}\n`
}

export function renderDuplication({ classes, operations, rules }: Duplication): string {
  const union = (name: string, members: Readonly<Record<string, string>>): string => {
    const lines = Object.entries(members).map(([member, why]) => `  /** ${why} */\n  | '${member}'`)
    return `export type ${name} =\n${lines.join('\n')}\n`
  }
  const row = (operation: string): string => {
    const cells = Object.keys(classes).map((name) => {
      const rule = rules[operation]?.[name]
      if (rule === undefined) throw new Error(`no rule for ${operation} of ${name}`)
      return `    ${name}: ${rule === 0 ? 'undefined' : `'${rule}'`},`
    })
    return `  ${operation}: {\n${cells.join('\n')}\n  },`
  }
  return [
    '// Generated from proto/duplication.json by `npm run gen`. Do not edit.\n',
    union('DataClass', classes),
    union('DataOperation', operations),
    '/** undefined: allowed; otherwise the code of the refusal. */',
    'export const duplicationRules = {',
    ...Object.keys(operations).map(row),
    '} as const\n',
  ].join('\n')
}

function main(): void {
  mkdirSync(out, { recursive: true })
  writeMessages()
  writeFileSync(join(out, 'limits.ts'), renderLimits(readJson<Limits>('proto/limits.json')))
  writeFileSync(join(out, 'duplication.ts'), renderDuplication(readJson<Duplication>('proto/duplication.json')))
  writeFileSync(join(root, 'docs/ERRORS.md'), renderErrors())
  writeFileSync(join(root, 'docs/metrics.md'), renderMetrics())
  writeFileSync(join(root, 'docs/operations/relayer-board.json'), renderBoard())
  writeLedger()
  process.exitCode = runCargo(['run', '-q', '-p', 'causeway-codegen'])
}

if (import.meta.main) main()
