// What the commands share that make a configuration: where it goes, and what is said of it.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { CausewayError } from '../../core/errors.ts'
import type { Drafted } from '../importing/draft.ts'
import { fileBytesMax } from './limits.ts'
import { type Answer, optional } from './verb.ts'

export const draftFlags = {
  output: optional('<file>', 'new file to write it to; without it, stdout'),
  hubChain: optional('<chain-id>', 'hub chain; with --hub-contract alone, the first chain'),
  hubContract: optional('<address>', 'hub contract on it'),
}

export const draftInvalid = (file: string, mistakes: string): CausewayError =>
  new CausewayError('CONFIG_INVALID', { file, mistakes })

/** Throws CONFIG_INVALID. */
export function readForDraft(file: string): string {
  try {
    if (statSync(file).size <= fileBytesMax) return readFileSync(file, 'utf8')
  } catch {
    throw draftInvalid(file, 'the file cannot be read')
  }
  throw draftInvalid(file, `the file is longer than ${fileBytesMax} bytes`)
}

/** Nothing is written over. Throws CONFIG_INVALID. */
export function answerDraft({ toml, leftOut, mistakes }: Drafted, output: string | undefined): Answer {
  if (output === undefined) return { value: { toml, leftOut, mistakes }, text: toml.trimEnd() }
  try {
    writeFileSync(output, toml, { flag: 'wx' })
  } catch (error) {
    const exists = (error as { code?: string }).code === 'EEXIST'
    throw draftInvalid(output, exists ? 'there is such a file already' : 'the file cannot be written')
  }
  const left = leftOut.map((place) => `not carried over: ${place}`)
  const wrong = mistakes.map((mistake) => `to be mended: ${mistake}`)
  return { value: { output, toml, leftOut, mistakes }, text: [`${output} is written`, ...left, ...wrong].join('\n') }
}
