// Makes requests durable: those that arrive while a commit runs share the next one, and each is answered after its own.
import { CausewayError } from '../core/errors.ts'
import type { Answer, NewRequest, Intake as Result, Store } from './store/store.ts'

export type Intake = {
  /** Holds a key while its request is worked on. Throws IDEMPOTENCY_KEY_BUSY when somebody else holds it. */
  hold(key: string): () => void
  /** Resolves when the request is on disk. Throws IDEMPOTENCY_KEY_REUSED when the key was used with another body. */
  accept(request: NewRequest): Promise<Answer>
}

type Waiting = {
  readonly request: NewRequest
  readonly resolve: (result: Result) => void
  readonly reject: (cause: unknown) => void
}

// One commit may carry this many requests; more wait for the next, so that a burst does not stall readers.
const batchMax = 128

export function openIntake(store: Store, onAccepted: (count: number) => void): Intake {
  const held = new Set<string>()
  let waiting: Waiting[] = []
  let committing = false

  const commit = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchMax)
      waiting = waiting.slice(batchMax)
      try {
        const results = await store.accept(batch.map((one) => one.request))
        batch.forEach((one, index) => one.resolve(results[index] ?? { kind: 'conflict' }))
        onAccepted(results.filter((result) => result.kind === 'accepted').length)
      } catch (cause) {
        for (const one of batch) one.reject(cause)
      }
    }
    committing = false
  }

  const enqueue = (request: NewRequest): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject })
      if (committing) return
      committing = true
      // One turn of the loop lets requests that arrived together be committed together.
      setImmediate(() => void commit())
    })

  return {
    hold(key) {
      if (held.has(key)) throw new CausewayError('IDEMPOTENCY_KEY_BUSY', { key })
      held.add(key)
      return () => void held.delete(key)
    },
    async accept(request) {
      const result = await enqueue(request)
      if (result.kind === 'conflict') throw new CausewayError('IDEMPOTENCY_KEY_REUSED', { key: request.key })
      return result.answer
    },
  }
}
