// The owner's rows out of its collection: asked for at each read under the owner's own signature, and kept nowhere.
import { CausewayError } from '../../core/errors.ts'
import type { Contract } from '../chain/contract.ts'
import type { Contents } from '../validation/ports.ts'
import { fetchValidated, queryValidated } from '../validation/validatedBatch.ts'
import type { OwnRows, Rows } from './ports.ts'

export type CollectedDeps = {
  readonly intake: Contract
  /** Of the collection that took the owner's batches in. */
  readonly contents: Contents
}

/** Batches of this owner that are validated now. `find` throws PLATFORM_UNREACHABLE where the collection has none. */
export function openCollectedRows(owner: string, { intake, contents }: CollectedDeps): Rows {
  // Why the collection did not hand it out is no reader's to mend; the log has it.
  const handedOut: Contents = {
    content: (batch, attempt) =>
      contents.content(batch, attempt).catch((cause: unknown) => {
        throw new CausewayError('PLATFORM_UNREACHABLE', { asset: batch }, cause)
      }),
  }
  return {
    async find(asset): Promise<OwnRows | undefined> {
      const known = await queryValidated(intake, asset)
      if (known?.owner !== owner) return undefined
      const { name, elements, leaf, content } = await fetchValidated(intake, handedOut, known)
      return { ...name, elements, leaf, content }
    },
  }
}
