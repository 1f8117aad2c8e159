// Schemathesis from its registry, in an environment of its own: calls that a description of an API allows, and others.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localnetConfig } from '../../localnet/config.ts'
import { ensureTools } from '../../localnet/setup.ts'
import { runCommand } from '../commands.ts'

const version = '4.32.5'
/** What its environment needs on the machine. */
export const python = {
  what: 'python3-venv',
  packages: ['python3', 'python3-venv'],
  present: () => existsSync('/usr/bin/python3') && existsSync('/usr/share/python-wheels'),
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runCommand(program, args)
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${output.slice(-2_000)}`)
}

/** Its program; installed once. */
export async function ensureSchemathesis(say: (line: string) => void): Promise<string> {
  const home = join(localnetConfig().cache, `schemathesis-${version}`)
  const program = join(home, 'bin', 'schemathesis')
  if (existsSync(program)) return program
  await ensureTools(say, [python])
  say(`Installing Schemathesis ${version} from its registry…`)
  mkdirSync(localnetConfig().cache, { recursive: true })
  rmSync(home, { recursive: true, force: true })
  await run('python3', ['-m', 'venv', home])
  await run(join(home, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${version}`])
  return program
}

export type Fuzzing = {
  readonly url: string
  /** Of each operation. */
  readonly examples: number
  readonly seed: number
}
/** What it says of the API is a violation each; without any, nothing. */
export async function fuzzApi(program: string, { url, examples, seed }: Fuzzing): Promise<readonly string[]> {
  const checks = [
    'not_a_server_error',
    'status_code_conformance',
    'content_type_conformance',
    'response_headers_conformance',
    'response_schema_conformance',
    'negative_data_rejection',
    'unsupported_method',
  ]
  const words = [
    ...['run', `${url}/openapi.json`, '--no-color', '--seed', String(seed)],
    ...['--checks', checks.join(','), '--max-examples', String(examples)],
    // A stream of events has no end, and so no answer to check.
    ...['--exclude-path-regex', '/events$', '--request-timeout', '20', '--continue-on-failure'],
  ]
  // It keeps what it has learned where it is run.
  const cwd = mkdtempSync(join(tmpdir(), 'causeway-schemathesis-'))
  const { code, output } = await runCommand(program, words, { cwd })
  rmSync(cwd, { recursive: true })
  if (code === 0) return []
  const begins = output.indexOf('FAILURES')
  return [`schemathesis ended with ${code}: ${output.slice(begins < 0 ? -4_000 : begins).slice(0, 20_000)}`]
}
