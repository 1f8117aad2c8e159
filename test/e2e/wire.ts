// A wire to a process that a test listens on, and can cut: what goes through it ends at once, and nothing new comes.

import type { AddressInfo } from 'node:net'
import { createConnection, createServer, type Server, type Socket } from 'node:net'

export class Wire {
  readonly #to: number
  readonly #sockets = new Set<Socket>()
  readonly #passed: Buffer[] = []
  #server: Server | undefined
  port = 0

  /** Leads to a port of this machine. */
  constructor(to: number) {
    this.#to = to
  }

  /** The first time on any free port, later on the same one again. */
  async mend(): Promise<void> {
    const server = createServer((near) => this.#join(near, createConnection({ host: '127.0.0.1', port: this.#to })))
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done))
    this.port = (server.address() as AddressInfo).port
    this.#server = server
  }

  #join(near: Socket, far: Socket): void {
    for (const socket of [near, far]) {
      this.#sockets.add(socket)
      socket.on('data', (bytes: Buffer) => this.#passed.push(bytes))
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket))
    }
    near.pipe(far).pipe(near)
  }

  /** Everything that went through it, in both directions. */
  heard(): Buffer {
    return Buffer.concat(this.#passed)
  }

  async cut(): Promise<void> {
    const closed = new Promise((done) => this.#server?.close(done))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
