// Makes commander's commands of the relayer's verbs: words become nested commands, flags its options.
import { type Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { CommandLine, Flag, Verb } from './verb.ts'

export type RunVerb = (one: Verb, given: Readonly<Record<string, unknown>>, command: Command) => Promise<void>

const abouts: Readonly<Record<string, string>> = {
  config: 'the configuration file: check it, or make one',
  keys: 'keys in accounts_file, which the relayer signs with',
  query: 'what chains know of clients, connections, channels and packets',
  'query packet': 'packets that are on their way',
  clear: 'relay what was left behind',
  tx: 'single steps of a protocol, each in a tx',
  create: 'clients, connections and channels, always new ones',
}

export function addVerbs(program: Command, verbs: readonly Verb[], run: RunVerb): void {
  for (const one of verbs) {
    const words = one.words.split(' ')
    const parent = words.slice(0, -1).reduce(group, program)
    addVerb(parent.command(words.at(-1) ?? ''), one, run)
  }
}

function group(parent: Command, word: string): Command {
  const found = parent.commands.find((one) => one.name() === word)
  if (found !== undefined) return found
  const made = parent.command(word)
  return made.description(abouts[wordsOf(made).join(' ')] ?? word)
}

function addVerb(command: Command, one: Verb, run: RunVerb): void {
  command
    .description(one.about)
    .option('--config <file>', 'configuration; see relayer/causeway.example.toml')
    .option('--json', 'the answer, or a failure, as one JSON value on stdout')
  const operands = Object.entries(one.flags).filter(([, { form }]) => form === 'operand')
  for (const [, { takes = '', about, parse }] of operands) command.argument(takes, about, parse)
  for (const [name, flag] of Object.entries(one.flags)) if (flag.form === 'flag') command.addOption(option(name, flag))
  command.action(async () => {
    const given = Object.fromEntries(operands.map(([name], index) => [name, command.processedArgs[index] as unknown]))
    try {
      await run(one, { ...command.opts(), ...given }, command)
    } catch (error) {
      // Flags that are right one by one and wrong together.
      if (error instanceof InvalidArgumentError) command.error(`error: ${error.message}`)
      throw error
    }
  })
}

function option(name: string, { takes, about, required, fallback, parse }: Flag<unknown>): Option {
  const kebab = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const made = new Option(takes === undefined ? `--${kebab}` : `--${kebab} ${takes}`, about)
  if (takes !== undefined) made.argParser(parse)
  if (fallback !== undefined) made.default(fallback)
  return made.makeOptionMandatory(required)
}

/** Words that lead to a command, without the program's own name. */
export function wordsOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...wordsOf(command.parent), command.name()]
}

/** Every command of a program that does something, in the order of its help. */
export function commandLines(command: Command): readonly CommandLine[] {
  if (command.commands.length > 0) return command.commands.flatMap(commandLines)
  const flags = command.options.map(({ long }) => long ?? '')
  const parents = command.parent === null ? [] : wordsOf(command.parent)
  return [command.name(), ...command.aliases()].map((name) => ({ words: [...parents, name], flags }))
}

export const isUsage = (error: unknown): error is CommanderError => error instanceof CommanderError
