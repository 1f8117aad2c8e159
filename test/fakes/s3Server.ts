// A server of our own that speaks the few calls of S3 which the adapter makes, without checking who asks; no real S3.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Small, so that a test of a few objects sees several pages. */
const pageSize = 2

export class S3Server {
  readonly objects = new Map<string, Uint8Array>()
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<S3Server> {
    const server = createServer()
    const s3 = new S3Server(server)
    server.on('request', (request, response) => void s3.#serve(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return s3
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url)
    const key = url.pathname.split('/')[2] ?? ''
    const found = this.objects.get(key)
    if (key === '') return this.#list(url.searchParams.get('continuation-token') ?? '', response)
    if (request.method === 'PUT') {
      const parts: Uint8Array[] = []
      for await (const part of request) parts.push(part)
      this.objects.set(key, Buffer.concat(parts))
      return void response.end()
    }
    if (request.method === 'DELETE') {
      this.objects.delete(key)
      response.statusCode = 204
      return void response.end()
    }
    if (found === undefined) {
      response.statusCode = 404
      return void response.end(
        request.method === 'HEAD' ? '' : '<Error><Code>NoSuchKey</Code><Message>no</Message></Error>',
      )
    }
    response.setHeader('content-length', found.length)
    response.end(request.method === 'HEAD' ? undefined : found)
  }

  #list(after: string, response: ServerResponse): void {
    const keys = [...this.objects.keys()].sort().filter((key) => key > after)
    const page = keys.slice(0, pageSize)
    const more = keys.length > page.length
    const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')
    response.setHeader('content-type', 'application/xml')
    response.end(`<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`)
  }
}
