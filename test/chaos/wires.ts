// The way from the programs to a node: a TCP forwarder that can be cut, and is whole again afterwards.
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { freePort } from '../../localnet/freePort.ts'

export class Wire {
  readonly #to: number
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  /** Where the programs find the node; always the same. */
  readonly port: number

  private constructor(to: number, port: number) {
    this.#to = to
    this.port = port
  }

  static async open(to: number): Promise<Wire> {
    const wire = new Wire(to, await freePort())
    await wire.mend()
    return wire
  }

  async mend(): Promise<void> {
    if (this.#server !== undefined) return
    const server = createServer((near) => this.#join(near, createConnection({ host: '127.0.0.1', port: this.#to })))
    await new Promise<void>((done, fail) => server.once('error', fail).listen(this.port, '127.0.0.1', done))
    this.#server = server
  }

  /** Connections end at once, in the middle of whatever they carry, and no new one comes about. */
  async cut(): Promise<void> {
    const closed = new Promise((done) => this.#server?.close(done))
    for (const socket of this.#sockets) socket.destroy()
    await closed
    this.#server = undefined
  }

  #join(near: Socket, far: Socket): void {
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      one
        .on('error', () => undefined)
        .on('close', () => {
          this.#sockets.delete(one)
          other.destroy()
        })
      one.pipe(other)
    }
  }
}
