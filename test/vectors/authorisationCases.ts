// Authorisations with real signatures, and the duplication rules as a table that both languages read.

import { rawSecp256k1PubkeyToRawAddress } from '@cosmjs/amino'
import { Secp256k1 } from '@cosmjs/crypto'
import { toBech32 } from '@cosmjs/encoding'
import { type AuthorisationSubject, authorisationText, type Purpose, signedBytes } from '../../core/authorisation.ts'
import { toHex, utf8 } from '../../core/bytes.ts'
import { authorisationJson, encodeAuthorisation, encodeManifest } from '../../core/codec.ts'
import { type DataClass, type DataOperation, duplicationRefusal } from '../../core/duplication.ts'
import { transactionId } from '../../core/transactionId.ts'
import type { AuthorisationScheme } from '../../core/words.ts'
import { sha256, share } from './samples.ts'
import type { Vector } from './vector.ts'

const subject = (purpose: Purpose): AuthorisationSubject => ({
  purpose,
  transactionId: transactionId(encodeManifest(share()), sha256),
  hubChainId: 'causeway-hub',
  hubContract: 'wasm1hub',
  deadlineNs: purpose === 'cancel' ? 2n ** 64n - 1n : share().deadlineNs,
})

/** RFC 6979 makes the signature a function of key and digest, so the file never changes by itself. */
async function signature(purpose: Purpose, scheme: AuthorisationScheme, why: string): Promise<Vector> {
  const keys = await Secp256k1.makeKeypair(sha256(utf8('causeway vector key')))
  const publicKey = Secp256k1.compressPubkey(keys.pubkey)
  const signer = toBech32('wasm', rawSecp256k1PubkeyToRawAddress(publicKey))
  const text = authorisationText(subject(purpose))
  const digest = sha256(signedBytes(scheme, signer, text))
  const signed = await Secp256k1.createSignature(digest, keys.privkey)
  const message = { scheme, publicKey, signature: Uint8Array.from([...signed.r(32), ...signed.s(32)]) }
  return {
    area: 'authorisation',
    name: `${purpose}-${scheme}`,
    content: {
      why,
      by: 'typescript',
      subject: { ...subject(purpose), deadlineNs: subject(purpose).deadlineNs.toString() },
      signer,
      text,
      digest: toHex(digest),
      message: authorisationJson.toJson(message),
      bytes: toHex(encodeAuthorisation(message)),
    },
  }
}

export async function authorisationCases(): Promise<readonly Vector[]> {
  return [
    await signature('authorise', 'secp256k1', 'a service signs the bare text'),
    await signature('authorise', 'adr036', 'a wallet signs the document of the text'),
    await signature('refuse', 'adr036', "a leg's owner says no to the gate"),
    await signature('cancel', 'secp256k1', "a leg's owner says no to the hub, with the latest deadline there is"),
  ]
}

const operations: readonly DataOperation[] = ['read', 'replicate', 'move', 'transfer']
const classes: readonly DataClass[] = [
  'open_copyable',
  'open_fixed',
  'closed_movable',
  'closed_fixed',
  'non_fungible_movable',
  'non_fungible_fixed',
  'fungible',
]

export function duplicationCases(): readonly Vector[] {
  return operations.map((operation) => {
    const refusals = classes.map((name) => [name, duplicationRefusal(operation, name) ?? null] as const)
    const why = 'the row of proto/duplication.json; null means allowed'
    return {
      area: 'duplication',
      name: operation,
      content: { why, by: 'typescript', operation, refusals: Object.fromEntries(refusals) },
    }
  })
}
