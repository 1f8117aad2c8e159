// The world of the end-to-end tests: a localnet of its own, so that a demonstration may run beside it.
import { type LocalnetConfig, localnetConfig } from '../../localnet/config.ts'
import { type OpenStage, openStage } from '../../localnet/demo/stage.ts'
import { down } from '../../localnet/down.ts'
import { type Localnet, up } from '../../localnet/up.ts'

export const worldConfig: LocalnetConfig = localnetConfig({
  ...process.env,
  CAUSEWAY_PORT_OFFSET: '1000',
  CAUSEWAY_HOME: '.causeway/e2e',
})

const quiet = (): void => undefined

/** For one test or setup step that starts nodes and processes. */
export const startMs = 120_000

/** Chains, Redis and contracts; what runs already is used. */
export function openNet(): Promise<Localnet> {
  return up({ config: worldConfig, say: quiet })
}

/** The same with relayer and API, and people with keys. */
export function openWorld(): Promise<OpenStage> {
  return openStage({ config: worldConfig, say: quiet })
}

/** One new world for everything that `run` does; gone afterwards, whatever happens in it. */
export async function inWorld<T>(say: (line: string) => void, run: () => Promise<T>): Promise<T> {
  const interrupted = (): void => void down(worldConfig).finally(() => process.exit(1))
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  try {
    await up({ config: worldConfig, say, reset: true })
    return await run()
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    await down(worldConfig)
  }
}
