// What a platform does while its parts are struck: closed data put into stores; afterwards each object that was
// accepted must still be there, and open for whoever was granted it.
import { keepObject } from '../../localnet/demo/stores.ts'
import { claim, grantTo, newBatch, readKept, type Vault } from '../../localnet/demo/vault.ts'
import type { Placed } from '../../platform/storage/place.ts'
import type { Violation } from './verdict.ts'

type Batch = Awaited<ReturnType<typeof newBatch>>
export type Kept = Batch & Pick<Placed, 'placement'>

/** Two of the three that are asked must have signed for it. */
const quorum = 2
const keepTimeoutMs = 60_000

/** Validated before anything is struck: each is one object to keep. */
export async function prepareBatches(vault: Vault, count: number): Promise<readonly Batch[]> {
  const made: Batch[] = []
  for (let index = 0; index < count; index += 1) made.push(await newBatch(vault, `by bridge ${index}`))
  return made
}

/** One after the other, spread over the time there is; those that the stores have accepted. */
export async function keepAll(
  vault: Vault,
  batches: readonly Batch[],
  { everyMs, signal }: { readonly everyMs: number; readonly signal: AbortSignal },
): Promise<readonly Kept[]> {
  const kept: Kept[] = []
  const beganMs = performance.now()
  for (const [index, batch] of batches.entries()) {
    const dueMs = beganMs + index * everyMs
    await new Promise((resume) => setTimeout(resume, Math.max(0, dueMs - performance.now())))
    if (signal.aborted) break
    const placement = await keep(vault, batch)
    if (placement !== undefined) kept.push({ ...batch, placement })
  }
  return kept
}

/** Nothing where it was refused, or nobody answered in time: it may have been accepted or not. */
async function keep({ stage, stores, cast }: Vault, { asset, batch }: Batch): Promise<Kept['placement'] | undefined> {
  const content = { objectId: asset, version: 1n, plaintext: batch.content, quorum }
  const placed = keepObject(stage, { ...content, owner: cast.supplier, stores }).then(
    ({ placement }) => placement,
    () => undefined,
  )
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), keepTimeoutMs).unref())
  return Promise.race([placed, late])
}

/** I8: what was accepted is what a reader gets, who was granted it afterwards. */
export async function keptBreaches(vault: Vault, kept: readonly Kept[]): Promise<readonly Violation[]> {
  const found: Violation[] = []
  for (const { asset, batch, placement } of kept) {
    const read = claim(vault, { asset, placement })
      .then(() => grantTo(vault, asset))
      .then((granted) => readKept(vault, asset, granted))
    const told = await read.then(
      ({ plaintext }) => (Buffer.from(plaintext).equals(batch.content) ? undefined : 'is something else'),
      (error: unknown) => `cannot be read: ${String(error)}`,
    )
    if (told !== undefined) found.push(`I8: ${asset} was kept, and ${told}`)
  }
  return found
}
