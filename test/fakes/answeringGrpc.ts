// A chain's answers over gRPC out of bytes: read, or refused as the port has it.
import { asAnswer } from '../../core/answers.ts'
import type { Chain } from '../../relayer/ports.ts'

type Answer = (path: string, request: Uint8Array, height?: bigint) => Promise<Uint8Array>

export const answeringGrpc =
  (chainId: string, answer: Answer): Chain['queryGrpc'] =>
  async (path, request, decode, height) => {
    const bytes = await answer(path, request, height)
    return asAnswer(chainId, path, () => decode(bytes))
  }
