// Prints the last lines of a part's log: `node localnet/logs.ts zone-a [lines]`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { localnetConfig } from './config.ts'

const [part = 'relayer', lines = '40'] = process.argv.slice(2)
const { home } = localnetConfig()
const paths = [join(home, part, 'node.log'), join(home, part, `${part}.log`), join(home, `${part}.log`)]
const path = paths.find((one) => existsSync(one))
if (path === undefined) {
  process.stderr.write(`no log of ${part} in ${home}\n`)
  process.exitCode = 1
} else {
  process.stdout.write(`${readFileSync(path, 'utf8').split('\n').slice(-Number(lines)).join('\n')}\n`)
}
