// The commands of `causeway`: composes what the rooms can do; what one works with is loaded only when it runs.
import { Command } from 'commander'
import { cancel, type Json, plan, Refused, status, submit, Unreachable, watch } from './api/cli.ts'
import { CausewayError, isCausewayError } from './core/errors.ts'
import type { Asking } from './platform/audit/cli.ts'
import { addVerbs, commandLines, isUsage, type RunVerb } from './relayer/cli/program.ts'
import type { Answer } from './relayer/cli/verb.ts'
import { verbs } from './relayer/cli/verbs.ts'

const exitCodes = { ok: 0, failed: 1, usage: 2, unhealthy: 3 } as const
const signals = ['SIGINT', 'SIGTERM'] as const

type ConfigOptions = { readonly config?: string }

const say = (line: string): void => void process.stderr.write(`${line}\n`)
const wantsJson = (): boolean => process.argv.includes('--json')

function print({ value, text, end = 'ok' }: Answer): void {
  process.stdout.write(wantsJson() ? `${JSON.stringify(value)}\n` : `${text}\n`)
  process.exitCode = exitCodes[end]
}

/** Starts a process and ends it in order when it is asked to; asked again, or before it has started, at once. */
async function start(room: 'api' | 'relayer', command: Command): Promise<void> {
  const path = configPath(command)
  let running: { close(): Promise<void> } | undefined
  onSignal(() => void (running?.close() ?? Promise.resolve()).then(() => process.exit(exitCodes.ok), fail))
  running =
    room === 'api'
      ? await (await import('./api/main.ts')).startFromConfig(path)
      : await (await import('./relayer/main.ts')).startRelayer(path)
}

function onSignal(act: () => void): void {
  const first = (): void => {
    for (const signal of signals) process.once(signal, () => process.exit(exitCodes.failed))
    act()
  }
  for (const signal of signals) process.once(signal, first)
}

function signalled(): AbortSignal {
  const ended = new AbortController()
  onSignal(() => ended.abort())
  return ended.signal
}

/** Given behind the command or, as Hermes has it, before it. */
function configPath(command: Command): string {
  const before = topOf(command).opts<ConfigOptions>().config
  const file = command.opts<ConfigOptions>().config ?? before ?? process.env['CAUSEWAY_CONFIG']
  if (file !== undefined) return file
  throw new CausewayError('CONFIG_INVALID', { mistakes: 'no --config and no CAUSEWAY_CONFIG' })
}

const topOf = (command: Command): Command => (command.parent === null ? command : topOf(command.parent))

/** Looks at everything that the two processes need; every finding at once, each with what to do. */
async function doctor(command: Command): Promise<void> {
  const [{ loadConfig }, { checksOf, diagnose, findingsText }, { storeCheck }, { openLog }] = await Promise.all([
    import('./relayer/config.ts'),
    import('./relayer/doctor.ts'),
    import('./api/store/storeCheck.ts'),
    import('./relayer/adapters/pinoLog.ts'),
  ])
  const config = loadConfig(configPath(command), process.env)
  const stores = config.store === undefined ? [] : [storeCheck(config.store.url)]
  const findings = await diagnose([...stores, ...checksOf(config, openLog('silent'))])
  const ok = findings.every((finding) => finding.ok)
  print({ value: { ok, findings }, text: findingsText(findings), end: ok ? 'ok' : 'unhealthy' })
  process.exit()
}

const runVerb: RunVerb = async (verb, given, command) => {
  const { openTools } = await import('./relayer/cli/tools.ts')
  const { tools, close } = openTools({
    configFile: () => configPath(command),
    env: process.env,
    tell: print,
    ended: signalled,
    commands: () => commandLines(topOf(command)),
  })
  const answer = await verb.run(given, tools).finally(close)
  if (answer !== undefined) print(answer)
  // Connections that were opened for a look may still be there.
  process.exit()
}

async function auditReport(asking: Asking): Promise<void> {
  const { askReport } = await import('./platform/audit/cli.ts')
  const { ok, body } = await askReport(asking, Date.now)
  if (!ok) throw new Refused(body as Json)
  process.stdout.write(`${JSON.stringify(body)}\n`)
}

async function auditVerify(file: string, options: { readonly key: string }): Promise<void> {
  const { verifyFile } = await import('./platform/audit/cli.ts')
  const { question, lines } = verifyFile(file, options.key)
  const text = `${lines.length} lines, signature verified`
  print({ value: { ok: true, question, lines: lines.length }, text })
}

async function auditRebuild(file: string, options: ConfigOptions): Promise<void> {
  const { rebuildReport } = await import('./platform/audit/cli.ts')
  const differences = await rebuildReport(file, options.config ?? 'audit.toml')
  const ok = differences.length === 0
  const text = [...differences, `${differences.length} differ`].join('\n')
  print({ value: { ok, differences }, text, end: ok ? 'ok' : 'failed' })
}

function auditCommands(program: Command): void {
  const audit = program.command('audit').description('reports on what the chains recorded')
  const spoken = (name: string): Command => audit.command(name).option('--json', 'one JSON value on stdout')
  spoken('report')
    .description('a signed report, for a question that is recorded on chain')
    .requiredOption('--door <url>', 'address of the audit process')
    .requiredOption('--party <did>', 'who asks')
    .requiredOption('--key <file>', 'its Ed25519 key in PEM')
    .requiredOption('--record <number>', 'number of the RecordAudit')
    .option('--name <text>', 'asset, party, transaction or account')
    .option('--operation <name>', 'kind of event')
    .option('--from <ns>', 'nanoseconds since 1970')
    .option('--until <ns>', 'nanoseconds since 1970')
    .action(({ json: _json, ...asking }) => auditReport(asking))
  spoken('verify <report>')
    .description('whether its signer vouches for every byte')
    .requiredOption('--key <file>', "the signer's public key in PEM")
    .action(auditVerify)
  spoken('rebuild <report>')
    .description('the same from raw blocks alone, and what differs')
    .requiredOption('--config <file>', 'chains and contracts; see platform/audit/config.ts')
    .action(auditRebuild)
}

function shareCommands(program: Command): void {
  const share = program.command('share').description('requests to share, move or exchange')
  const spoken = (name: string): Command =>
    share
      .command(name)
      .option('--api <url>', 'address of the API', process.env['CAUSEWAY_API'] ?? 'http://127.0.0.1:3000')
      .option('--json', 'one JSON value on stdout')
  spoken('plan <intent>')
    .description('a manifest to sign, from an intent file')
    .action(async (file, options) => print(await plan(file, options)))
  spoken('submit <file>')
    .description('submit a signed manifest')
    .option('--key <key>', 'Idempotency-Key')
    .action(async (file, options) => print(await submit(file, options)))
  spoken('status <id>')
    .description('how far a request is')
    .action(async (id, options) => print(await status(id, options)))
  spoken('watch <id>')
    .description('follow a request to its end')
    .action(async (id, options) => print(await watch(id, options, say)))
  spoken('cancel <id> <authorisation>')
    .description('cancel with a signed cancel text')
    .action(async (id, file, options) => print(await cancel(id, file, options)))
}

/** Every command; nothing of what they do is loaded yet. */
export function commands(run: RunVerb = runVerb): Command {
  const program = new Command('causeway').description('Atomic sharing across chains.').exitOverride()
  const configured = (name: string): Command =>
    program
      .command(name)
      .option('--config <file>', 'configuration; see relayer/causeway.example.toml')
      .option('--json', 'the answer, or a failure, as one JSON value on stdout')
  // Before the command as well, since that is where Hermes has them.
  program.enablePositionalOptions().option('--config <file>', 'configuration').option('--json', 'JSON on stdout')
  configured('api')
    .description('start the API')
    .action((_, command) => start('api', command))
  configured('relayer')
    .alias('start')
    .description('start the relayer')
    .action((_, command) => start('relayer', command))
  configured('doctor')
    .description('what has to be mended before both can work')
    .action((_, command) => doctor(command))
  addVerbs(program, verbs, run)
  shareCommands(program)
  auditCommands(program)
  return program
}

/** Says what failed, where, and what to do; ends the process, because a failed start may leave connections open. */
function fail(error: unknown): never {
  const problem = problemOf(error)
  if (wantsJson()) process.stdout.write(`${JSON.stringify(problem)}\n`)
  say(`${problem['code']}: ${problem['detail']}\n${problem['hint']}`)
  process.exit(isOutside(error) ? exitCodes.unhealthy : exitCodes.failed)
}

/** True where nothing is wrong with the command, and the same one may succeed once its surroundings are well. */
function isOutside(error: unknown): boolean {
  if (error instanceof Unreachable) return true
  return isCausewayError(error) && error.retryable && error.code !== 'INTERNAL'
}

function problemOf(error: unknown): Json {
  if (error instanceof Refused) return error.problem
  if (error instanceof Unreachable) return { code: 'API_UNREACHABLE', detail: error.message, hint: error.hint }
  const known = isCausewayError(error) ? error : new CausewayError('INTERNAL', { reason: String(error) }, error)
  if (known.code === 'INTERNAL' && error instanceof Error) say(error.stack ?? '')
  const { code, facts, hint, retryable } = known
  return { code, detail: known.message, hint, retryable, facts }
}

/** Runs what the command line says, and sets the exit code. */
export async function main(): Promise<void> {
  try {
    await commands().parseAsync()
  } catch (error) {
    if (!isUsage(error)) fail(error)
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  }
}
