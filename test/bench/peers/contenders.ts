// How each relayer is started, linked and ended: by the commands that its operator would type.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../localnet/config.ts'
import { startBackground, stopBackground } from '../../../localnet/processes.ts'
import { nodeFlags } from '../../../localnet/programs.ts'
import { startRedis } from '../../../localnet/redis.ts'
import { runCommand } from '../../commands.ts'
import { redisPid } from '../cpu.ts'
import { type Bed, type End, probeVersion, relayerFolder, relayerProcess } from './bed.ts'
import { causewayConfig, hermesConfig, keyOf, rlyConfig, rlyFlags, rlyPath, type Setting } from './settings.ts'

export type Running = {
  /** Its processes, by name: what they take is counted against it. */
  readonly pids: ReadonlyMap<string, number>
  stop(): Promise<void>
}
export type Contender = {
  readonly name: string
  readonly setting: Setting
  /** Writes its configuration and keys; needed before the others, once for each start of the chains. */
  prepare(bed: Bed, linked: boolean): Promise<void>
  start(bed: Bed): Promise<Running>
  /** Clients, a connection and a channel between the two probes; resolves when the command has ended. */
  link(bed: Bed): Promise<void>
}

/** Throws with its last words where a command fails. */
async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await runCommand(program, args, { cwd })
  if (code !== 0)
    throw new Error(`${program} ${args.slice(0, 4).join(' ')} ended with ${code}: ${output.slice(-2_000)}`)
}

async function background(folder: string, program: string, args: readonly string[]): Promise<Running> {
  const pid = await startBackground({ name: relayerProcess, program, args, folder })
  return { pids: new Map([[relayerProcess, pid]]), stop: () => stopBackground(folder, relayerProcess, 'SIGTERM') }
}

const bothWays = ({ a, b }: Bed): readonly (readonly [End, End])[] => [
  [a, b],
  [b, a],
]
const portOf = ({ probe }: End): string => `wasm.${probe}`
const mnemonicFor = ({ accounts }: Bed, other: End): string => accounts[keyOf(other)]?.mnemonic ?? ''

export function causeway(): Contender {
  const command = (...args: readonly string[]): string[] => [...nodeFlags, join(root, 'causeway.ts'), ...args]
  return {
    name: 'Causeway',
    setting: 'default',
    prepare: async (bed) => writeFileSync(join(bed.config.home, 'causeway.toml'), causewayConfig(bed)),
    start: async ({ config }) => {
      await startRedis(config)
      const args = command('relayer', '--config', join(config.home, 'causeway.toml'))
      const { pids, stop } = await background(relayerFolder(config, 'causeway'), process.execPath, args)
      return { pids: new Map([...pids, ['redis', redisPid(config) ?? 0]]), stop }
    },
    link: ({ config: { home }, a, b }) => {
      const ends = ['--a-chain', a.site.id, '--b-chain', b.site.id, '--a-port', portOf(a), '--b-port', portOf(b)]
      const words = ['--order', 'unordered', '--channel-version', probeVersion, '--config', join(home, 'causeway.toml')]
      return run(process.execPath, command('link', ...ends, ...words), home)
    },
  }
}

export function hermes(program: string, setting: Setting): Contender {
  const folder = ({ config }: Bed): string => relayerFolder(config, 'hermes')
  const flags = (bed: Bed): readonly string[] => ['--config', join(folder(bed), 'config.toml')]
  return {
    name: 'Hermes',
    setting,
    prepare: async (bed) => {
      mkdirSync(folder(bed), { recursive: true })
      writeFileSync(join(folder(bed), 'config.toml'), hermesConfig(setting, bed))
      for (const [end, other] of bothWays(bed)) {
        const file = join(folder(bed), `${end.site.id}.words`)
        writeFileSync(file, mnemonicFor(bed, other), { mode: 0o600 })
        const args = [...flags(bed), 'keys', 'add', '--chain', end.site.id, '--mnemonic-file', file]
        await run(program, args, folder(bed))
      }
    },
    start: (bed) => background(folder(bed), program, [...flags(bed), 'start']),
    link: (bed) => {
      const { a, b } = bed
      const ends = ['--a-chain', a.site.id, '--b-chain', b.site.id, '--a-port', portOf(a), '--b-port', portOf(b)]
      const words = ['--order', 'unordered', '--channel-version', probeVersion, '--new-client-connection', '--yes']
      return run(program, [...flags(bed), 'create', 'channel', ...ends, ...words], folder(bed))
    },
  }
}

export function rly(program: string, setting: Setting): Contender {
  const folder = ({ config }: Bed): string => relayerFolder(config, 'rly')
  const flags = (bed: Bed): readonly string[] => ['--home', folder(bed)]
  return {
    name: 'rly',
    setting,
    prepare: async (bed, linked) => {
      mkdirSync(join(folder(bed), 'config'), { recursive: true })
      writeFileSync(join(folder(bed), 'config', 'config.yaml'), rlyConfig(setting, bed, linked))
      for (const [end, other] of bothWays(bed)) {
        const args = ['keys', 'restore', end.site.id, keyOf(other), mnemonicFor(bed, other), ...flags(bed)]
        await run(program, args, folder(bed))
      }
    },
    start: (bed) =>
      background(folder(bed), program, [
        'start',
        rlyPath,
        '--processor',
        'events',
        ...rlyFlags(setting),
        ...flags(bed),
      ]),
    link: async (bed) => {
      const { a, b } = bed
      await run(program, ['paths', 'new', a.site.id, b.site.id, rlyPath, ...flags(bed)], folder(bed))
      const ports = ['--src-port', portOf(a), '--dst-port', portOf(b)]
      const words = ['--order', 'unordered', '--version', probeVersion]
      await run(program, ['transact', 'link', rlyPath, ...ports, ...words, ...flags(bed)], folder(bed))
    },
  }
}
