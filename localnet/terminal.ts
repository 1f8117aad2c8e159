// How the localnet's commands speak: progress and failures to stderr, a failure as one sentence with its remedy.
import { isCausewayError } from '../core/errors.ts'

export const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** Runs a command's main; an error of the catalogue is told without a stack, because its hint is the way out. */
export async function command(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    if (!isCausewayError(error)) throw error
    say(`${error.code}: ${error.message}\n${error.hint}`)
    process.exitCode = 1
  }
}
