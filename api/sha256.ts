// The hash that core asks for, from Node.
import { createHash } from 'node:crypto'
import type { Sha256 } from '../core/sha256.ts'

export const sha256: Sha256 = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest())
