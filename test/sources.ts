// Reads the repository for the tidy test: files under version control, their imports, functions and words.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync } from '@swc/core'

export const root = resolve(import.meta.dirname, '..')

/** Repository paths of files that are, or would be, under version control. */
export function repositoryFiles(): readonly string[] {
  const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
  const files = listed.stdout.toString().split('\n')
  return [...new Set(files)].filter((path) => path !== '' && existsSync(join(root, path))).sort()
}

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8')

export const isGenerated = (path: string): boolean => path.startsWith('proto/gen/') || path.includes('/src/gen/')

export type FunctionSize = { readonly line: number; readonly lines: number }
export type Source = {
  readonly path: string
  readonly text: string
  /** What it imports, as written. */
  readonly imports: readonly string[]
  readonly functions: readonly FunctionSize[]
  /** Lines that use the type `any`. */
  readonly anyLines: readonly number[]
  /** Lines that reach for a global object: console, process, Date, Math.random, … as `object.member`. */
  readonly members: readonly { readonly name: string; readonly line: number }[]
}

type Node = { readonly type?: string; readonly span?: { readonly start: number; readonly end: number } } & Readonly<
  Record<string, unknown>
>

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
])

/** Syntax of one TypeScript file. The leading `;` tells where the parser's running offset starts for this file. */
export function parseSource(path: string): Source {
  const text = readText(path)
  const bytes = Buffer.from(text)
  const module = parseSync(`;${text}`, { syntax: 'typescript', target: 'es2024' }) as unknown as {
    readonly body: readonly Node[]
  }
  const base = (module.body[0]?.span?.start ?? 0) + 1
  const lineAt = (offset: number): number =>
    bytes
      .subarray(0, Math.max(0, offset - base))
      .toString()
      .split('\n').length
  const found = {
    imports: [] as string[],
    functions: [] as FunctionSize[],
    anyLines: [] as number[],
    members: [] as { name: string; line: number }[],
  }
  visit(module.body, (node) => {
    const line = (): number => lineAt(node.span?.start ?? base)
    if (functionTypes.has(node.type ?? '') && node.span) {
      found.functions.push({ line: line(), lines: lineAt(node.span.end) - line() + 1 })
    }
    if (node.type === 'TsKeywordType' && node['kind'] === 'any') found.anyLines.push(line())
    const imported = importedBy(node)
    if (imported !== undefined) found.imports.push(imported)
    const name = node.type === 'MemberExpression' ? memberName(node) : undefined
    if (name !== undefined) found.members.push({ name, line: line() })
  })
  return { path, text, ...found }
}

function visit(value: unknown, seen: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, seen)
  } else if (typeof value === 'object' && value !== null) {
    const node = value as Node
    if (typeof node.type === 'string') seen(node)
    for (const child of Object.values(node)) visit(child, seen)
  }
}

function importedBy(node: Node): string | undefined {
  const source = node['source'] as { readonly value?: string } | undefined
  if (/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type ?? '')) return source?.value
  const callee = node['callee'] as Node | undefined
  if (node.type !== 'CallExpression' || callee?.type !== 'Import') return undefined
  const [first] = node['arguments'] as readonly { readonly expression: { readonly value?: unknown } }[]
  return typeof first?.expression.value === 'string' ? first.expression.value : undefined
}

function memberName(node: Node): string | undefined {
  const object = node['object'] as { readonly type: string; readonly value?: string }
  const property = node['property'] as { readonly type: string; readonly value?: string }
  if (object.type !== 'Identifier') return undefined
  return `${object.value}.${property.type === 'Identifier' ? property.value : '?'}`
}

/** Repository path that a relative import points to; packages and `#gen` stay as they are. */
export function importTarget(source: Source, specifier: string): string {
  return specifier.startsWith('.') ? relative(root, resolve(root, dirname(source.path), specifier)) : specifier
}

/** Functions of a Rust file by rustfmt's layout: a body ends at the brace in the column of its `fn`. */
export function rustFunctions(text: string): readonly FunctionSize[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const start = /^( *)(?:pub(?:\([^)]*\))? )?(?:const )?fn /.exec(line)
    if (!start || line.trimEnd().endsWith('}') || line.trimEnd().endsWith(';')) return []
    const end = lines.indexOf(`${start[1] ?? ''}}`, index)
    return end < 0 ? [] : [{ line: index + 1, lines: end - index + 1 }]
  })
}
