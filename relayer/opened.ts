// What a process has opened, to be closed in the reverse order: at its end, or when its start fails half-way.
type Closable = { close(): Promise<void> }

export class Opened {
  readonly #parts: Closable[] = []

  keep<T extends Closable>(part: T): T {
    this.#parts.unshift(part)
    return part
  }

  async close(): Promise<void> {
    for (const part of this.#parts.splice(0)) await part.close()
  }
}
