// An own PostgreSQL cluster in a temporary folder, on a free port of the loopback; ended by its own process id.
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../localnet/freePort.ts'

export type Cluster = {
  readonly url: (database: string) => string
  create(database: string): void
  stop(): Promise<void>
}

/** The newest server that Debian installed, or undefined where there is none. */
export function postgresBin(): string | undefined {
  const base = '/usr/lib/postgresql'
  if (!existsSync(base)) return undefined
  const versions = readdirSync(base).sort((a, b) => Number(b) - Number(a))
  return versions.map((version) => join(base, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
}

export async function startCluster(bin: string): Promise<Cluster> {
  const data = mkdtempSync(join(tmpdir(), 'causeway-pg-'))
  const port = await freePort()
  const user = accountFor(data)
  const run = (program: string, args: readonly string[]): void => {
    execFileSync(join(bin, program), args, { ...user, stdio: 'ignore', cwd: data })
  }
  run('initdb', ['-D', data, '-U', 'causeway', '-A', 'trust', '--no-instructions', '--no-sync'])
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${data}`]
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
    ...user,
    stdio: 'ignore',
    cwd: data,
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await answering(bin, port)
  return {
    url: (database) => `postgres://causeway@127.0.0.1:${port}/${database}`,
    create: (database) => run('createdb', ['-h', '127.0.0.1', '-p', String(port), '-U', 'causeway', database]),
    async stop() {
      // SIGQUIT: at once, the data goes away with the folder.
      server.kill('SIGQUIT')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** initdb refuses to run as root: then the account that the package made owns the folder. */
function accountFor(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  const account = { uid: id('-u'), gid: id('-g') }
  chownSync(folder, account.uid, account.gid)
  return account
}

async function answering(bin: string, port: number): Promise<void> {
  const args = ['-h', '127.0.0.1', '-p', String(port), '-t', '1', '-q']
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const code = await new Promise<number | null>((resolve) => {
      spawn(join(bin, 'pg_isready'), args, { stdio: 'ignore' }).once('exit', resolve)
    })
    if (code === 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('PostgreSQL does not answer')
}
