// What a chain means by refusing a tx that relays, in ibc-go's own codes.
import type { CausewayError } from '../core/errors.ts'

/** CheckTx compares with the mempool too: no message of the tx has an effect (ibc-go's RedundantRelayDecorator). */
export function isRedundant({ facts }: CausewayError): boolean {
  return facts['codespace'] === 'channel' && facts['abciCode'] === '22'
}

/** Where light clients and their proofs are checked: 02-client, 07-tendermint and 23-commitment of ibc-go. */
const proofCodespaces: ReadonlySet<string> = new Set(['client', '07-tendermint', 'commitment'])

/** A header that contradicts its own commit is refused before any module sees it, and so without a codespace. */
export const isProofRefused = ({ facts: { codespace = '', log = '' } }: CausewayError): boolean =>
  proofCodespaces.has(codespace) || /header failed basic validation/.test(log)
