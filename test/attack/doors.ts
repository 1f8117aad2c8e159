// Every HTTP door of a platform, called by whoever likes: other methods, paths, parameters, headers and bodies than it
// expects. It answers, or refuses by a problem with a code of the catalogue.
import { type IncomingMessage, request } from 'node:http'
import { utf8 } from '../../core/bytes.ts'
import { catalogue } from '../../core/errors.ts'
import { problemMediaType } from '../../core/problem.ts'
import { listenHttp } from '../../platform/process/doors.ts'
import { type Random, randomFrom } from '../random.ts'
import { type Attack, type Tried, tryEach } from './attack.ts'
import { type Door, doors, type Meant } from './doorCalls.ts'
import { tryMqttDoor } from './mqttDoor.ts'
import { mutateBytes, mutateJson } from './mutate.ts'

const callsEach = 3_000
const atOnce = 16
const answerMs = 10_000
/** Node itself refuses longer heads, before any door has seen them. */
const queryMax = 6_000
const headerMax = 4_000

type Sent = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']
const strangeSegments = ['', '..', '%2e%2e', '%', '%zz', '%00', '__proto__', 'a'.repeat(3_000)]

const bytesOf = (body: unknown): Uint8Array => utf8(typeof body === 'string' ? body : JSON.stringify(body))

export function asMeant({ method, path, query, headers = {}, body }: Meant): Sent {
  const parameters = new URLSearchParams(query).toString()
  return {
    method,
    path: `/${path.join('/')}?${parameters}`,
    headers,
    body: body === undefined ? new Uint8Array() : bytesOf(body),
  }
}

/** Calls of which any part may be another one: most often one or two. */
class Caller {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  oneOf<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)] as T
  }

  make({ method, path, query = {}, headers = {}, body }: Meant): Sent {
    const segments = path.map((one) => this.#maybe(0.15, one, () => this.#segment(one)))
    const changed = Object.entries(headers).map(([name, value]) => [
      name,
      this.#maybe(0.25, value, () => this.#header(value)),
    ])
    const isSent = body !== undefined || this.#random() < 0.1
    return {
      method: this.#maybe(0.05, method, () => this.oneOf(methods)),
      path: `/${segments.join('/')}?${this.#query(query).slice(0, queryMax)}`,
      headers: Object.fromEntries(changed) as Readonly<Record<string, string>>,
      body: isSent ? this.#body(body) : new Uint8Array(),
    }
  }

  #maybe<T>(part: number, meant: T, change: () => T): T {
    return this.#random() < part ? change() : meant
  }

  #text(value: string): string {
    return Buffer.from(mutateBytes([utf8(value)], this.#random)).toString('latin1')
  }

  #segment(value: string): string {
    return this.#random() < 0.5 ? encodeURIComponent(this.#text(value)) : this.oneOf(strangeSegments)
  }

  #header(value: string): string {
    return this.#text(value)
      .replaceAll(/[^\x20-\x7e]/g, '?')
      .slice(0, headerMax)
  }

  #query(meant: Meant['query'] & object): string {
    const asked = this.#maybe<unknown>(0.25, meant, () => mutateJson(meant, this.#random))
    const pairs = Object.entries(Object(asked) as Record<string, unknown>).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
    return new URLSearchParams(pairs).toString()
  }

  #body(body: unknown): Uint8Array {
    const meant = bytesOf(body ?? null)
    const kind = this.#random()
    if (kind < 0.75) return meant
    return kind < 0.875
      ? mutateBytes([meant], this.#random)
      : utf8(JSON.stringify(mutateJson(body, this.#random)) ?? '')
  }
}

type Answer = { readonly status: number; readonly type: string; readonly text: string }

export function send(port: number, { method, path, headers, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const take = async (response: IncomingMessage): Promise<void> => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      const [status, type] = [response.statusCode ?? 0, response.headers['content-type'] ?? '']
      resolve({ status, type, text: Buffer.concat(chunks).toString('utf8') })
    }
    const signal = AbortSignal.timeout(answerMs)
    const length = { 'content-length': String(body.length) }
    const options = { host: '127.0.0.1', port, method, path, headers: { ...headers, ...length }, signal }
    const call = request(options, (response) => void take(response).catch(reject))
    call.on('error', reject)
    call.end(body)
  })
}

/** What is wrong with an answer: a fault of the door's own, or a refusal that no program can read. */
export function faultOf(method: string, { status, type, text }: Answer): string | undefined {
  if (status >= 500) return `${status}: ${text.slice(0, 300)}`
  if (status < 400 || method === 'HEAD') return undefined
  if (!type.startsWith(problemMediaType)) return `${status} as ${type}: ${text.slice(0, 300)}`
  const { code } = JSON.parse(text) as { code?: unknown }
  return typeof code === 'string' && code in catalogue ? undefined : `${status} with the code ${String(code)}`
}

async function tryDoor({ name, open, calls }: Door, runs: number, seed: number): Promise<Tried> {
  const caller = new Caller(randomFrom(seed))
  const door = await listenHttp(open(), { host: '127.0.0.1', port: 0 })
  const violations: string[] = []
  let refused = 0
  const attempt = async (sent: Sent, isMeant = false): Promise<void> => {
    const told = (what: string): number =>
      violations.push(`${name}, seed ${seed}: ${sent.method} ${sent.path.slice(0, 200)} was answered ${what}`)
    const answer = await send(door.port, sent).catch((error: unknown) => void told(`by ${String(error)}`))
    if (answer === undefined) return
    if (answer.status >= 400) refused += 1
    const fault = faultOf(sent.method, answer)
    if (fault !== undefined) told(fault)
    else if (isMeant && answer.status >= 400) told(`${answer.status} though it is as it is meant: ${answer.text}`)
  }
  try {
    // A call that is refused as it is would show nothing of what lies behind that refusal.
    for (const meant of calls) await attempt(asMeant(meant), true)
    for (let done = 0; done < runs && violations.length === 0; done += atOnce) {
      const length = Math.min(atOnce, runs - done)
      await Promise.all(Array.from({ length }, () => attempt(caller.make(caller.oneOf(calls)))))
    }
  } finally {
    await door.close()
  }
  return { runs, refused, violations }
}

type Target = { readonly name: string; readonly attempt: (runs: number, seed: number) => Promise<Tried> }
const targets: readonly Target[] = [
  ...doors.map((door): Target => ({ name: door.name, attempt: (runs, seed) => tryDoor(door, runs, seed) })),
  { name: 'mqtt', attempt: tryMqttDoor },
]

export const platformDoors: Attack = {
  name: 'doors',
  about: 'hostile calls at every HTTP door of a platform, and at its MQTT door',
  run: (effort) => tryEach(targets, effort, ({ attempt }, seed) => attempt(Math.ceil(callsEach * effort.times), seed)),
}
