// Calls to a node over kept-alive connections that the node may close at any moment.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CosmosRpc } from '../../relayer/adapters/cosmosRpc.ts'

let server: Server
const bodies: string[] = []
/** So many of the next calls end without an answer. */
let dropped = 0
/** As a server does that stands in front of a node. */
let refusing = false

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      bodies.push(body)
      dropped -= 1
      if (dropped >= 0) request.socket.destroy()
      else if (refusing) response.writeHead(413).end('<h1>Request Entity Too Large</h1>')
      else response.end(JSON.stringify({ result: { height: '7' } }))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})
beforeEach(() => {
  bodies.length = 0
  dropped = 0
})

const open = (): CosmosRpc => {
  const { port } = server.address() as AddressInfo
  return new CosmosRpc({ chainId: 'zone-a', url: `http://127.0.0.1:${port}`, timeoutMs: 5_000 })
}

test.each(['status', 'broadcast_tx_sync'])(
  '%s is asked once more, in the same bytes, when the connection was closed',
  async (method) => {
    dropped = 1
    expect(await open().call(method, { tx: 'AA==' })).toEqual({ height: '7' })
    expect(bodies).toHaveLength(2)
    expect(bodies[1]).toBe(bodies[0])
  },
)

test('a node that closes every connection is CHAIN_UNREACHABLE after two', async () => {
  dropped = 9
  await expect(open().call('status')).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE', facts: { method: 'status' } })
  expect(bodies).toHaveLength(2)
})

test('a node that nobody runs is CHAIN_UNREACHABLE at once', async () => {
  const nobody = new CosmosRpc({ chainId: 'zone-a', url: 'http://127.0.0.1:9', timeoutMs: 5_000 })
  await expect(nobody.call('status')).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
  expect(bodies).toEqual([])
})

test('a server in front of the node that finds the body too large refuses the call, and is no node that is away', async () => {
  refusing = true
  const facts = { reason: 'request body too large' }
  await expect(open().call('status')).rejects.toMatchObject({ code: 'CHAIN_ANSWER_INVALID', facts })
  refusing = false
})
