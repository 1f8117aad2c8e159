// The duplication rules: which operation is allowed for which class of data (Y.4560 clauses 6.3, 7.2.3 and 10).
import { type DataClass, type DataOperation, duplicationRules } from '#gen/duplication.ts'
import { CausewayError } from './errors.ts'
import type { Envelope } from './words.ts'

export type { DataClass, DataOperation }

/** The code of the refusal, or undefined where the operation is allowed. */
export function duplicationRefusal(operation: DataOperation, dataClass: DataClass) {
  return duplicationRules[operation][dataClass]
}

type Classified = Pick<Envelope, 'dataType' | 'access' | 'copyable' | 'movable'>

/** The row of the rules that an envelope falls under; throws for a contradiction, which has no row. */
export function dataClass({ dataType, access, copyable, movable }: Classified): DataClass {
  if (access === 'open') {
    if (dataType !== 'record') throw new CausewayError('OPERATION_NOT_DEFINED', { path: 'access', dataType, access })
    if (movable) throw new CausewayError('MOVE_OF_OPEN', { path: 'movable', dataType, access })
    return copyable ? 'open_copyable' : 'open_fixed'
  }
  if (copyable) throw new CausewayError('COPY_OF_CLOSED', { path: 'copyable', dataType, access })
  switch (dataType) {
    case 'record':
      return movable ? 'closed_movable' : 'closed_fixed'
    case 'non_fungible':
      return movable ? 'non_fungible_movable' : 'non_fungible_fixed'
    case 'fungible':
      return 'fungible'
  }
}

/** Throws the code of the rule where the operation is not allowed for what the envelope describes. */
export function checkDuplication(operation: DataOperation, envelope: Classified, path = 'envelope'): void {
  const row = dataClass(envelope)
  const refusal = duplicationRefusal(operation, row)
  if (refusal !== undefined) throw new CausewayError(refusal, { path, operation, class: row })
}
