// Prints the last lines of a part's log: `node localnet/logs.ts zone-a [lines]`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LocalnetConfig, localnetConfig } from './config.ts'

const linesDefault = 40

/** Undefined when the part, a chain, redis, relayer or api, has written nothing yet. */
export function logTail(config: LocalnetConfig, part: string, lines = linesDefault): string | undefined {
  const names = [join(part, 'node.log'), join(part, `${part}.log`), `${part}.log`]
  const path = names.map((name) => join(config.home, name)).find((one) => existsSync(one))
  return path === undefined ? undefined : readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}

if (import.meta.main) {
  const [part = 'relayer', lines] = process.argv.slice(2)
  const config = localnetConfig()
  const tail = logTail(config, part, lines === undefined ? linesDefault : Number(lines))
  if (tail === undefined) process.stderr.write(`no log of ${part} in ${config.home}\n`)
  else process.stdout.write(`${tail}\n`)
  process.exitCode = tail === undefined ? 1 : 0
}
