// What a backlog leaves to others: to a process with the same keys, or to another operator for some blocks.
import { Backlog, packetKey } from '../../core/backlog.ts'
import type { RelayEvent, Work } from '../../core/relay.ts'
import { blockOf, packetFact, packetOf, routesTo } from '../fakes/packetBlocks.ts'

const limits = { messagesMax: 100, bytesMax: 900_000 }
const tell = (backlog: Backlog, chainId: string, height: number, events: readonly RelayEvent[]) =>
  backlog.note(blockOf(chainId, height, [events], 0n), routesTo(chainId === 'hub' ? 'zone-a' : 'hub'))

let blocks: bigint | undefined
const sent = (sequence: number) => [packetFact('sent', packetOf(sequence))]
const openShared = (): Backlog => new Backlog(limits, () => blocks)
/** Further blocks of both, and the heights of the hub at which jobs were made. */
function madeAt(backlog: Backlog, from: number, until: number): readonly number[] {
  const heights: number[] = []
  for (let height = from; height <= until; height += 1) {
    tell(backlog, 'zone-a', height, [])
    tell(backlog, 'hub', height, [])
    if (backlog.overdue('hub').length > 0) heights.push(height)
  }
  return heights
}

test('a lane that another process acts on has no jobs, and has them with the next block once it is ours', () => {
  const backlog = openShared()
  blocks = undefined
  expect(tell(backlog, 'zone-a', 10, sent(1))).toEqual([])
  expect(madeAt(backlog, 11, 60)).toEqual([])
  expect([...backlog.owed()].map(({ jobId, tries }) => [jobId, tries])).toEqual([['', 0]])
  blocks = 0n
  expect(madeAt(backlog, 61, 68)).toEqual([61])
})

test('when nobody knows any more who acts on it, the time to wait begins then', () => {
  const backlog = openShared()
  blocks = undefined
  tell(backlog, 'zone-a', 10, sent(1))
  madeAt(backlog, 11, 60)
  blocks = 8n
  expect(madeAt(backlog, 61, 75)).toEqual([69])
})

test('what is to wait some blocks does, and not without two blocks of its source', () => {
  const backlog = openShared()
  blocks = 6n
  tell(backlog, 'hub', 9, [])
  expect(tell(backlog, 'zone-a', 10, sent(1))).toEqual([])
  expect(madeAt(backlog, 10, 20)).toEqual([15])
  tell(backlog, 'zone-a', 30, sent(2))
  for (let height = 31; height < 60; height += 1) {
    tell(backlog, 'hub', height, [])
    expect(
      backlog
        .overdue('hub')
        .flatMap(({ id }) => backlog.owedBy(id))
        .map(({ work }) => work.packet.sequence),
    ).not.toContain(2n)
  }
  expect(madeAt(backlog, 60, 61)).toContain(60)
})

test('whoever is at work and slow gets more blocks for a packet once, and then it is ours', () => {
  const asked: bigint[] = []
  const missed = (work: Work): bigint => {
    asked.push(work.packet.sequence)
    return 4n
  }
  const backlog = new Backlog(limits, () => 6n, missed)
  tell(backlog, 'hub', 9, [])
  tell(backlog, 'zone-a', 10, sent(1))
  expect(madeAt(backlog, 10, 25)).toEqual([19])
  expect(asked).toEqual([1n, 1n])
})

test('what has settled while others had it is owed no more', () => {
  const backlog = openShared()
  blocks = undefined
  tell(backlog, 'zone-a', 10, sent(1))
  tell(backlog, 'hub', 12, [packetFact('received', packetOf(1))])
  blocks = 0n
  expect([madeAt(backlog, 13, 20), backlog.size]).toEqual([[], 0])
})

test('somebody who waits hastens nothing that is for others to relay', () => {
  const backlog = openShared()
  const key = packetKey('zone-a', packetOf(1))
  blocks = 0n
  tell(backlog, 'zone-a', 10, sent(1))
  tell(backlog, 'hub', 14, [])
  blocks = undefined
  expect(backlog.hasten([key])).toEqual([])
  blocks = 0n
  expect(backlog.hasten([key])).toHaveLength(1)
  blocks = 6n
  tell(backlog, 'zone-a', 11, [packetFact('sent', packetOf(2))])
  tell(backlog, 'hub', 19, [])
  expect(backlog.hasten([packetKey('zone-a', packetOf(2))])).toEqual([])
})
