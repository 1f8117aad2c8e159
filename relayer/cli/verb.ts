// What a command of the relayer is: its words, its flags, and what it does. Nothing heavy is loaded to describe it.
import type { ChainConfig, Config } from '../config.ts'
import type { Chain, Log } from '../ports.ts'

/** How one value is given. `parse` throws commander's InvalidArgumentError, with what is wrong and what is right. */
export type Flag<T> = {
  readonly form: 'flag' | 'operand'
  /** `<chain-id>`; without it the flag is a switch. */
  readonly takes?: string
  readonly about: string
  readonly required: boolean
  readonly fallback?: T
  readonly parse: (text: string) => T
}
type Flags = Readonly<Record<string, Flag<unknown>>>
type Given<F extends Flags> = { readonly [K in keyof F]: F[K] extends Flag<infer T> ? T : never }

/** What a command says: one JSON value, or the same for people. */
export type Answer = {
  readonly value: Readonly<Record<string, unknown>>
  readonly text: string
  readonly end?: 'ok' | 'failed' | 'unhealthy'
}

/** Everything that commands use of the world; what they open is closed behind them. */
export type Tools = {
  readonly configFile: () => string
  /** Throws CONFIG_INVALID. */
  readonly config: () => Promise<Config>
  /** Throws CHAIN_UNKNOWN. */
  readonly chainConfig: (id: string) => Promise<ChainConfig>
  /** Throws CHAIN_UNKNOWN. */
  readonly chain: (id: string) => Promise<Chain>
  readonly log: Log
  /** Says one thing of many, before the answer. */
  readonly tell: (answer: Answer) => void
  /** From now on, being asked to end aborts this instead of ending the process. */
  readonly ended: () => AbortSignal
  /** Every command of the program with its flags, words in order. */
  readonly commands: () => readonly CommandLine[]
}
export type CommandLine = { readonly words: readonly string[]; readonly flags: readonly string[] }

export type Verb = {
  /** `query packet pending` */
  readonly words: string
  readonly about: string
  readonly flags: Flags
  /** Undefined: everything was told on the way. */
  readonly run: (given: Readonly<Record<string, unknown>>, tools: Tools) => Promise<Answer | undefined>
}

/** The keys of `flags` in camelCase are the flags in kebab-case; `run` gets them parsed. */
export function verb<F extends Flags>(one: {
  readonly words: string
  readonly about: string
  readonly flags: F
  readonly run: (given: Given<F>, tools: Tools) => Promise<Answer | undefined>
}): Verb {
  return one as unknown as Verb
}

const asIs = (text: string): string => text

export const required = (takes: string, about: string): Flag<string> => ({
  form: 'flag',
  takes,
  about,
  required: true,
  parse: asIs,
})
export const optional = (takes: string, about: string): Flag<string | undefined> => ({
  form: 'flag',
  takes,
  about,
  required: false,
  parse: asIs,
})
export const parsed = <T>(takes: string, about: string, parse: (text: string) => T): Flag<T | undefined> => ({
  form: 'flag',
  takes,
  about,
  required: false,
  parse,
})
export const requiredAs = <T>(takes: string, about: string, parse: (text: string) => T): Flag<T> => ({
  form: 'flag',
  takes,
  about,
  required: true,
  parse,
})
export const toggle = (about: string): Flag<boolean> => ({
  form: 'flag',
  about,
  required: false,
  fallback: false,
  parse: () => true,
})
export const operand = <T>(takes: string, about: string, parse: (text: string) => T): Flag<T> => ({
  form: 'operand',
  takes,
  about,
  required: true,
  parse,
})
