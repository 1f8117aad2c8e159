// Group commit: requests that arrive together share a commit, each answered after its own; a failure fails its batch.
import { openIntake } from '../../api/intake.ts'
import type { NewRequest, Intake as Result, Store } from '../../api/store/store.ts'
import { CausewayError } from '../../core/errors.ts'
import { requestCase } from '../conformance/storeCases.ts'

/** A store whose commits end when the test says so. */
class HeldStore implements Pick<Store, 'accept'> {
  readonly batches: (readonly NewRequest[])[] = []
  #ends: ((failure?: CausewayError) => void)[] = []

  accept(batch: readonly NewRequest[]): Promise<readonly Result[]> {
    this.batches.push(batch)
    return new Promise((resolve, reject) => {
      this.#ends.push((failure) =>
        failure === undefined ? resolve(batch.map(({ answer }) => ({ kind: 'accepted', answer }))) : reject(failure),
      )
    })
  }

  async end(failure?: CausewayError): Promise<void> {
    this.#ends.shift()?.(failure)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const names = (batch: readonly NewRequest[] | undefined): unknown => batch?.map((request) => request.key)
const request = (name: string): NewRequest => requestCase(name)
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function open() {
  const store = new HeldStore()
  const accepted: number[] = []
  const intake = openIntake(store as unknown as Store, (count) => void accepted.push(count))
  return { store, accepted, intake }
}

test('requests that arrive while a commit runs share the next one', async () => {
  const { store, intake, accepted } = open()
  const answered: string[] = []
  const send = (name: string): Promise<unknown> => intake.accept(request(name)).then(() => answered.push(name))
  const all = [send('one'), send('two')]
  await turn()
  all.push(send('three'), send('four'))
  await turn()
  expect(store.batches.map(names)).toEqual([['key of one', 'key of two']])
  expect(answered).toEqual([])
  await store.end()
  expect(answered).toEqual(['one', 'two'])
  expect(names(store.batches[1])).toEqual(['key of three', 'key of four'])
  await store.end()
  await Promise.all(all)
  expect(accepted).toEqual([2, 2])
})

test('a burst is cut into commits of bounded size', async () => {
  const { store, intake } = open()
  const all = Array.from({ length: 300 }, (_, index) => intake.accept(request(`burst ${index}`)))
  for (let commits = 0; commits < 3; commits += 1) {
    await turn()
    await store.end()
  }
  await Promise.all(all)
  expect(store.batches.map((batch) => batch.length)).toEqual([128, 128, 44])
})

test('a commit that fails refuses its requests, and the next one goes on', async () => {
  const { store, intake, accepted } = open()
  const failed = intake.accept(request('one'))
  const outcome = expect(failed).rejects.toMatchObject({ code: 'STORE_FULL' })
  await turn()
  const next = intake.accept(request('two'))
  await store.end(new CausewayError('STORE_FULL', {}))
  await outcome
  await store.end()
  expect(await next).toEqual(request('two').answer)
  expect(accepted).toEqual([1])
})
