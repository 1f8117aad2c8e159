// Generated from proto/duplication.json by `npm run gen`. Do not edit.

export type DataClass =
  /** record, open, copyable */
  | 'open_copyable'
  /** record, open, not copyable */
  | 'open_fixed'
  /** record, closed, movable */
  | 'closed_movable'
  /** record, closed, not movable */
  | 'closed_fixed'
  /** non-fungible asset that its owner lets move */
  | 'non_fungible_movable'
  /** non-fungible asset without such a policy */
  | 'non_fungible_fixed'
  /** units of a denomination */
  | 'fungible'

export type DataOperation =
  /** a read condition held until the decision */
  | 'read'
  /** another instance on another chain; the original stays */
  | 'replicate'
  /** the live instance leaves one chain and appears on another */
  | 'move'
  /** another owner on the same chain */
  | 'transfer'

/** undefined: allowed; otherwise the code of the refusal. */
export const duplicationRules = {
  read: {
    open_copyable: undefined,
    open_fixed: undefined,
    closed_movable: undefined,
    closed_fixed: undefined,
    non_fungible_movable: undefined,
    non_fungible_fixed: undefined,
    fungible: 'OPERATION_NOT_DEFINED',
  },
  replicate: {
    open_copyable: undefined,
    open_fixed: 'COPY_NOT_ALLOWED',
    closed_movable: 'COPY_OF_CLOSED',
    closed_fixed: 'COPY_OF_CLOSED',
    non_fungible_movable: 'COPY_OF_CLOSED',
    non_fungible_fixed: 'COPY_OF_CLOSED',
    fungible: 'COPY_OF_CLOSED',
  },
  move: {
    open_copyable: 'MOVE_OF_OPEN',
    open_fixed: 'MOVE_OF_OPEN',
    closed_movable: undefined,
    closed_fixed: 'MOVE_NOT_ALLOWED',
    non_fungible_movable: undefined,
    non_fungible_fixed: 'MOVE_NOT_ALLOWED',
    fungible: undefined,
  },
  transfer: {
    open_copyable: 'OPERATION_NOT_DEFINED',
    open_fixed: 'OPERATION_NOT_DEFINED',
    closed_movable: undefined,
    closed_fixed: undefined,
    non_fungible_movable: undefined,
    non_fungible_fixed: undefined,
    fungible: undefined,
  },
} as const
