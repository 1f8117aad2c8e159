// The cells of the duplication table as things and steps: each operation tried on each class of data.
import { type DataClass, type DataOperation, duplicationRules } from '#gen/duplication.ts'
import type { Stage } from '../../localnet/demo/story.ts'
import type { Step } from './drafts.ts'
import {
  moveCoinsSteps,
  moveSteps,
  type Party,
  payStep,
  readStep,
  replicateSteps,
  transferStep,
  units,
} from './steps.ts'
import { closedAsset, closedRecord, openRecord, type Thing } from './things.ts'

export type Cell = { readonly operation: DataOperation; readonly dataClass: DataClass }

export const operations = Object.keys(duplicationRules) as DataOperation[]
export const dataClasses = Object.keys(duplicationRules.read) as DataClass[]
export const cells: readonly Cell[] = operations.flatMap((operation) =>
  dataClasses.map((dataClass) => ({ operation, dataClass })),
)

const makers: Readonly<Record<DataClass, (local: string) => Thing>> = {
  open_copyable: (local) => openRecord('zone-a', local),
  open_fixed: (local) => openRecord('zone-a', local, { copyable: false }),
  closed_movable: (local) => closedRecord('zone-a', local, { movable: true }),
  closed_fixed: (local) => closedRecord('zone-a', local),
  non_fungible_movable: (local) => closedAsset('zone-a', local),
  non_fungible_fixed: (local) => closedAsset('zone-a', local, { movable: false }),
  fungible: (local) => closedAsset('zone-a', local, { dataType: 'fungible', movable: false }),
}

/** The thing that the cell is tried on. */
export function madeFor(stage: Stage, { operation, dataClass }: Cell): Thing {
  return makers[dataClass](`${operation}-${dataClass.replaceAll('_', '-')}-${stage.run}`)
}

/** What has to be registered for the cell; units of a denomination are no item. */
export function thingOfCell(stage: Stage, cell: Cell): Thing | undefined {
  return cell.dataClass === 'fungible' ? undefined : madeFor(stage, cell)
}

export function stepsOfCell(stage: Stage, cell: Cell, source: Party, destination: Party): readonly Step[] {
  const thing = madeFor(stage, cell)
  const isFungible = cell.dataClass === 'fungible'
  switch (cell.operation) {
    case 'read':
      return [readStep(source, thing)]
    case 'replicate':
      return replicateSteps(source, [destination], thing)
    case 'move':
      return isFungible
        ? moveCoinsSteps(source, destination, units('zone-a', 5))
        : moveSteps(source, destination, thing)
    case 'transfer':
      return [
        isFungible
          ? payStep(source, destination.user, units('zone-a', 5))
          : transferStep(source, destination.user, thing),
      ]
  }
}
