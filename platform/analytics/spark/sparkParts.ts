// The same parts calculated by Apache Spark from the same files: what a platform grows into, and a check of ours.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { combineParts, type Result } from '../combine.ts'
import { sparkDialect } from '../dialect.ts'
import type { Duckdb } from '../duckdb.ts'
import { inputsOf } from '../fileNotes.ts'
import { listFiles, zoneFolder } from '../layout.ts'
import { type Input, planQuery } from '../plan.ts'
import type { Column, Query } from '../query.ts'

export type Question = { readonly query: Query; readonly columns: readonly Column[] }
type Answer = { readonly engine: string; readonly parts: readonly (readonly (readonly (string | null)[])[])[] }

/** One result per question, all zones from one folder `exports`. Starts Spark once. */
export async function sparkResults(root: string, questions: readonly Question[], engine: Duckdb): Promise<Result[]> {
  const plans = questions.map(({ query, columns }) => planQuery(query, columns, sparkDialect))
  const jobs = plans.flatMap(({ query, statement }) =>
    query.zones.map((zone) => ({ root, dataset: query.dataset, zone, ...statement })),
  )
  const { engine: name, parts } = await runSpark(jobs)
  const left = [...parts]
  return await Promise.all(
    plans.map(async (plan) => {
      const { query } = plan
      const own = query.zones.map((zone) => ({ zone, rows: left.shift() ?? [] }))
      const whole = own.map(async (part) => ({
        ...part,
        engine: name,
        inputs: await inputs(root, query, part.zone, engine),
      }))
      return combineParts(plan, await Promise.all(whole))
    }),
  )
}

/** What lies in the files' notes is no business of an engine, so ours reads them for both. */
async function inputs(root: string, query: Query, zone: string, engine: Duckdb): Promise<readonly Input[]> {
  const files = await listFiles(zoneFolder(root, query.dataset, zone), query, zone)
  return await inputsOf(zone, query, files, engine)
}

function runSpark(jobs: readonly object[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const script = join(import.meta.dirname, 'run.sh')
    const child = execFile('sh', [script], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.slice(-4_000), { cause: error }))
      else resolve(JSON.parse(stdout) as Answer)
    })
    child.stdin?.end(JSON.stringify(jobs))
  })
}
