// The gRPC endpoint of a node on loopback that says which chain it is of, and answers the paths that are named.
import { GetNodeInfoResponse } from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { type GrpcMethod, type GrpcServer, startGrpc } from './grpcServer.ts'

export type GrpcAnswer = (path: string, request: Uint8Array) => Uint8Array | undefined

const infoPath = '/cosmos.base.tendermint.v1beta1.Service/GetNodeInfo'

/** `answer` refuses with undefined. */
export function startGrpcNode(
  chainId: () => string,
  paths: readonly string[] = [],
  answer: GrpcAnswer = () => undefined,
): Promise<GrpcServer> {
  const info: GrpcMethod = () =>
    GetNodeInfoResponse.encode(GetNodeInfoResponse.fromPartial({ defaultNodeInfo: { network: chainId() } })).finish()
  const methods = paths.map((path): [string, GrpcMethod] => [path, (request) => answer(path, request)])
  return startGrpc({ [infoPath]: info, ...Object.fromEntries(methods) })
}
