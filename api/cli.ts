// What `causeway share` does: asks an API over HTTP, follows a request to its end, and says what was answered.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CausewayError } from '../core/errors.ts'

/** What an API answers; a problem document carries `code` and `hint`. */
export type Json = Readonly<Record<string, unknown>>
/** One JSON value, or a line of it for people. */
export type Said = { readonly value: Json; readonly text: string; readonly end?: 'ok' | 'failed' }
export type Asking = { readonly api: string; readonly key?: string }
type StateEvent = { readonly id: string; readonly state: string }

/** An answer that is not 2xx. */
export class Refused extends Error {
  readonly problem: Json

  constructor(problem: Json) {
    super(String(problem['code']))
    this.problem = problem
  }
}

/** Nobody answers under the address of the API. */
export class Unreachable extends Error {
  readonly hint = 'Start it with `causeway api`, or name another address with --api.'

  constructor(api: string, cause: unknown) {
    super(`nobody answers at ${api}`, { cause })
  }
}

async function ask(path: string, { api }: Asking, request: RequestInit = {}): Promise<Response> {
  const response = await fetch(new URL(path, api), request).catch((cause: unknown) => {
    throw new Unreachable(api, cause)
  })
  if (!response.ok) throw new Refused((await response.json()) as Json)
  return response
}

async function get(path: string, asking: Asking): Promise<Json> {
  return (await (await ask(path, asking)).json()) as Json
}

async function post(path: string, body: object, asking: Asking, key?: string): Promise<Json> {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) }
  const response = await ask(path, asking, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await response.json()) as Json
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
const told = (value: Json): string => `${value['transactionId']} ${value['state']} ${value['outcome']}`

export async function plan(file: string, asking: Asking): Promise<Said> {
  const value = await post('/v1/manifests', readJson(file), asking)
  return { value, text: `${value['authorisationText']}` }
}

export async function submit(file: string, asking: Asking): Promise<Said> {
  const value = await post('/v1/share-requests', readJson(file), asking, asking.key ?? crypto.randomUUID())
  return { value, text: told(value) }
}

export async function status(id: string, asking: Asking): Promise<Said> {
  const value = await get(requestPath(id), asking)
  return { value, text: told(value) }
}

export async function cancel(id: string, file: string, asking: Asking): Promise<Said> {
  const value = await post(`${requestPath(id)}/cancel`, { authorisation: readJson(file) }, asking)
  return { value, text: `${value['transactionId']} handed to the hub` }
}

const watchPauseMs = 1_000
const watchTriesMax = 60

/** Follows a request to its end, also over cuts of the stream and restarts of the API; `say` gets each state. */
export async function watch(id: string, asking: Asking, say: (line: string) => void): Promise<Said> {
  let lastEventId = '0'
  for (let tries = 0; ; tries += 1) {
    try {
      for await (const event of eventsAfter(id, lastEventId, asking)) {
        ;[lastEventId, tries] = [event.id, 0]
        say(event.state)
      }
      const value = await get(requestPath(id), asking)
      if (value['outcome'] === 'pending' || value['state'] === 'decided') continue
      return { value, text: told(value), end: value['outcome'] === 'committed' ? 'ok' : 'failed' }
    } catch (error) {
      // What never answered is a mistake in the command; what did so comes back.
      if (error instanceof Refused || lastEventId === '0' || tries >= watchTriesMax) throw error
      await sleep(watchPauseMs)
    }
  }
}

/** The events of a request as they come; ends with the stream. */
async function* eventsAfter(id: string, lastEventId: string, asking: Asking): AsyncGenerator<StateEvent> {
  const stream = await ask(`${requestPath(id)}/events`, asking, { headers: { 'last-event-id': lastEventId } })
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
