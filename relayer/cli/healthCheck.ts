// `health-check`: asks every node of every chain, and looks at every key that the relayer signs with.
import { verb } from './verb.ts'

export const healthCheck = verb({
  words: 'health-check',
  about:
    'ask every node, and look at every key and its funds; `doctor` looks at Redis, store, machine and clients as well',
  flags: {},
  run: async (_, tools) => {
    const config = await tools.config()
    const { chainChecks, diagnose, findingsText } = await import('../doctor.ts')
    const findings = await diagnose(config.chains.flatMap((chain) => chainChecks(config, chain, tools.log)))
    const ok = findings.every((finding) => finding.ok)
    return { value: { ok, findings }, text: findingsText(findings), end: ok ? 'ok' : 'unhealthy' }
  },
})
