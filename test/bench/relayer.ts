// Measures our relayer beside Hermes and rly on the same chains: `npm run bench -- relayer [scenario…] [flags]`.
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { Figure } from './figure.ts'
import { makeBed, stopBed } from './peers/bed.ts'
import { type Contender, causeway, hermes, rly } from './peers/contenders.ts'
import { installPeer, type PeerName, type Say } from './peers/install.ts'
import { keepRun, keptPath, readKept } from './peers/kept.ts'
import { limit } from './peers/limit.ts'
import { type Ended, runMatrix } from './peers/matrix.ts'
import { versionsText, writeReport } from './peers/report.ts'
import { atRest, backlog, burst, idle, linkTime, type Scenario, type Size } from './peers/scenarios.ts'
import type { Setting } from './peers/settings.ts'
import { targetFigures } from './peers/targets.ts'

const repeatsDefault = '5'

export function allScenarios(part: number): readonly Scenario[] {
  const size = (blockMs: number, full: number): Size => ({ blockMs, full, part })
  return [
    idle(size(500, 60)),
    idle(size(200, 60)),
    burst(size(500, 1_000)),
    burst(size(500, 3_000)),
    burst(size(200, 1_000)),
    backlog(size(500, 5_000)),
    linkTime(500),
    atRest(size(500, 30)),
    limit(size(500, 5_000)),
  ]
}

export type Choice = {
  readonly scenarios: readonly Scenario[]
  readonly names: readonly ('causeway' | PeerName)[]
  readonly settings: readonly Setting[]
  readonly repeats: number
  /** Each run is kept, and in the end the document is written from all that are. */
  readonly write: boolean
  /** The document is written from the runs that are kept, and nothing is measured. */
  readonly report: boolean
}

/** Scenarios are chosen by the beginning of their names; without any, all of them. Throws on what is not there. */
export function readChoice(args: readonly string[]): Choice {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      repeats: { type: 'string', default: repeatsDefault },
      relayers: { type: 'string', default: 'causeway,hermes,rly' },
      settings: { type: 'string', default: 'default,tuned' },
      part: { type: 'string', default: '1' },
      write: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const part = Number(values.part)
  if (values.write && part !== 1) throw new Error('a part of the counts only shows that all of it works: no --write')
  const all = allScenarios(part)
  const chosen = all.filter(({ name }) => positionals.some((word) => name.startsWith(word)))
  const stray = positionals.filter((word) => !all.some(({ name }) => name.startsWith(word)))
  if (stray.length > 0) {
    throw new Error(`no scenario ${stray.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`)
  }
  return {
    scenarios: positionals.length === 0 ? all : chosen,
    names: oneOf(values.relayers, ['causeway', 'hermes', 'rly']),
    settings: oneOf(values.settings, ['default', 'tuned']),
    repeats: Number(values.repeats),
    write: values.write,
    report: values.report,
  }
}

function oneOf<T extends string>(list: string, known: readonly T[]): readonly T[] {
  const words = list.split(',')
  const stray = words.filter((word) => !known.some((one) => one === word))
  if (stray.length > 0) throw new Error(`unknown: ${stray.join(', ')}; there are ${known.join(', ')}`)
  return known.filter((one) => words.includes(one))
}

async function contendersOf({ names, settings }: Choice, say: Say): Promise<readonly Contender[]> {
  const contenders: Contender[] = []
  for (const name of names) {
    if (name === 'causeway') contenders.push(causeway())
    else {
      const program = await installPeer(name, say)
      const make = { hermes, rly }[name]
      contenders.push(...settings.map((setting) => make(program, setting)))
    }
  }
  return contenders
}

const machineName = (): string => `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`

export async function benchRelayer(say: Say, args: readonly string[]): Promise<readonly Figure[]> {
  const choice = readChoice(args)
  if (choice.report) return report()
  const { scenarios, repeats, write } = choice
  const setup = `${machineName()}, ${versionsText()}`
  const contenders = await contendersOf(choice, say)
  const bed = await makeBed(say)
  try {
    const began = new Date().toISOString()
    const ended = ({ repeat, ...run }: Ended): void => {
      if (write) keepRun(keptPath, { setup, repeat: `${began} ${repeat}`, ...run })
    }
    const outcomes = await runMatrix({ bed, scenarios, contenders, repeats, say, ended })
    return write ? report() : targetFigures(outcomes)
  } finally {
    await stopBed(bed.config)
  }
}

/** Of all runs that are kept. */
function report(): readonly Figure[] {
  const outcomes = readKept(keptPath)
  const figures = targetFigures(outcomes)
  writeReport({ outcomes, figures })
  return figures
}
