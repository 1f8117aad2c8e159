// `node platform/analytics/spark/main.ts EXPORTS QUESTION.json`: whether Spark finds in these files what we find.
import { readFileSync } from 'node:fs'
import { analyse } from '../analyse.ts'
import { openDuckdb } from '../duckdb.ts'
import { memoryBytesMax } from '../limits.ts'
import { parseQuery } from '../query.ts'
import { runPart } from '../runPart.ts'
import { type Question, sparkResults } from './sparkParts.ts'

const tell = (line: string): void => void process.stdout.write(`${line}\n`)

async function main([root, file]: readonly string[]): Promise<number> {
  if (root === undefined || file === undefined) {
    tell('usage: main.ts EXPORTS QUESTION.json, where the question is {query, columns}')
    return 2
  }
  const { query, columns } = JSON.parse(readFileSync(file, 'utf8')) as Question
  const engine = await openDuckdb({ folder: root, threads: 2, memoryBytesMax })
  const rights = { mayAnalyse: async () => ({ allowed: true }) as const }
  const deps = { engine, root, zones: query.zones, rights }
  const own = {
    part: async (request: Parameters<typeof runPart>[0]) => ({ part: await runPart(request, '', deps), late: false }),
  }
  const { result } = await analyse(
    { query, columns, purpose: 'comparison' },
    { sourceOf: () => own, clock: { nowMs: () => 0 } },
  )
  const [other] = await sparkResults(root, [{ query: parseQuery(query), columns }], engine)
  engine.close()
  const isEqual = JSON.stringify(result.rows) === JSON.stringify(other?.rows)
  tell(
    `${result.rows.length} rows by ${engine.name}, ${other?.rows.length} by Spark: ${isEqual ? 'equal' : 'DIFFERENT'}`,
  )
  return isEqual ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
