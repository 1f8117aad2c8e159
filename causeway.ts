// The one command: starts the processes and speaks to the API; each room is loaded only when its command runs.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Command, CommanderError } from 'commander'
import { CausewayError, isCausewayError } from './core/errors.ts'
import type { Asking } from './platform/audit/cli.ts'

const exitCodes = { ok: 0, failed: 1, usage: 2, unhealthy: 3 } as const
const signals = ['SIGINT', 'SIGTERM'] as const

/** What an API answers; a problem document carries `code` and `hint`. */
type Answer = Readonly<Record<string, unknown>>
type Options = { readonly json?: boolean; readonly api: string }
type ConfigOptions = { readonly config?: string; readonly json?: boolean }
type StateEvent = { readonly id: string; readonly state: string }

/** An answer that is not 2xx. */
class Refused extends Error {
  readonly problem: Answer

  constructor(problem: Answer) {
    super(String(problem['code']))
    this.problem = problem
  }
}

/** Nobody answers under the address of the API. */
class Unreachable extends Error {
  readonly hint = 'Start it with `causeway api`, or name another address with --api.'

  constructor(api: string, cause: unknown) {
    super(`nobody answers at ${api}`, { cause })
  }
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)

function print(value: Answer, options: { readonly json?: boolean }, line: string): void {
  process.stdout.write(options.json === true ? `${JSON.stringify(value)}\n` : `${line}\n`)
}

async function ask(path: string, options: Options, request: RequestInit = {}): Promise<Response> {
  const response = await fetch(new URL(path, options.api), request).catch((cause: unknown) => {
    throw new Unreachable(options.api, cause)
  })
  if (!response.ok) throw new Refused((await response.json()) as Answer)
  return response
}

async function get(path: string, options: Options): Promise<Answer> {
  return (await (await ask(path, options)).json()) as Answer
}

async function post(path: string, body: object, options: Options, key?: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) }
  const response = await ask(path, options, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await response.json()) as Answer
}

/** A JSON file, or standard input for `-`. */
function readJson(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8')) as Record<string, unknown>
  } catch (cause) {
    throw new CausewayError('BODY_INVALID', { file: path }, cause)
  }
}

const requestPath = (id: string): string => `/v1/share-requests/${encodeURIComponent(id)}`
const told = (answer: Answer): string => `${answer['transactionId']} ${answer['state']} ${answer['outcome']}`

async function plan(file: string, options: Options): Promise<void> {
  const answer = await post('/v1/manifests', readJson(file), options)
  print(answer, options, `${answer['authorisationText']}`)
}

async function submit(file: string, options: Options & { readonly key?: string }): Promise<void> {
  const answer = await post('/v1/share-requests', readJson(file), options, options.key ?? crypto.randomUUID())
  print(answer, options, told(answer))
}

async function status(id: string, options: Options): Promise<void> {
  const answer = await get(requestPath(id), options)
  print(answer, options, told(answer))
}

async function cancel(id: string, file: string, options: Options): Promise<void> {
  const answer = await post(`${requestPath(id)}/cancel`, { authorisation: readJson(file) }, options)
  print(answer, options, `${answer['transactionId']} handed to the hub`)
}

const watchPauseMs = 1_000
const watchTriesMax = 60

/** Follows a request to its end, also over cuts of the stream and restarts of the API. */
async function watch(id: string, options: Options): Promise<void> {
  let lastEventId = '0'
  for (let tries = 0; ; tries += 1) {
    try {
      for await (const event of eventsAfter(id, lastEventId, options)) {
        ;[lastEventId, tries] = [event.id, 0]
        say(event.state)
      }
      const latest = await get(requestPath(id), options)
      if (latest['outcome'] === 'pending' || latest['state'] === 'decided') continue
      print(latest, options, told(latest))
      process.exitCode = latest['outcome'] === 'committed' ? exitCodes.ok : exitCodes.failed
      return
    } catch (error) {
      // What never answered is a mistake in the command; what did so comes back.
      if (error instanceof Refused || lastEventId === '0' || tries >= watchTriesMax) throw error
      await sleep(watchPauseMs)
    }
  }
}

/** The events of a request as they come; ends with the stream. */
async function* eventsAfter(id: string, lastEventId: string, options: Options): AsyncGenerator<StateEvent> {
  const stream = await ask(`${requestPath(id)}/events`, options, { headers: { 'last-event-id': lastEventId } })
  let text = ''
  for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const frames = (text + chunk).split('\n\n')
    text = frames.pop() ?? ''
    for (const frame of frames) {
      const [, seq, state] = /^id: (\d+)\nevent: (\w+)/.exec(frame) ?? []
      if (seq !== undefined && state !== undefined) yield { id: seq, state }
    }
  }
}

/** Starts a process and ends it in order when it is asked to; asked again, at once. */
async function start(room: 'api' | 'relayer', options: ConfigOptions): Promise<void> {
  const path = configPath(options)
  const running =
    room === 'api'
      ? await (await import('./api/main.ts')).startFromConfig(path)
      : await (await import('./relayer/main.ts')).startRelayer(path)
  const end = (): void => {
    for (const signal of signals) process.once(signal, () => process.exit(exitCodes.failed))
    running.close().then(() => process.exit(exitCodes.ok), fail)
  }
  for (const signal of signals) process.once(signal, end)
}

function configPath({ config = process.env['CAUSEWAY_CONFIG'] }: ConfigOptions): string {
  if (config !== undefined) return config
  throw new CausewayError('CONFIG_INVALID', { mistakes: 'no --config and no CAUSEWAY_CONFIG' })
}

/** Looks at everything that the two processes need; every finding at once, each with what to do. */
async function doctor(options: ConfigOptions): Promise<void> {
  const [{ loadConfig }, { checksOf, diagnose }, { openStore }, { openLog }] = await Promise.all([
    import('./relayer/config.ts'),
    import('./relayer/doctor.ts'),
    import('./api/store/openStore.ts'),
    import('./relayer/adapters/pinoLog.ts'),
  ])
  const config = loadConfig(configPath(options), process.env)
  const store = async (): Promise<string> => {
    const opened = await openStore(config.store.url)
    await opened.ping().finally(() => opened.close())
    return 'answers'
  }
  const findings = await diagnose([{ name: 'store', look: store }, ...checksOf(config, openLog('silent'))])
  const line = ({ name, ok, says, hint }: (typeof findings)[number]): string =>
    ok ? `ok    ${name}: ${says}` : `WRONG ${name}: ${says}\n      ${hint}`
  const ok = findings.every((finding) => finding.ok)
  print({ ok, findings }, options, findings.map(line).join('\n'))
  process.exit(ok ? exitCodes.ok : exitCodes.unhealthy)
}

type AuditOptions = ConfigOptions & Asking & { readonly key: string }

async function auditReport({ json: _json, ...asking }: AuditOptions): Promise<void> {
  const { askReport } = await import('./platform/audit/cli.ts')
  const { ok, body } = await askReport(asking, Date.now)
  if (!ok) throw new Refused(body as Answer)
  process.stdout.write(`${JSON.stringify(body)}\n`)
}

async function auditVerify(file: string, options: AuditOptions): Promise<void> {
  const { verifyFile } = await import('./platform/audit/cli.ts')
  const { question, lines } = verifyFile(file, options.key)
  print({ ok: true, question, lines: lines.length }, options, `${lines.length} lines, signature verified`)
}

async function auditRebuild(file: string, options: AuditOptions): Promise<void> {
  const { rebuildReport } = await import('./platform/audit/cli.ts')
  const differences = await rebuildReport(file, options.config ?? 'audit.toml')
  print(
    { ok: differences.length === 0, differences },
    options,
    [...differences, `${differences.length} differ`].join('\n'),
  )
  process.exitCode = differences.length === 0 ? exitCodes.ok : exitCodes.failed
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
    .action(auditReport)
  spoken('verify <report>')
    .description('whether its signer vouches for every byte')
    .requiredOption('--key <file>', "the signer's public key in PEM")
    .action(auditVerify)
  spoken('rebuild <report>')
    .description('the same from raw blocks alone, and what differs')
    .requiredOption('--config <file>', 'chains and contracts; see platform/audit/config.ts')
    .action(auditRebuild)
}

function commands(): Command {
  const program = new Command('causeway').description('Atomic sharing across chains.').exitOverride()
  const configured = (name: string): Command =>
    program
      .command(name)
      .option('--config <file>', 'configuration; see relayer/causeway.example.toml')
      .option('--json', 'the answer, or a failure, as one JSON value on stdout')
  configured('api')
    .description('start the API')
    .action((options) => start('api', options))
  configured('relayer')
    .description('start the relayer')
    .action((options) => start('relayer', options))
  configured('doctor').description('what has to be mended before both can work').action(doctor)
  const share = program.command('share').description('requests to share, move or exchange')
  const spoken = (name: string): Command =>
    share
      .command(name)
      .option('--api <url>', 'address of the API', process.env['CAUSEWAY_API'] ?? 'http://127.0.0.1:3000')
      .option('--json', 'one JSON value on stdout')
  spoken('plan <intent>').description('a manifest to sign, from an intent file').action(plan)
  spoken('submit <file>')
    .description('submit a signed manifest')
    .option('--key <key>', 'Idempotency-Key')
    .action(submit)
  spoken('status <id>').description('how far a request is').action(status)
  spoken('watch <id>').description('follow a request to its end').action(watch)
  spoken('cancel <id> <authorisation>').description('cancel with a signed cancel text').action(cancel)
  auditCommands(program)
  return program
}

/** Says what failed, where, and what to do; ends the process, because a failed start may leave connections open. */
function fail(error: unknown): never {
  const problem = problemOf(error)
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(problem)}\n`)
  say(`${problem['code']}: ${problem['detail']}\n${problem['hint']}`)
  process.exit(isOutside(error) ? exitCodes.unhealthy : exitCodes.failed)
}

/** True where nothing is wrong with the command, and the same one may succeed once its surroundings are well. */
function isOutside(error: unknown): boolean {
  if (error instanceof Unreachable) return true
  return isCausewayError(error) && error.retryable && error.code !== 'INTERNAL'
}

function problemOf(error: unknown): Answer {
  if (error instanceof Refused) return error.problem
  if (error instanceof Unreachable) return { code: 'API_UNREACHABLE', detail: error.message, hint: error.hint }
  const known = isCausewayError(error) ? error : new CausewayError('INTERNAL', { reason: String(error) }, error)
  if (known.code === 'INTERNAL' && error instanceof Error) say(error.stack ?? '')
  const { code, facts, hint, retryable } = known
  return { code, detail: known.message, hint, retryable, facts }
}

async function main(): Promise<void> {
  try {
    await commands().parseAsync()
  } catch (error) {
    if (!(error instanceof CommanderError)) fail(error)
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  }
}

await main()
