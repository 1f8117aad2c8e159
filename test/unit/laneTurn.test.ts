// What a lane makes of the txs of its own account and of others, whether it takes turns or not.
import { Turns } from '../../core/turns.ts'
import { ChainHead } from '../../relayer/head.ts'
import { LaneTurn } from '../../relayer/laneTurn.ts'
import { aloneLease } from '../../relayer/leases.ts'
import { listeningLog } from '../fakes/ibcPair.ts'

function open({ turns, account }: { turns: Turns | undefined; account: string | undefined }) {
  let another = 0
  const seenAnother = (): void => {
    another += 1
  }
  const log = listeningLog()
  const lease = { ...aloneLease('', ''), seenAnother }
  const head = new ChainHead('hub')
  head.note({ chainId: 'hub', height: 5n, timeNs: 0n, txs: [] }, 0)
  const turn = new LaneTurn({ src: 'zone-a', dst: 'hub', head, lease, turns, account, log })
  const told = (): readonly unknown[] => log.told.map(({ event, facts }) => [event, facts['account']])
  return { turn, another: () => another, told }
}
const tx = (account: string, hash: string) => ({ peerId: 'zone-a', account, hash })

test.each([new Turns(), undefined])(
  'a tx of its account that it did not send shows another process with its keys',
  (turns) => {
    const { turn, another, told } = open({ turns, account: 'wasm1ours' })
    turn.sent('OURS')
    turn.seen(tx('wasm1ours', 'OURS'), 1n)
    expect(another()).toBe(0)
    turn.seen(tx('wasm1ours', 'THEIRS'), 2n)
    expect([another(), told()]).toEqual([1, []])
  },
)

test('relayers of others are counted by who takes turns with them, and by nobody else', () => {
  for (const [turns, seen] of [
    [new Turns(), [['relayer.seen', 'wasm1two']]],
    [undefined, []],
  ] as const) {
    const { turn, told } = open({ turns, account: 'wasm1ours' })
    for (let height = 1n; height <= 4n; height += 1n) turn.seen(tx('wasm1two', `${height}`), height)
    expect(told()).toEqual(seen)
    expect(turn.isToShow()).toBe(turns !== undefined)
  }
})

test('of who does not know its own account nothing is told', () => {
  const { turn, another, told } = open({ turns: new Turns(), account: undefined })
  for (let height = 1n; height <= 4n; height += 1n) turn.seen(tx('wasm1ours', `${height}`), height)
  expect([another(), told()]).toEqual([0, []])
})
