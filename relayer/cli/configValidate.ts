// `config validate`: reads the configuration as relayer and API do, and says every mistake of it at once.
import { verb } from './verb.ts'

export const configValidate = verb({
  words: 'config validate',
  about: 'check the configuration, without asking any chain',
  flags: {},
  run: async (_, tools) => {
    const { chains, paths } = await tools.config()
    const file = tools.configFile()
    const value = { ok: true, file, chains: chains.map(({ id }) => id), paths: paths.map(({ a, b }) => ({ a, b })) }
    return { value, text: `${file} is valid: ${chains.length} chains, ${paths.length} paths` }
  },
})
