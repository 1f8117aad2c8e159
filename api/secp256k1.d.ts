// The one function of the native curve library that the API uses; the package ships no types.
declare module 'secp256k1' {
  const secp256k1: {
    /** `signature` is 64 bytes r‖s; a high s is not accepted. Throws on a malformed key or signature. */
    ecdsaVerify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean
  }
  // biome-ignore lint/style/noDefaultExport: it describes a package that has one.
  export default secp256k1
}
