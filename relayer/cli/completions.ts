// `completions bash|zsh|fish`: a script that completes commands and flags, made of the program itself.
import { InvalidArgumentError } from 'commander'
import { type CommandLine, operand, verb } from './verb.ts'

const shells = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof shells)[number]

/** Throws InvalidArgumentError. */
function parseShell(text: string): Shell {
  const shell = shells.find((one) => one === text)
  if (shell === undefined) throw new InvalidArgumentError(`There are scripts for ${shells.join(', ')}.`)
  return shell
}

/** What may follow some words: the next word of a command, or the flags of this one. */
export function nextWords(commands: readonly CommandLine[]): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, Set<string>>()
  const add = (before: readonly string[], words: readonly string[]): void => {
    const key = before.join(' ')
    next.set(key, new Set([...(next.get(key) ?? []), ...words]))
  }
  for (const { words, flags } of commands) {
    for (const [index, word] of words.entries()) add(words.slice(0, index), [word])
    add(words, flags)
  }
  return new Map([...next].map(([key, words]) => [key, [...words]]))
}

/** Words before the cursor that are no flags name the command; a `case` of the shell holds what may follow. */
function bourne(commands: readonly CommandLine[], head: string, tail: string): string {
  const cases = [...nextWords(commands)].map(([before, words]) => `    '${before}') next='${words.join(' ')}' ;;`)
  return `${head}
  local word before='' next=''
  for word in "\${typed[@]}"; do
    case "$word" in -*) break ;; esac
    before="\${before:+$before }$word"
  done
  case "$before" in
${cases.join('\n')}
  esac
${tail}`
}

const scripts: Readonly<Record<Shell, (commands: readonly CommandLine[]) => string>> = {
  bash: (commands) =>
    bourne(
      commands,
      `_causeway() {
  local typed=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")`,
      `  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _causeway causeway`,
    ),
  zsh: (commands) =>
    bourne(
      commands,
      `#compdef causeway
_causeway() {
  local -a typed=("\${(@)words[2,CURRENT-1]}")`,
      `  compadd -- \${=next} || _files
}
# Found on fpath, it is called at once; sourced, it registers itself.
if [ "$funcstack[1]" = _causeway ]; then _causeway "$@"; else compdef _causeway causeway; fi`,
    ),
  fish: (commands) =>
    [
      'function __causeway_before',
      '  set -l words',
      '  for word in (commandline -opc)[2..-1]',
      "    string match -q -- '-*' $word; and break",
      '    set -a words $word',
      '  end',
      '  string join " " $words',
      'end',
      ...[...nextWords(commands)].map(
        ([before, words]) =>
          `complete -c causeway -n 'test "$(__causeway_before)" = "${before}"' -a '${words.join(' ')}'`,
      ),
    ].join('\n'),
}

export const completions = verb({
  words: 'completions',
  about: 'a script that completes commands and flags in a shell',
  flags: { shell: operand('<shell>', 'bash, zsh or fish', parseShell) },
  run: async ({ shell }, tools) => {
    const script = scripts[shell](tools.commands())
    return { value: { shell, script }, text: script }
  },
})
