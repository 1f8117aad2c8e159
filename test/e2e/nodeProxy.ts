// Stands between a relayer and a node's RPC as a bad node would: changes answers, refuses, is away, cuts streams.
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createConnection, type Socket } from 'node:net'
import { bodyOf } from '../fakes/loopbackServer.ts'

type Json = Record<string, unknown>
/** Gets method and answer of a call, and gives what the caller is told. */
export type Change = (method: string, answer: Json) => Json

export class NodeProxy {
  /** Of the node. */
  readonly #to: number
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #port = 0
  change: Change = (_method, answer) => answer
  /** Longest body of a call; a longer one is refused as servers in front of nodes do, with a page. */
  bodyBytesMax = Number.POSITIVE_INFINITY
  /** Answers that were changed. */
  changed = 0
  #cutAfterBytes: number | undefined

  constructor(to: number) {
    this.#to = to
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** On any free port, and after an outage on the same one. */
  async start(): Promise<this> {
    const server = createServer((request, response) => void this.#serve(request, response))
    server.on('upgrade', (request, socket, head) => this.#stream(request, socket as Socket, head))
    server.on('connection', (socket) => this.#hold(socket))
    await new Promise<void>((done) => server.listen(this.#port, '127.0.0.1', done))
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
    return this
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.#server?.close(done))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  /** The stream of blocks ends once so many bytes of one message have passed: in the middle of a block. */
  cutBlockAfter(bytes: number): void {
    this.#cutAfterBytes = bytes
  }

  #hold(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    if (body.length > this.bodyBytesMax) {
      response.writeHead(413, { 'content-type': 'text/html' }).end('<h1>413 Request Entity Too Large</h1>')
      return
    }
    const { method } = JSON.parse(body.toString()) as { method: string }
    const headers = { 'content-type': 'application/json' }
    const onward = httpRequest({ port: this.#to, host: '127.0.0.1', method: 'POST', headers }, (answer) => {
      void bodyOf(answer).then((bytes) => {
        const told = this.#tell(method, JSON.parse(bytes.toString()) as Json)
        response.writeHead(answer.statusCode ?? 200, headers).end(JSON.stringify(told))
      })
    })
    onward.on('error', () => response.destroy())
    onward.end(body)
  }

  #tell(method: string, answer: Json): Json {
    const told = this.change(method, answer)
    if (told !== answer) this.changed += 1
    return told
  }

  #stream(request: IncomingMessage, near: Socket, head: Buffer): void {
    const far = createConnection({ host: '127.0.0.1', port: this.#to })
    this.#hold(far)
    const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`)
    far.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    far.write(head)
    near.pipe(far)
    far.on('data', (bytes: Buffer) => this.#pass(bytes, near))
    far.on('close', () => near.destroy())
    near.on('close', () => far.destroy())
  }

  #pass(bytes: Buffer, near: Socket): void {
    const limit = this.#cutAfterBytes
    // A block with txs comes in one message that is longer than any without.
    if (limit === undefined || bytes.length <= limit) return void near.write(bytes)
    this.#cutAfterBytes = undefined
    near.write(bytes.subarray(0, limit), () => near.destroy())
  }
}
