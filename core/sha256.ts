// The hash that core needs but does not own: callers hand it in, so core stays free of node:crypto.

/** sha2-256 over the bytes; 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array
