// Signs with the native curve library when it loads (a tenth of the time), else with the one in JavaScript.
import { createRequire } from 'node:module'
import { Secp256k1 } from '@cosmjs/crypto'

/** 64 bytes r and s, low s, over a 32-byte digest. */
export type SignDigest = (digest: Uint8Array, privateKey: Uint8Array) => Promise<Uint8Array>

type Native = {
  ecdsaSign(digest: Uint8Array, key: Uint8Array): { readonly signature: Uint8Array }
}

const signInJavascript: SignDigest = async (digest, privateKey) => {
  const signature = await Secp256k1.createSignature(digest, privateKey)
  return Uint8Array.from([...signature.r(32), ...signature.s(32)])
}

export function openSecp256k1(): SignDigest {
  try {
    // A require, because a platform without a prebuilt binary must not keep the relayer from starting.
    const native = createRequire(import.meta.url)('secp256k1') as Native
    return async (digest, privateKey) => native.ecdsaSign(digest, privateKey).signature
  } catch {
    return signInJavascript
  }
}
