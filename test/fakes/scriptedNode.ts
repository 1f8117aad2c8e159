// The RPC endpoint of a CometBFT node on loopback, with a script instead of a chain: HTTP calls and one websocket.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

type Params = Readonly<Record<string, unknown>>
/** What a method answers; throws to answer with an error, returns a promise to be slow. */
export type RpcMethod = (params: Params) => unknown

export class ScriptedNode {
  readonly chainId: string
  height = 10
  /** Methods besides the built-in `status`, `block` and `block_results`, or instead of them. */
  readonly methods = new Map<string, RpcMethod>()
  /** Every call with its height, as `method` or `method 12`. */
  readonly calls: string[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #subscribed: (() => void)[] = []

  private constructor(chainId: string, server: Server) {
    this.chainId = chainId
    this.#server = server
  }

  static async start(chainId: string): Promise<ScriptedNode> {
    const server = createServer()
    const node = new ScriptedNode(chainId, server)
    server.on('request', (request, response) => {
      void readBody(request)
        .then((body) => node.#answer(body))
        .then((answer) => response.writeHead(200, { 'content-type': 'application/json' }).end(answer))
    })
    server.on('upgrade', (request, socket) => node.#openSocket(request, socket as Socket))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return node
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get streams(): number {
    return this.#sockets.size
  }

  async stop(): Promise<void> {
    this.dropStreams()
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }

  /** Resolves when the next websocket has subscribed. */
  subscribed(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#subscribed.push(resolve)
    return promise
  }

  dropStreams(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
  }

  /** The next blocks; announced over the websocket, or not. */
  advance(blocks: number, { announced = true } = {}): void {
    for (let index = 0; index < blocks; index += 1) {
      this.height += 1
      if (announced) this.say({ result: { data: { value: this.newBlock(this.height) } } })
    }
  }

  newBlock(height: number, chainId = this.chainId): unknown {
    return { block: this.#block(height, chainId), result_finalize_block: { tx_results: [] } }
  }

  /** To every websocket; text as it is. */
  say(message: unknown): void {
    const text = typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', id: 1, ...Object(message) })
    for (const socket of this.#sockets) socket.write(textFrame(text))
  }

  #block(height: number, chainId: string): unknown {
    const time = new Date(1_800_000_000_000 + height * 1_000).toISOString()
    return { header: { chain_id: chainId, height: `${height}`, time }, data: { txs: [] } }
  }

  async #answer(body: string): Promise<string> {
    const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: Params }
    const { height } = params
    this.calls.push(height === undefined ? method : `${method} ${String(height)}`)
    try {
      const result = await (this.methods.get(method) ?? this.#builtIn(method))(params)
      return JSON.stringify({ jsonrpc: '2.0', id, result })
    } catch (error) {
      const data = error instanceof Error ? error.message : String(error)
      return JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32603, message: 'Internal error', data } })
    }
  }

  #builtIn(method: string): RpcMethod {
    const latest_block_time = '2027-01-01T00:00:00Z'
    const sync_info = { latest_block_height: `${this.height}`, latest_block_time, catching_up: false }
    const answers: Readonly<Record<string, RpcMethod>> = {
      status: () => ({ node_info: { network: this.chainId }, sync_info }),
      block: ({ height }) => ({ block: this.#block(Number(height), this.chainId) }),
      block_results: () => ({ txs_results: null }),
    }
    return (
      answers[method] ??
      (() => {
        throw new Error(`no method ${method}`)
      })
    )
  }

  /** RFC 6455: the handshake, and then whatever a client says counts as its subscription. */
  #openSocket(request: IncomingMessage, socket: Socket): void {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${websocketGuid}`).digest('base64')
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
    socket.write(`${[...lines, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`)
    socket.on('error', () => undefined)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.once('data', () => {
      this.#sockets.add(socket)
      socket.write(textFrame('{"jsonrpc":"2.0","id":1,"result":{}}'))
      for (const tell of this.#subscribed.splice(0)) tell()
      // All that a client says after that is goodbye.
      socket.once('data', () => socket.destroy())
    })
  }
}

const websocketGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const header = payload.length < 126 ? [0x81, payload.length] : [0x81, 126, payload.length >> 8, payload.length & 255]
  return Buffer.concat([Buffer.from(header), payload])
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
