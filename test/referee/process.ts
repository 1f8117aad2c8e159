// The process that has ibc-go's testing chains: built by Go once for each set of inputs, asked one thing after another.
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { localnetConfig } from '../../localnet/config.ts'
import { buildGo, type GoProgram } from '../../localnet/goProgram.ts'

const folder = import.meta.dirname
const wordsKept = 4_000

export function buildReferee(say: (line: string) => void): Promise<GoProgram> {
  const build = {
    name: 'referee',
    cache: join(localnetConfig().cache, 'referee'),
    folder,
    sources: readdirSync(folder).filter((name) => name.endsWith('.go')),
    args: ['test', '-c'],
    packages: ['.'],
  }
  return buildGo(build, () =>
    say("Building ibc-go's testing chains from Go modules (a few minutes; cached afterwards)…"),
  )
}

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }
type Answer = { readonly ok?: unknown; readonly error?: string }

export class RefereeProcess {
  readonly #child: ChildProcess
  readonly #waiting: Waiting[] = []
  #rested: (() => void)[] = []
  /** Its last words. */
  #said = ''

  constructor({ program, env }: GoProgram) {
    const words = ['-test.run', '^TestServe$', '-test.timeout', '0']
    this.#child = spawn(program, words, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => this.#hear(chunk))
    createInterface(this.#child.stdio[3] as Readable).on('line', (line) => this.#answer(JSON.parse(line) as Answer))
    this.#child.on('close', (code) => this.#end(`the referee has ended with ${code}: ${this.#said}`))
  }

  /** Throws what the chains' process says of a request that it cannot do. */
  ask<T>(op: string, asked: object): Promise<T> {
    this.#child.stdin?.write(`${JSON.stringify({ op, ...asked })}\n`)
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ resolve: resolve as (value: unknown) => void, reject })
    })
  }

  /** Questions without an answer. */
  get open(): number {
    return this.#waiting.length
  }

  /** Resolves when everything asked so far, and since, is answered. */
  rest(): Promise<void> {
    return this.open === 0 ? Promise.resolve() : new Promise((resume) => this.#rested.push(resume))
  }

  close(): Promise<void> {
    return new Promise((done) => {
      this.#child.once('close', () => done())
      this.#child.stdin?.end()
    })
  }

  #hear(chunk: Buffer): void {
    this.#said = (this.#said + chunk.toString()).slice(-wordsKept)
  }

  #answer({ ok, error }: Answer): void {
    const waiting = this.#waiting.shift()
    if (error === undefined) waiting?.resolve(ok)
    else waiting?.reject(new Error(error))
    this.#restIfDone()
  }

  #end(reason: string): void {
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(reason))
    this.#restIfDone()
  }

  #restIfDone(): void {
    if (this.open > 0) return
    for (const resume of this.#rested.splice(0)) resume()
  }
}
