// A relayer inside the test's own process that carries the packets of some ports between two zones, and nothing else.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../localnet/freePort.ts'
import { startRelayer } from '../../relayer/main.ts'
import { pathToml } from './pathConfig.ts'

type Settings = {
  /** Ports that are relayed. */
  readonly ports: readonly string[]
  readonly chain?: Readonly<Record<string, unknown>>
  readonly mode?: Readonly<Record<string, unknown>>
}
export type ProbeRelayer = {
  readonly configFile: string
  readonly metrics: () => Promise<string>
  /** Leaves the configuration where it is. */
  readonly stop: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The configuration of a relayer between two zones; `chain` goes into both of them. */
export async function probeConfig(a: string, b: string, { ports, chain = {}, mode = {} }: Settings) {
  const telemetryPort = await freePort()
  const sections = { global: { log_level: 'silent' }, telemetry: { enabled: true, port: telemetryPort }, mode }
  const list = ports.map((port) => [port, '*'] as const)
  const folder = mkdtempSync(join(tmpdir(), 'causeway-probes-'))
  const configFile = join(folder, 'causeway.toml')
  writeFileSync(configFile, pathToml(a, b, { list, chains: { [a]: chain, [b]: chain }, sections }))
  return { configFile, telemetryPort, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export async function startProbeRelayer(a: string, b: string, settings: Settings): Promise<ProbeRelayer> {
  const { configFile, telemetryPort, remove } = await probeConfig(a, b, settings)
  const running = await startRelayer(configFile)
  return {
    configFile,
    metrics: async () => (await fetch(`http://127.0.0.1:${telemetryPort}/metrics`)).text(),
    stop: () => running.close(),
    close: async () => {
      await running.close()
      remove()
    },
  }
}
