// The claims that documents and conventions make about the repository itself, as tests.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fromBech32, toBech32 } from '@cosmjs/encoding'
import { catalogue } from '../core/errors.ts'
import { renderErrors } from '../docs/errors.ts'
import {
  importTarget,
  isGenerated,
  parseSource,
  readText,
  repositoryFiles,
  root,
  rustFunctions,
  type Source,
} from './sources.ts'

const files = repositoryFiles()
const typescript = files.filter((path) => path.endsWith('.ts') && !isGenerated(path))
const rust = files.filter((path) => path.endsWith('.rs') && !isGenerated(path))
const documents = files.filter((path) => path.endsWith('.md'))
const sources: readonly Source[] = typescript.filter((path) => !path.endsWith('.d.ts')).map(parseSource)
const room = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '')

const coreLibraries = new Map([
  ['core/codec.ts', '#gen/causeway.js'],
  ['core/limits.ts', '#gen/limits.ts'],
  ['core/duplication.ts', '#gen/duplication.ts'],
])
/** Rooms that each room may import from, besides itself. Packages are everybody's but core's. */
const allowedRooms: Readonly<Record<string, readonly string[]>> = {
  core: [],
  database: ['core'],
  relayer: ['core'],
  api: ['core', 'database', 'relayer'],
  platform: ['core', 'database', 'relayer'],
  contracts: ['core'],
  localnet: ['core', 'relayer', 'api', 'platform', 'contracts'],
  docs: ['core'],
  proto: ['core', 'contracts', 'docs'],
  '': ['core', 'relayer', 'api', 'platform', 'localnet', 'contracts'],
}

/** Of a platform: what starts a process, and the room of what all processes do alike. */
const mayOpen = (path: string): boolean => /\/(main|config)\.ts$|^platform\/process\//.test(path)

/** Why an import is against the arrows of ADR 0001, or undefined. */
function wrongArrow(source: Source, specifier: string): string | undefined {
  const target = importTarget(source, specifier)
  const from = room(source.path)
  if (from === 'test') return undefined
  if (specifier.startsWith('#gen/')) {
    return coreLibraries.get(source.path) === specifier ? undefined : 'only core sees the generated schema'
  }
  if (!specifier.startsWith('.')) return from === 'core' ? 'core imports no library' : undefined
  if (from === 'api' && target.startsWith('relayer/') && source.path !== 'api/main.ts') {
    const free = target === 'relayer/ports.ts' || (source.path === 'api/config.ts' && target === 'relayer/config.ts')
    return free ? undefined : 'the API knows the relayer by its ports only'
  }
  if (from === 'platform' && target.startsWith('relayer/') && !mayOpen(source.path)) {
    const free = ['relayer/ports.ts', 'relayer/contractCalls.ts'].includes(target)
    return free ? undefined : 'a platform knows the relayer by its ports, and how a contract is called'
  }
  const to = room(target)
  return to === from || allowedRooms[from]?.includes(to) ? undefined : `${from || 'root'} does not import ${to}`
}

test('imports flow along the arrows of ADR 0001', () => {
  const wrong = sources.flatMap((source) =>
    source.imports.map((specifier) => ({ file: source.path, specifier, why: wrongArrow(source, specifier) })),
  )
  expect(wrong.filter(({ why }) => why !== undefined)).toEqual([])
})

test('core reads no clock, no randomness and no process', () => {
  const impure = /^(Date\.now|Math\.random|process\.|performance\.|crypto\.|console\.)/
  const found = sources
    .filter(({ path }) => path.startsWith('core/'))
    .flatMap(({ path, members, text }) => [
      ...members.filter(({ name }) => impure.test(name)).map(({ name, line }) => `${path}:${line} ${name}`),
      ...(/new Date\(|setTimeout|setInterval|\bfetch\(/.test(text) ? [`${path}: a clock or the network`] : []),
    ])
  expect(found).toEqual([])
})

test('only main.ts, config.ts and commands.ts read the environment in relayer, api, platform and core', () => {
  const mayRead = (path: string): boolean =>
    /^(commands|(relayer|api)\/(main|config)|platform\/[a-z]+\/(main|config))\.ts$/.test(path)
  const found = sources
    .filter(({ path }) => /^(core|relayer|api|platform)\/|^(causeway|commands)\.ts$/.test(path) && !mayRead(path))
    .flatMap(({ path, members }) =>
      members.filter(({ name }) => name === 'process.env').map(({ line }) => `${path}:${line}`),
    )
  expect(found).toEqual([])
})

test('no file uses the type any or the console', () => {
  const found = sources.flatMap(({ path, anyLines, members }) => [
    ...anyLines.map((line) => `${path}:${line} any`),
    ...members.filter(({ name }) => name.startsWith('console.')).map(({ name, line }) => `${path}:${line} ${name}`),
  ])
  expect(found).toEqual([])
})

test('no function is longer than 70 lines', () => {
  const isSuite = (source: Source, line: number): boolean =>
    /describe(\.each)?\b/.test(source.text.split('\n')[line - 1] ?? '')
  const inTypescript = sources.flatMap((source) =>
    source.functions
      .filter(({ line, lines }) => lines > 70 && !isSuite(source, line))
      .map(({ line, lines }) => `${source.path}:${line} ${lines} lines`),
  )
  const inRust = rust.flatMap((path) =>
    rustFunctions(readText(path))
      .filter(({ lines }) => lines > 70)
      .map(({ line, lines }) => `${path}:${line} ${lines} lines`),
  )
  expect([...inTypescript, ...inRust]).toEqual([])
})

/** The title of a test is a sentence, and stays one string. */
const isTitle = (path: string, line: string): boolean => path.endsWith('.test.ts') && /^\s*(test\()?['`]/.test(line)

test('no file is longer than 400 lines, and no line longer than 120 characters', () => {
  const found = [...typescript, ...rust].flatMap((path) => {
    const lines = readText(path).trimEnd().split('\n')
    const long = lines.flatMap((line, index) =>
      [...line].length > 120 && !isTitle(path, line) ? [`${path}:${index + 1} ${line.length} characters`] : [],
    )
    return lines.length > 400 ? [...long, `${path} ${lines.length} lines`] : long
  })
  expect(found).toEqual([])
})

test('every source file opens with a comment that says what it decides', () => {
  const opening = (path: string): string =>
    readText(path)
      .split('\n')
      .find((line) => !line.startsWith('#!')) ?? ''
  const found = [...typescript, ...rust].filter((path) => !/^(\/\/[!/]? ?|\/\*\*? ?)\S/.test(opening(path)))
  expect(found).toEqual([])
})

test('nothing is left to do without saying so, and no test is skipped', () => {
  const marks = /\b(TODO|FIXME|XXX|HACK)\b/
  const skips = /\b(test|it|describe)\.(skip|only|todo)\b|\bx(it|test|describe)\(|#\[ignore/
  const self = 'test/tidy.test.ts'
  const found = [...typescript, ...rust].filter(
    (path) => path !== self && (marks.test(readText(path)) || skips.test(readText(path))),
  )
  expect(found).toEqual([])
})

test('no file names a place on the machine that it was made on', () => {
  const texts = files.filter((path) => /\.(ts|rs|md|json|toml|proto|sh)$|^\.ci\/|^\.npmrc$/.test(path))
  const place = /(^|[\s"'`(=:])\/(work|root|home\/[a-z]+)\/[a-z.]/m
  expect(texts.filter((path) => path !== 'test/tidy.test.ts' && place.test(readText(path)))).toEqual([])
})

test('every file of the TypeScript rooms is imported by another one or is started by hand', () => {
  const imported = new Set(sources.flatMap((source) => source.imports.map((each) => importTarget(source, each))))
  const scripts = JSON.stringify(JSON.parse(readText('package.json')).scripts)
  const started = (path: string): boolean =>
    path.endsWith('.test.ts') ||
    path.endsWith('.d.ts') ||
    scripts.includes(path) ||
    /(^|\/)(main|causeway)\.ts$/.test(path)
  const spawned = (path: string): boolean =>
    sources.some((source) => source.path !== path && source.text.includes(path.split('/').at(-1) ?? path))
  expect(typescript.filter((path) => !imported.has(path) && !started(path) && !spawned(path))).toEqual([])
})

/** Which workspace crates each kind of crate may depend on outside its tests. */
function allowedCrates(path: string): RegExp {
  if (/^contracts\/(hub|gate)\//.test(path)) return /^causeway-(commit|link|proto|resource)$/
  if (path.startsWith('contracts/resources/')) return /^causeway-(resource|resource-kit|services|proto)$/
  if (path.startsWith('contracts/packages/causeway-resource-kit/')) return /^causeway-(proto|resource)$/
  if (path.startsWith('contracts/packages/causeway-services/')) return /^causeway-resource-kit$/
  if (path.startsWith('contracts/packages/causeway-proto/')) return /^$/
  if (path.startsWith('contracts/packages/causeway-resource/')) return /^causeway-proto$/
  if (/^contracts\/packages\/causeway-(commit|link)\//.test(path)) return /^causeway-proto$/
  return /./
}

test('contracts depend on each other along the arrows of ADR 0001', () => {
  const manifests = files.filter((path) => path.startsWith('contracts/') && path.endsWith('Cargo.toml'))
  const found = manifests.flatMap((path) => {
    const section = /^\[dependencies\]\n(.*?)(?=^\[|$(?![\s\S]))/ms.exec(readText(path))?.[1] ?? ''
    const crates = [...section.matchAll(/^(causeway-[a-z-]+)/gm)].map((match) => match[1] ?? '')
    return crates.filter((crate) => !allowedCrates(path).test(crate)).map((crate) => `${path}: ${crate}`)
  })
  expect(manifests.length).toBeGreaterThan(2)
  expect(found).toEqual([])
})

test('docs/ERRORS.md is the catalogue, and the catalogue is in docs/ERRORS.md', () => {
  const document = readText('docs/ERRORS.md')
  const rows = [...document.matchAll(/^\|(?: \d+ \|)? `([A-Z0-9_]+)` \|/gm)].map((match) => match[1])
  expect(rows.sort()).toEqual(Object.keys(catalogue).sort())
  expect(document).toBe(renderErrors())
})

test.each(documents)('the document %s has one title', (path) => {
  const withoutCode = readText(path).replace(/^```.*?^```/gms, '')
  expect(withoutCode.match(/^# .+/gm) ?? []).toHaveLength(1)
})

test.each(documents)('every npm script that %s names exists', (path) => {
  const scripts = Object.keys((JSON.parse(readText('package.json')) as { scripts: object }).scripts)
  const named = [...readText(path).matchAll(/npm run ([a-z][a-z0-9:-]*)/g)].map((match) => match[1] ?? '')
  expect(named.filter((name) => !scripts.includes(name))).toEqual([])
})

const rooms = /^(\.ci|api|contracts|core|database|docs|localnet|platform|proto|relayer|test)\//

/** Paths in code spans (from the root or beside the document) and targets of links. */
function namedPaths(path: string): readonly string[] {
  const text = readText(path).replace(/^```.*?^```/gms, '')
  const spans = [...text.matchAll(/`([^`\s]+)`/g)].map((match) => match[1] ?? '')
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? '')
  const fromRoot = spans
    .filter((span) => rooms.test(span) && !/[*<>{}…,$]/.test(span))
    .map((span) => span.replace(/:\d+$/, ''))
  const beside = links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => join(dirname(path), link))
  return [...fromRoot, ...beside]
}

test.each(documents)('every path that %s names exists', (path) => {
  expect(namedPaths(path).filter((named) => !existsSync(join(root, named)))).toEqual([])
})

test('every room has a README', () => {
  const named = ['api', 'contracts', 'core', 'localnet', 'proto', 'relayer', 'test']
  expect(named.filter((name) => !existsSync(join(root, name, 'README.md')))).toEqual([])
})

test('the ports of localnet/zones.json are all different, and localnet/README.md lists exactly them', () => {
  const numbers = (text: string): readonly number[] => (text.match(/\b2\d{4}\b/g) ?? []).map(Number)
  const taken = numbers(readText('localnet/zones.json'))
  expect(new Set(taken).size).toBe(taken.length)
  const rows = readText('localnet/README.md')
    .split('\n')
    .filter((line) => line.startsWith('|'))
  expect([...new Set(numbers(rows.join('\n')))].sort()).toEqual([...taken].sort())
})

test('addresses on this machine that documents name are in the ports table', () => {
  const taken = readText('localnet/zones.json')
  const found = documents.flatMap((path) =>
    [...readText(path).matchAll(/(?:127\.0\.0\.1|localhost):(\d+)/g)].map((match) => ({ path, port: match[1] ?? '' })),
  )
  expect(found.filter(({ port }) => !taken.includes(port))).toEqual([])
})

test('decisions are numbered without gaps and say what was decided', () => {
  const decisions = documents.filter((path) => path.startsWith('docs/adr/'))
  expect(decisions.map((path) => Number(/(\d{4})-/.exec(path)?.[1]))).toEqual(decisions.map((_, index) => index + 1))
  for (const path of decisions) {
    for (const part of ['Context.', 'Decision.', 'Status.', 'Consequences.'])
      expect(readText(path)).toContain(`**${part}**`)
  }
})

test('a bech32 address survives the round trip, which a newer @scure/base breaks', () => {
  const data = Uint8Array.from({ length: 20 }, (_, index) => index * 12)
  const address = toBech32('wasm', data)
  expect(fromBech32(address)).toEqual({ prefix: 'wasm', data })
})
