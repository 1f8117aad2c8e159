// Asks the identity contract of a chain for subjects, at a height that the answer names.
import { QuerySmartContractStateRequest, QuerySmartContractStateResponse } from 'cosmjs-types/cosmwasm/wasm/v1/query'
import { utf8 } from '../../core/bytes.ts'
import { parseSubject } from '../../core/did.ts'
import type { Chain } from '../../relayer/ports.ts'
import type { SubjectQueries } from '../identity/ports.ts'

const path = '/cosmwasm.wasm.v1.Query/SmartContractState'

/** One block behind the newest: a node reports a height before it has carried that block out. */
export function openSubjects(chain: Pick<Chain, 'queryStatus' | 'queryGrpc'>, contract: string): SubjectQueries {
  return {
    async query(did) {
      const newest = await chain.queryStatus()
      const height = newest.height - 1n
      const queryData = utf8(JSON.stringify({ subject: { id: did } }))
      const request = QuerySmartContractStateRequest.encode({ address: contract, queryData }).finish()
      const json = await chain.queryGrpc(path, request, parseAnswer, height)
      return json === null
        ? undefined
        : { subject: parseSubject(json), height, timeMs: Number(newest.timeNs / 1_000_000n) }
    },
  }
}

const parseAnswer = (bytes: Uint8Array): unknown =>
  JSON.parse(Buffer.from(QuerySmartContractStateResponse.decode(bytes).data).toString('utf8')) as unknown
