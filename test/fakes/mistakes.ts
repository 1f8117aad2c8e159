// What a configuration that is refused is told, mistake by mistake.
import { CausewayError } from '../../core/errors.ts'

/** Throws where nothing is refused, or not with CONFIG_INVALID. */
export function mistakesOf(run: () => unknown): { readonly file: string; readonly mistakes: readonly string[] } {
  try {
    run()
  } catch (error) {
    if (!(error instanceof CausewayError) || error.code !== 'CONFIG_INVALID') throw error
    const { file = '', mistakes = '' } = error.facts
    return { file, mistakes: mistakes.split('\n- ').filter((line) => line !== '') }
  }
  throw new Error('the configuration was taken')
}
