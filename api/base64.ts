// Base64 by Node's own code: core's strict one refuses more, but costs a share of every request on the hot path.
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** For text that a schema has already found to be base64: Node would skip what is none. */
export function decodeBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
