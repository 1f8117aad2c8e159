// Measures how the hub grows: transactions over two, three and five zones; and what it costs beside a direct link.
import { localnetConfig, withZones } from '../../localnet/config.ts'
import { openStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { down } from '../../localnet/down.ts'
import { type Figure, figure, mean, spreadOf } from './figure.ts'
import { loadUsers, measureLoad, nextPayment } from './load.ts'
import { Observer } from './observer.ts'
import { fund } from './payments.ts'
import { readRelayer } from './relayerReading.ts'

const counts = [2, 3, 5]
const seconds = 20
const rate = 30
const singles = 10

/** Nothing is asked of these figures but that they exist: any value meets the bound. */
const measured = { at: '>=', bound: 0 } as const

export async function benchZones(tell: (line: string) => void): Promise<readonly Figure[]> {
  const config = withZones(localnetConfig(), Math.max(...counts))
  const all = config.chains.slice(1).map(({ id }) => id)
  const stage = await openStage({ config, say: tell })
  const observer = new Observer([stage.hub.chain, ...all.map((id) => zoneOf(stage, id).chain)])
  try {
    const payers = await loadUsers(config)
    await fund(stage, payers, all, 1_000_000)
    const bench = { config, stage, observer, payers, tell }
    const figures: Figure[] = []
    for (const count of counts) {
      const zoneIds = all.slice(0, count)
      const before = await readRelayer()
      for (let run = 0; run < singles; run += 1) {
        const { planned, consents } = await nextPayment(bench, zoneIds, run)
        await stage.api.submit(planned, consents)
        await observer.until('a commit', 60_000, () => observer.isSettled(planned.transactionId, zoneIds))
      }
      const messages = ((await readRelayer()).messages - before.messages) / singles
      tell(`${count} zones, ${rate} transactions a second for ${seconds} s…`)
      const { perSecond, latenciesMs, words } = await measureLoad(bench, { zoneIds, seconds, rate })
      const cost = `${count} connections to the hub; direct links between all would be ${(count * (count - 1)) / 2}`
      figures.push(
        figure(`${count} zones: committed transactions a second`, perSecond, 'tx/s', measured, words),
        figure(
          `${count} zones: latency under that load, mean`,
          mean(latenciesMs),
          'ms',
          measured,
          spreadOf(latenciesMs),
        ),
        figure(`${count} zones: relayed messages a transaction`, messages, 'messages', measured, cost),
      )
    }
    return figures
  } finally {
    observer.close()
    await stage.close()
    await down(config)
  }
}
