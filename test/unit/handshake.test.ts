// The next step of a handshake from any two states, and that it is carried to its end whoever takes the steps.
import { CausewayError } from '../../core/errors.ts'
import {
  completeHandshake,
  type EndState,
  endState,
  type HandshakeStep,
  planHandshake,
} from '../../relayer/ics03/handshake.ts'

const states: readonly EndState[] = ['none', 'init', 'tryopen', 'open', 'closed']
type Ends = { a: EndState; b: EndState }

/** What a step makes of its end, as ICS-03 and ICS-04 say. */
const after = { init: 'init', try: 'tryopen', ack: 'open', confirm: 'open' } as const

function take(ends: Ends, { side, kind }: HandshakeStep): void {
  ends[side] = after[kind]
}

test('from every pair of states the steps lead to an open end on both sides, or there is none', () => {
  const ends: string[] = []
  for (const a of states) {
    for (const b of states) {
      const reached: Ends = { a, b }
      let step = planHandshake(a, b)
      for (let count = 0; typeof step === 'object'; count += 1) {
        expect(count).toBeLessThan(4)
        take(reached, step)
        step = planHandshake(reached.a, reached.b)
      }
      if (step === 'done') expect(reached).toEqual({ a: 'open', b: 'open' })
      else ends.push(`${a} ${b}`)
    }
  }
  const closed = ends.filter((pair) => pair.includes('closed'))
  expect(closed).toHaveLength(9)
  expect(ends.filter((pair) => !pair.includes('closed')).sort()).toEqual([
    'init init',
    'init open',
    'none open',
    'none tryopen',
    'open init',
    'open none',
    'tryopen none',
    'tryopen tryopen',
  ])
})

test('the numbers of the chain are read as states; what a later release adds counts as open', () => {
  expect([undefined, 0, 1, 2, 3, 4, 5].map(endState)).toEqual(['none', ...states, 'open'])
})

describe('completing', () => {
  const refused = (step: string, cause?: unknown): CausewayError =>
    new CausewayError('HANDSHAKE_REFUSED', { step }, cause)

  test('four steps in turn open both ends', async () => {
    const ends: Ends = { a: 'none', b: 'none' }
    const taken: string[] = []
    let height = 10n
    await completeHandshake({
      states: async () => ({ ...ends }),
      take: async (step, since) => {
        taken.push(`${step.kind} on ${step.side}${since === undefined ? '' : ` since ${since}`}`)
        take(ends, step)
        height += 1n
        return { height }
      },
      refused,
    })
    expect(taken).toEqual(['init on a', 'try on b since 11', 'ack on a since 12', 'confirm on b since 13'])
  })

  test('after a failure no height is relied on: somebody else may have gone on', async () => {
    const ends: Ends = { a: 'init', b: 'tryopen' }
    const heard: (bigint | undefined)[] = []
    const step = async (one: HandshakeStep, since: bigint | undefined): Promise<{ height: bigint }> => {
      heard.push(since)
      if (heard.length === 1) throw new CausewayError('TX_FAILED', {})
      take(ends, one)
      return { height: 20n }
    }
    await completeHandshake({ states: async () => ({ ...ends }), take: step, refused }, { a: 5n, b: 6n })
    expect(heard).toEqual([6n, undefined, 20n])
  })

  test('a step that fails because somebody else took it first is no failure', async () => {
    const ends: Ends = { a: 'init', b: 'none' }
    await completeHandshake({
      states: async () => ({ ...ends }),
      take: async (step) => {
        take(ends, step)
        throw new CausewayError('TX_FAILED', {})
      },
      refused,
    })
    expect(ends).toEqual({ a: 'open', b: 'open' })
  })

  test('a step that fails twice without effect is HANDSHAKE_REFUSED, with its name and cause', async () => {
    let tries = 0
    const cause = new CausewayError('TX_FAILED', { log: 'CHANNEL_REFUSED (code 205)' })
    const completing = completeHandshake({
      states: async () => ({ a: 'init', b: 'none' }),
      take: async () => {
        tries += 1
        throw cause
      },
      refused,
    })
    await expect(completing).rejects.toMatchObject({ code: 'HANDSHAKE_REFUSED', facts: { step: 'try' }, cause })
    expect(tries).toBe(2)
  })

  test('a chain that is away is told as such, and a closed end is refused', async () => {
    const away = new CausewayError('CHAIN_UNREACHABLE', {})
    const open = (a: EndState): Promise<void> =>
      completeHandshake({ states: async () => ({ a, b: 'none' }), take: () => Promise.reject(away), refused })
    await expect(open('none')).rejects.toBe(away)
    await expect(open('closed')).rejects.toMatchObject({ code: 'HANDSHAKE_REFUSED' })
  })
})
