// Lets what arrives while a commit runs share the next one: a disk flushes once for many devices.

export type Settled<R> = { readonly value: R } | { readonly error: unknown }

/** `commit` settles every item of its list; when it throws, all of them have failed. */
export function gather<T, R>(
  commit: (items: readonly T[]) => Promise<readonly Settled<R>[]>,
  itemsMax: number,
): (item: T) => Promise<R> {
  type Waiting = { readonly item: T; readonly resolve: (value: R) => void; readonly reject: (error: unknown) => void }
  const waiting: Waiting[] = []
  let committing = false

  const settle = ({ resolve, reject }: Waiting, result: Settled<R> | undefined): void => {
    if (result !== undefined && 'value' in result) resolve(result.value)
    else reject(result?.error)
  }
  const commitAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, itemsMax)
      try {
        const results = await commit(batch.map(({ item }) => item))
        batch.forEach((one, index) => settle(one, results[index]))
      } catch (error) {
        for (const one of batch) one.reject(error)
      }
    }
    committing = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (committing) return
      committing = true
      // One turn of the loop lets what arrived together be committed together.
      setImmediate(() => void commitAll())
    })
}
