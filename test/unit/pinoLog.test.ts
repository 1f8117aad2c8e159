// What a process does whose log cannot be written: it goes on, and writes what it kept once there is room.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../sources.ts'

const module = JSON.stringify(join(root, 'relayer/adapters/pinoLog.ts'))
const opening = `const { openLog } = await import(${module}); const log = openLog('info');`
const node = (script: string): readonly string[] => ['--input-type=module', '-e', `${opening} ${script}`]

test('a log on a full disk ends nobody, however much is said', () => {
  const full = openSync('/dev/full', 'w')
  const script = `for (let line = 0; line < 20_000; line += 1) log.info('much.said', { text: 'x'.repeat(200) });
    await new Promise((resume) => setImmediate(resume)); console.log('alive');`
  const { status, stdout } = spawnSync(process.execPath, node(script), { stdio: ['ignore', 'pipe', full] })
  closeSync(full)
  expect([status, stdout.toString()]).toEqual([0, 'alive\n'])
})

test('once the disk has room again, what was kept and what is said then is in the log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-log-'))
  const file = join(folder, 'log')
  const script = `process.stdin.once('data', () => { log.info('said.later'); process.exit(); });
    log.info('said.early'); console.log('said');`
  // A file that may not grow fails its writer as a full disk does, where the signal for it is ignored.
  const limited = `trap '' XFSZ; exec "$0" "$@" 2> ${file}`
  const child = spawn('sh', ['-c', `ulimit -S -f 0; ${limited}`, process.execPath, ...node(script)])
  await once(child.stdout, 'data')
  expect(readFileSync(file, 'utf8')).toBe('')
  execFileSync('prlimit', ['--pid', `${child.pid}`, '--fsize=unlimited'])
  child.stdin.write('go on')
  const [code] = await once(child, 'exit')
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  expect([code, lines.map((line) => JSON.parse(line).event)]).toEqual([0, ['said.early', 'said.later']])
  rmSync(folder, { recursive: true })
})
