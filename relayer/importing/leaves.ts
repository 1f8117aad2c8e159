// A configuration of another program while it is read: what was taken from it, and what is left.
type Tree = Readonly<Record<string, unknown>>

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)

export class Leaves {
  readonly #root: Tree
  readonly #taken = new Set<string>()

  constructor(root: unknown) {
    this.#root = isTree(root) ? root : {}
  }

  /** The value under these keys, which counts as carried over; undefined where there is none. */
  take(...keys: readonly string[]): unknown {
    this.#taken.add(keys.join('.'))
    return keys.reduce<unknown>((at, key) => (isTree(at) && Object.hasOwn(at, key) ? at[key] : undefined), this.#root)
  }

  text(...keys: readonly string[]): string | undefined {
    const value = this.take(...keys)
    return typeof value === 'string' && value !== '' ? value : undefined
  }

  number(...keys: readonly string[]): number | undefined {
    const value = this.take(...keys)
    return typeof value === 'number' ? value : undefined
  }

  /** Places that nothing was taken from, in their order; a list is one place. */
  rest(): readonly string[] {
    const places = (value: unknown, at: string): readonly string[] => {
      if (this.#taken.has(at)) return []
      if (!isTree(value)) return [at]
      return Object.entries(value).flatMap(([key, one]) => places(one, at === '' ? key : `${at}.${key}`))
    }
    return places(this.#root, '')
  }
}

/** The tables of a list, each to be read by itself; what is no table is an empty one. */
export const leavesOf = (list: unknown): readonly Leaves[] =>
  Array.isArray(list) ? list.map((one) => new Leaves(one)) : []
