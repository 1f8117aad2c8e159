// The program as it is typed: every command line of its document parses, wrong ones end with what is wrong.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type Command, CommanderError } from 'commander'
import { commands } from '../../commands.ts'
import { completions, nextWords } from '../../relayer/cli/completions.ts'
import { commandLines, wordsOf } from '../../relayer/cli/program.ts'
import { answerOf, cliTools } from '../fakes/cliTools.ts'
import { readText } from '../sources.ts'

type Parsed = { readonly words: string; readonly given: Readonly<Record<string, unknown>> }

/** The program with actions that only say that they were reached; `said` is its stderr. */
function program(): { readonly parse: (line: string) => Promise<Parsed>; readonly said: () => string } {
  let reached: Parsed | undefined
  const said: string[] = []
  const made = commands(async (_, given, command) => {
    reached = { words: wordsOf(command).join(' '), given }
  })
  for (const command of everyCommand(made)) {
    command.exitOverride().configureOutput({ writeErr: (text) => void said.push(text), writeOut: () => undefined })
    const { length } = command.registeredArguments
    if (
      ['api', 'relayer', 'doctor', 'share', 'audit'].includes(wordsOf(command)[0] ?? '') &&
      command.commands.length === 0
    ) {
      command.action((...args: unknown[]) => {
        reached = { words: wordsOf(command).join(' '), given: { ...command.opts(), operands: args.slice(0, length) } }
      })
    }
  }
  const parse = async (line: string): Promise<Parsed> => {
    reached = undefined
    await made.parseAsync(line.replaceAll('"', '').split(' '), { from: 'user' })
    if (reached === undefined) throw new Error(`nothing was reached by: ${line}`)
    return reached
  }
  return { parse, said: () => said.join('') }
}

const everyCommand = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(everyCommand)]

/** Lines of code blocks that begin with the program's name. */
const documented = [...readText('docs/relayer.md').matchAll(/^ {4}causeway (.+?)(?: > .+)?$/gm)].map(
  (match) => match[1] ?? '',
)

test.each(documented)('docs/relayer.md: causeway %s', async (line) => {
  await expect(program().parse(line)).resolves.toBeDefined()
})

test('docs/relayer.md shows every command of the relayer, and no flag is left out', async () => {
  const own = commandLines(commands()).filter(({ words }) => !['api', 'share', 'audit'].includes(words[0] ?? ''))
  const text = readText('docs/relayer.md')
  const shown = own
    .map(({ words }) => words.join(' '))
    .filter((words) => !documented.some((line) => line.startsWith(words)))
  expect(shown).toEqual([])
  const flags = own.flatMap((one) =>
    one.flags.filter((flag) => !text.includes(flag)).map((flag) => [...one.words, flag]),
  )
  expect(flags).toEqual([])
})

test('values arrive parsed, and --config may stand before the command as well', async () => {
  const line = '--config c.toml clear packets --chain a --port p --channel channel-0 --packet-sequences 1,3..4'
  expect(await program().parse(line)).toEqual({
    words: 'clear packets',
    given: { chain: 'a', port: 'p', channel: 'channel-0', packetSequences: new Set([1n, 3n, 4n]) },
  })
})

test.each([
  ['clear pakets', "unknown command 'pakets'", 'Did you mean packets?'],
  ['quary packet pending', "unknown command 'quary'", 'Did you mean query?'],
  ['health-check --jsno', "unknown option '--jsno'", 'Did you mean --json?'],
  ['clear packets --port p --channel c', "required option '--chain <chain-id>' not specified", ''],
  [
    'clear packets --chain a --port p --channel c --packet-sequences 4..1',
    '"4..1" ends before it begins',
    'write 1..4',
  ],
])('%s ends with what is wrong, and what is meant', async (line, wrong, hint) => {
  const { parse, said } = program()
  await expect(parse(line)).rejects.toBeInstanceOf(CommanderError)
  expect(said()).toContain(wrong)
  expect(said()).toContain(hint)
})

describe('completions', () => {
  const tools = cliTools({ commands: () => commandLines(commands()) })
  const script = async (shell: string): Promise<string> => (await answerOf(completions, { shell }, tools)).text

  test('after each words of a command there are its next words, or its flags', () => {
    const next = nextWords(commandLines(commands()))
    expect(next.get('query packet')).toEqual(['pending', 'commitments', 'acks', 'pending-sends', 'pending-acks'])
    expect(next.get('keys add')).toContain('--mnemonic-file')
    expect(next.get('')).toEqual(expect.arrayContaining(['start', 'relayer', 'clear']))
  })

  test('bash completes what was begun: a word of a command, a flag, a further flag', async () => {
    const asks = async (...typed: readonly string[]): Promise<readonly string[]> => {
      const words = typed.map((word) => `'${word}'`).join(' ')
      const run = `COMP_WORDS=(causeway ${words}); COMP_CWORD=${typed.length}; _causeway; echo "\${COMPREPLY[*]}"`
      const { stdout } = await promisify(execFile)('bash', ['-c', `${await script('bash')}\n${run}`])
      return stdout.trim().split(' ')
    }
    expect(await asks('cle')).toEqual(['clear'])
    expect(await asks('query', 'packet', 'pending-')).toEqual(['pending-sends', 'pending-acks'])
    expect(await asks('clear', 'packets', '--packet')).toEqual(['--packet-sequences'])
    expect(await asks('clear', 'packets', '--chain', 'zone-a', '--po')).toEqual(['--port'])
  })

  test('zsh and fish are told the same words', async () => {
    for (const shell of ['zsh', 'fish']) expect(await script(shell)).toContain('pending-sends pending-acks')
    expect(await script('zsh')).toMatch(/^#compdef causeway\n/)
  })

  test('another shell is refused', async () => {
    const { parse, said } = program()
    await expect(parse('completions powershell')).rejects.toBeInstanceOf(CommanderError)
    expect(said()).toContain('There are scripts for bash, zsh, fish.')
  })
})
