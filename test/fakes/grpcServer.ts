// The gRPC endpoint of a node on loopback, with one function a method instead of a chain: bytes in, bytes out.
import { Server, ServerCredentials, status } from '@grpc/grpc-js'

/** Undefined refuses: there is nothing under that path. */
export type GrpcMethod = (request: Uint8Array) => Uint8Array | undefined
export type GrpcServer = { readonly url: string; stop(): void }

/** `methods` by their full path, such as `/cosmos.base.node.v1beta1.Service/Config`. */
export async function startGrpc(methods: Readonly<Record<string, GrpcMethod>>): Promise<GrpcServer> {
  const server = new Server()
  const bytes = (value: Uint8Array): Buffer => Buffer.from(value)
  const coding = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  }
  for (const [path, answer] of Object.entries(methods)) {
    const definition = { [path]: { path, requestStream: false, responseStream: false, ...coding } } as const
    server.addService(definition, {
      [path]: (call: { request: Buffer }, done: (error: object | null, value?: Uint8Array) => void) => {
        const value = answer(call.request)
        if (value === undefined) done({ code: status.NOT_FOUND, details: `nothing under ${path}` })
        else done(null, value)
      },
    })
  }
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  )
  return { url: `http://127.0.0.1:${port}`, stop: () => server.forceShutdown() }
}
