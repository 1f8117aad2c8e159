// When a light client wants a newer header, and that it gets one while there is no packet to bring it along.
import { planRefresh, queryClientAge } from '../../relayer/refresh.ts'
import { IbcClient } from '../fakes/ibcClient.ts'
import { clientId, connectNodes, openChannel, settled, startProcess, stopProcess } from '../fakes/ibcPair.ts'

const secondNs = 1_000_000_000n

test.each([
  [0, 'fresh'],
  [1_199, 'fresh'],
  [1_200, 'update'],
  [1_799, 'update'],
  [1_800, 'late'],
  [9_999, 'late'],
])('of a trusting period of an hour, %d s after the newest header, with a rate of a third: %s', (age, plan) => {
  const trusted = { trustedNs: 5n * secondNs, trustingPeriodSec: 3_600n }
  expect(planRefresh(trusted, (5n + BigInt(age)) * secondNs, 1 / 3)).toBe(plan)
})

test('idle clients of both chains are kept alive without a single packet', async () => {
  const nodes = connectNodes()
  openChannel(nodes, 0)
  const process = await startProcess({ nodes, clearInterval: 4n })
  for (let round = 0; round < 80; round += 1) {
    for (const node of [nodes.a, nodes.b]) {
      node.makeBlock(150n * secondNs)
      await settled()
    }
  }
  await stopProcess(process)
  const { told } = process.log
  for (const node of [nodes.a, nodes.b]) {
    const { trustedNs } = await queryClientAge(new IbcClient(node), clientId)
    expect(Number((node.timeNs - trustedNs) / secondNs)).toBeLessThan(3_600)
    expect(node.executed.every(({ msgs }) => msgs.length === 1)).toBe(true)
  }
  expect(told.filter(({ event }) => event === 'client.refreshed').length).toBeGreaterThan(2)
  expect(told.filter(({ event }) => event === 'client.late')).toEqual([])
})
