// `npm run demo`: sets up four real chains with Causeway on them, tells the story, and judges it by the chains alone.
import { localnetConfig } from '../config.ts'
import { down } from '../down.ts'
import { command, say } from '../terminal.ts'
import { aftermath } from './aftermath.ts'
import { analyseTwoZones } from './chapters/analyse.ts'
import { auditEveryStep } from './chapters/audit.ts'
import { certifyMeasurements } from './chapters/certify.ts'
import { collectMeasurements } from './chapters/collect.ts'
import { killedRelayer } from './chapters/killedRelayer.ts'
import { moveCertificate } from './chapters/moveCertificate.ts'
import { purchase } from './chapters/purchase.ts'
import { refusedLeg } from './chapters/refusedLeg.ts'
import { shareSeries } from './chapters/shareSeries.ts'
import { sleepingZone } from './chapters/sleepingZone.ts'
import { store } from './chapters/store.ts'
import { tradeCertificate } from './chapters/tradeCertificate.ts'
import { type OpenStage, openStage } from './stage.ts'
import type { Chapter, ChapterReport, Check, Stage } from './story.ts'
import { closingTable } from './table.ts'

const chapters: readonly Chapter[] = [
  shareSeries,
  moveCertificate,
  tradeCertificate,
  refusedLeg,
  killedRelayer,
  sleepingZone,
  collectMeasurements,
  certifyMeasurements,
  store,
  purchase,
  analyseTwoZones,
  auditEveryStep,
]

/** A chapter that breaks off is a failed chapter, not the end of the story: the rest still says what works. */
export async function playChapter(stage: Stage, chapter: Chapter): Promise<ChapterReport> {
  try {
    const { transactions, checks } = await chapter.play(stage)
    return { name: chapter.name, ok: checks.every((one) => one.ok), transactions, checks }
  } catch (error) {
    const broken: Check = { what: 'the chapter ran to its end', ok: false, found: String(error) }
    return { name: chapter.name, ok: false, transactions: [], checks: [broken] }
  }
}

export async function tellStory(stage: Stage): Promise<ChapterReport[]> {
  const reports: ChapterReport[] = []
  for (const [index, chapter] of chapters.entries()) {
    stage.tell(`\n(${index + 1}/${chapters.length}) ${chapter.name}`)
    const report = await playChapter(stage, chapter)
    for (const one of report.checks)
      stage.tell(`  ${one.ok ? 'ok  ' : 'FAIL'} ${one.what}${one.ok ? '' : `: ${one.found}`}`)
    reports.push(report)
  }
  return reports
}

type Told = { readonly ok: boolean; readonly chapters: readonly ChapterReport[]; readonly invariants: readonly Check[] }

async function play(stage: Stage): Promise<Told> {
  const chapters = await tellStory(stage)
  const invariants = await aftermath(stage, chapters)
  for (const one of invariants) say(`${one.ok ? 'ok  ' : 'FAIL'} ${one.what}${one.ok ? '' : `: ${one.found}`}`)
  const ok = chapters.every((chapter) => chapter.ok) && invariants.every((one) => one.ok)
  say(`\n${closingTable(chapters)}\n`)
  say(ok ? 'Every invariant held, read from the chains.' : 'An invariant did not hold.')
  return { ok, chapters, invariants }
}

async function main(): Promise<void> {
  const flags = new Set(process.argv.slice(2))
  const config = localnetConfig()
  let stage: OpenStage | undefined
  try {
    stage = await openStage({ config, say, reset: flags.has('--reset') })
    const told = await play(stage)
    if (flags.has('--json')) process.stdout.write(`${JSON.stringify(told)}\n`)
    if (flags.has('--keep')) say(`Left running: API ${stage.apiUrl}; end it with: npm run down`)
    process.exitCode = told.ok ? 0 : 1
  } finally {
    await stage?.close()
    if (!flags.has('--keep')) await down(config)
  }
}

if (import.meta.main) await command(main)
