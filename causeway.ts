// The one command: starts the processes and speaks to the API; each room is loaded only when its command runs.
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { CausewayError, isCausewayError } from './core/errors.ts'

const exitCodes = { ok: 0, failed: 1, usage: 2, unhealthy: 3 } as const

/** What an API answers; a problem document carries `code` and `hint`. */
type Answer = Readonly<Record<string, unknown>>
type Options = { readonly json?: boolean; readonly api: string }

/** An answer that is not 2xx. */
class Refused extends Error {
  readonly problem: Answer

  constructor(problem: Answer) {
    super(`${problem['code']}: ${problem['detail']}\n${problem['hint']}`)
    this.problem = problem
  }
}

/** Nobody answers under the address of the API. */
class Unreachable extends Error {
  constructor(api: string, cause: unknown) {
    super(`nobody answers at ${api}: start it with \`causeway api\`, or name another address with --api`, { cause })
  }
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)

function print(value: Answer, options: Options, line: string): void {
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

/** Follows the event stream, taking it up again where it was cut, until the request has ended. */
async function watch(id: string, options: Options): Promise<void> {
  let lastEventId = '0'
  for (;;) {
    const stream = await ask(`${requestPath(id)}/events`, options, { headers: { 'last-event-id': lastEventId } })
    let text = ''
    const chunks = stream.body?.pipeThrough(new TextDecoderStream()) ?? []
    for await (const chunk of chunks) {
      const frames = (text + chunk).split('\n\n')
      text = frames.pop() ?? ''
      for (const [, seq = '', state = ''] of frames.map((frame) => /^id: (\d+)\nevent: (\w+)/.exec(frame) ?? [])) {
        if (seq === '') continue
        lastEventId = seq
        say(state)
      }
    }
    const latest = await get(requestPath(id), options)
    if (latest['outcome'] === 'pending' || latest['state'] === 'decided') continue
    print(latest, options, told(latest))
    process.exitCode = latest['outcome'] === 'committed' ? exitCodes.ok : exitCodes.failed
    return
  }
}

/** Starts a process and ends it in order when it is asked to. */
async function start(room: 'api' | 'relayer', options: { readonly config?: string }): Promise<void> {
  const path = options.config ?? process.env['CAUSEWAY_CONFIG']
  if (path === undefined) throw new CausewayError('CONFIG_INVALID', { mistakes: 'no --config and no CAUSEWAY_CONFIG' })
  const module = room === 'api' ? await import('./api/main.ts') : await import('./relayer/main.ts')
  const running = 'startFromConfig' in module ? await module.startFromConfig(path) : await module.startRelayer(path)
  const end = (): void => void running.close().then(() => process.exit(exitCodes.ok))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
}

function commands(): Command {
  const program = new Command('causeway').description('Atomic sharing across chains.').exitOverride()
  const config = '--config <file>'
  program
    .command('api')
    .description('start the API')
    .option(config)
    .action((options) => start('api', options))
  program
    .command('relayer')
    .description('start the relayer')
    .option(config)
    .action((options) => start('relayer', options))
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
  return program
}

async function main(): Promise<void> {
  const json = process.argv.includes('--json')
  try {
    await commands().parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
      return
    }
    if (json && error instanceof Refused) process.stdout.write(`${JSON.stringify(error.problem)}\n`)
    const hint = isCausewayError(error) ? `\n${error.hint}` : ''
    say(`${error instanceof Error ? error.message : String(error)}${hint}`)
    process.exitCode = error instanceof Unreachable ? exitCodes.unhealthy : exitCodes.failed
  }
}

await main()
