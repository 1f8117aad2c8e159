// The store of a fake chain: txs write into layers that are kept or thrown away, and every block's state can be read.
export interface Layered {
  get(key: string): string | undefined
  set(key: string, value: string | undefined): void
  keys(prefix: string): readonly string[]
}

export class Layer implements Layered {
  readonly #below: Layered
  readonly #changes = new Map<string, string | undefined>()

  constructor(below: Layered) {
    this.#below = below
  }

  get(key: string): string | undefined {
    return this.#changes.has(key) ? this.#changes.get(key) : this.#below.get(key)
  }

  set(key: string, value: string | undefined): void {
    this.#changes.set(key, value)
  }

  keys(prefix: string): readonly string[] {
    const found = new Set(this.#below.keys(prefix))
    for (const [key, value] of this.#changes) {
      if (!key.startsWith(prefix)) continue
      if (value === undefined) found.delete(key)
      else found.add(key)
    }
    return [...found]
  }

  keep(): void {
    for (const [key, value] of this.#changes) this.#below.set(key, value)
    this.#changes.clear()
  }
}

/** What has been committed. `height` is that of the block whose writes are being kept. */
export class History implements Layered {
  height = 0n
  readonly #values = new Map<string, { readonly height: bigint; readonly value: string | undefined }[]>()

  get(key: string): string | undefined {
    return this.#values.get(key)?.at(-1)?.value
  }

  /** The value that a key had after the block of this height. */
  getAt(key: string, height: bigint): string | undefined {
    return this.#values.get(key)?.findLast((one) => one.height <= height)?.value
  }

  set(key: string, value: string | undefined): void {
    const values = this.#values.get(key) ?? []
    values.push({ height: this.height, value })
    this.#values.set(key, values)
  }

  keys(prefix: string): readonly string[] {
    return [...this.#values.keys()].filter((key) => key.startsWith(prefix) && this.get(key) !== undefined)
  }
}
