// Makes hostile input out of good input: bytes that are turned, cut, doubled and mixed, and JSON with the wrong things.
import type { Random } from '../random.ts'

const below = (random: Random, end: number): number => Math.floor(random() * end)
const oneOf = <T>(random: Random, all: readonly T[]): T => all[below(random, all.length)] as T

const hostileBytes: readonly number[][] = [
  [0],
  [0xff],
  [0x80, 0x80, 0x80, 0x80, 0x10],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0x08, 0],
]
const changesMax = 6

/** One to six changes of one seed, of which one may be a piece of another. */
export function mutateBytes(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes: Buffer = Buffer.from(oneOf(random, seeds))
  for (let count = 1 + below(random, changesMax); count > 0; count -= 1) bytes = changed(bytes, seeds, random)
  return new Uint8Array(bytes)
}

function changed(bytes: Buffer, seeds: readonly Uint8Array[], random: Random): Buffer {
  const at = below(random, bytes.length + 1)
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)]
  const piece = (): Buffer => {
    const other = Buffer.from(oneOf(random, seeds))
    const from = below(random, other.length)
    return other.subarray(from, from + below(random, 64))
  }
  switch (below(random, 7)) {
    case 0:
      return Buffer.concat([head, Buffer.from([below(random, 256)]), tail.subarray(1)])
    case 1:
      return Buffer.concat([head, Buffer.from([(tail[0] ?? 0) ^ (1 << below(random, 8))]), tail.subarray(1)])
    case 2:
      return Buffer.concat([head, Buffer.from(oneOf(random, hostileBytes)), tail])
    case 3:
      return Buffer.concat([head, tail.subarray(below(random, 16))])
    case 4:
      return Buffer.concat([head, piece(), tail])
    case 5:
      return head
    default:
      return Buffer.concat([head, tail.subarray(0, 32), tail])
  }
}

const deep = (): unknown => Array.from({ length: 200 }).reduce<unknown>((inner) => [inner], 1)
const hostileValues: readonly (() => unknown)[] = [
  () => null,
  () => '',
  () => -1,
  () => 1e308,
  () => 0.1,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => [],
  () => ({}),
  () => ({ __proto__: null, constructor: 'x' }),
  () => JSON.parse('{"__proto__":{"admin":true}}') as unknown,
  () => 'x'.repeat(5_000),
  () => '\u0000',
  () => '\ud800',
  () => '‮../../etc/passwd',
  () => '18446744073709551616',
  () => '-0',
  () => true,
  deep,
]

/** One place of a JSON value is another value, is gone, or is there under another name. */
export function mutateJson(value: unknown, random: Random): unknown {
  if (random() < 0.15 || typeof value !== 'object' || value === null) return oneOf(random, hostileValues)()
  if (Array.isArray(value)) {
    if (value.length === 0) return [oneOf(random, hostileValues)()]
    const at = below(random, value.length)
    const kind = random()
    if (kind < 0.1) return [...value, ...value]
    if (kind < 0.2) return value.filter((_, index) => index !== at)
    return value.map((one: unknown, index) => (index === at ? mutateJson(one, random) : one))
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return { stray: oneOf(random, hostileValues)() }
  const at = below(random, entries.length)
  const kind = random()
  if (kind < 0.08) return Object.fromEntries(entries.filter((_, index) => index !== at))
  if (kind < 0.16) return Object.fromEntries([...entries, ['stray', oneOf(random, hostileValues)()]])
  return Object.fromEntries(entries.map(([name, one], index) => [name, index === at ? mutateJson(one, random) : one]))
}
