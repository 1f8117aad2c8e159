// `query client state`: what a light client follows, how far it has come, and how long it may go without an update.
import { required, verb } from './verb.ts'

export const queryClientStateVerb = verb({
  words: 'query client state',
  about: 'what a light client follows, how far it is, and its periods in seconds',
  flags: {
    chain: required('<chain-id>', 'chain that hosts the client'),
    client: required('<client-id>', 'the client'),
  },
  run: async ({ chain, client }, tools) => {
    const { queryClientState, revisedText } = await import('../ics02/clients.ts')
    const state = await queryClientState(await tools.chain(chain), client)
    const seconds = (period: { readonly seconds: bigint } | undefined): string => String(period?.seconds ?? 0n)
    const value = {
      chainId: state.chainId,
      latestHeight: revisedText(state.latestHeight),
      frozen: (state.frozenHeight?.revisionHeight ?? 0n) > 0n,
      trustLevel: `${state.trustLevel?.numerator ?? 0n}/${state.trustLevel?.denominator ?? 0n}`,
      trustingPeriodSec: seconds(state.trustingPeriod),
      unbondingPeriodSec: seconds(state.unbondingPeriod),
      maxClockDriftSec: seconds(state.maxClockDrift),
    }
    const text = `${client} of ${value.chainId} at ${value.latestHeight}, trusts for ${value.trustingPeriodSec} s`
    return { value, text: value.frozen ? `${text}, frozen` : text }
  },
})
