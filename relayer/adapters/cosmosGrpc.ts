// Raw unary gRPC: bytes in, bytes out, so that callers choose their own codecs.
import { Client, type ClientOptions, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { CausewayError } from '../../core/errors.ts'

export type CosmosGrpcOptions = { readonly chainId: string; readonly url: string; readonly timeoutMs: number }

const bytesMax = 64 * 1024 * 1024
const unreachable: ReadonlySet<number> = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED])
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** One node's gRPC endpoint; queries run outside the lock that RPC queries, CheckTx and blocks share. */
export class CosmosGrpc {
  readonly #chainId: string
  readonly #url: string
  readonly #timeoutMs: number
  #client: Client | undefined

  constructor(options: CosmosGrpcOptions) {
    this.#chainId = options.chainId
    this.#url = options.url
    this.#timeoutMs = options.timeoutMs
  }

  /** Throws CHAIN_UNREACHABLE without an answer, CHAIN_ANSWER_INVALID when the service refuses the request. */
  unary(path: string, request: Uint8Array, height?: bigint): Promise<Uint8Array> {
    const metadata = new Metadata()
    if (height !== undefined) metadata.set('x-cosmos-block-height', height.toString())
    const deadline = Date.now() + this.#timeoutMs
    return new Promise((resolve, reject) => {
      const done = (error: ServiceError | null, answer?: Buffer): void => {
        if (error !== null || answer === undefined) reject(this.#translate(path, error))
        else resolve(answer)
      }
      this.#open().makeUnaryRequest(path, asBuffer, (bytes) => bytes, request, metadata, { deadline }, done)
    })
  }

  close(): void {
    this.#client?.close()
    this.#client = undefined
  }

  #open(): Client {
    const { host, protocol } = new URL(this.#url)
    const options: ClientOptions = {
      'grpc.max_receive_message_length': bytesMax,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 2_000,
    }
    const secrets = protocol === 'https:' ? credentials.createSsl() : credentials.createInsecure()
    this.#client ??= new Client(host, secrets, options)
    return this.#client
  }

  #translate(path: string, error: ServiceError | null): CausewayError {
    const facts = { chainId: this.#chainId, path, reason: (error?.details ?? 'no answer').slice(0, 500) }
    if (error === null || unreachable.has(error.code)) {
      return new CausewayError('CHAIN_UNREACHABLE', { ...facts, url: this.#url }, error)
    }
    return new CausewayError('CHAIN_ANSWER_INVALID', { ...facts, grpcCode: String(error.code) }, error)
  }
}
