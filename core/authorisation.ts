// What an account signs to consent to a transaction: the text, and the document that wallets make of it (ADR-036).
import { toBase64, utf8 } from './bytes.ts'
import type { TransactionId } from './ids.ts'
import type { AuthorisationScheme, Manifest } from './words.ts'

/** authorise: yes to every operation of which the account is the actor; the others say no, to gate or hub. */
export type Purpose = 'authorise' | 'refuse' | 'cancel'

export type AuthorisationSubject = {
  readonly purpose: Purpose
  readonly transactionId: TransactionId
  readonly hubChainId: string
  readonly hubContract: string
  readonly deadlineNs: bigint
}

/** The lines that people see in their wallet; they bind transaction, hub and expiry. */
export function authorisationText(subject: AuthorisationSubject): string {
  return [
    `Causeway v1: ${subject.purpose} transaction`,
    subject.transactionId,
    `hub ${subject.hubChainId} ${subject.hubContract}`,
    `expires ${subject.deadlineNs}`,
  ].join('\n')
}

export function authorisationTextOf(purpose: Purpose, transactionId: TransactionId, manifest: Manifest): string {
  const { hubChainId, hubContract, deadlineNs } = manifest
  return authorisationText({ purpose, transactionId, hubChainId, hubContract, deadlineNs })
}

/** The amino sign document of ADR-036: keys in order, no space, no chain. */
export function adr036Document(signer: string, text: string): string {
  const value = { data: toBase64(utf8(text)), signer }
  return JSON.stringify({
    account_number: '0',
    chain_id: '',
    fee: { amount: [], gas: '0' },
    memo: '',
    msgs: [{ type: 'sign/MsgSignData', value }],
    sequence: '0',
  })
}

/** The bytes whose sha256 is signed with secp256k1 under each scheme. */
export function signedBytes(scheme: AuthorisationScheme, signer: string, text: string): Uint8Array {
  return utf8(scheme === 'adr036' ? adr036Document(signer, text) : text)
}
