// The question to the identity contract: at one height, and an answer that is whole or refused.
import { QuerySmartContractStateRequest, QuerySmartContractStateResponse } from 'cosmjs-types/cosmwasm/wasm/v1/query'
import { utf8 } from '../../core/bytes.ts'
import { openSubjects } from '../../platform/chain/subjects.ts'
import { answeringGrpc } from '../fakes/answeringGrpc.ts'

const did = 'did:causeway:party:zone-a:city'
const json = {
  id: did,
  form: 'person',
  owner: null,
  status: 'active',
  keys: [],
  accounts: [],
  roles: ['supplier'],
  version: 1,
  home_chain_id: 'zone-a',
}

type Asked = { path: string; query: unknown; address: string; height: bigint | undefined }
function open(answer: string): { readonly asked: Asked[]; readonly query: ReturnType<typeof openSubjects>['query'] } {
  const asked: Asked[] = []
  const chain = {
    queryStatus: async () => ({ height: 500n, timeNs: 1_800_000_000_123_456_789n, catchingUp: false }),
    queryGrpc: answeringGrpc('zone-a', async (path, request, height) => {
      const { address, queryData } = QuerySmartContractStateRequest.decode(request)
      asked.push({ path, query: JSON.parse(Buffer.from(queryData).toString()), address, height })
      return QuerySmartContractStateResponse.encode({ data: utf8(answer) }).finish()
    }),
  }
  return { asked, query: openSubjects(chain, 'wasm1identity').query }
}

test('the answer is the state of one height, which it names (Y-8.4.3b)', async () => {
  const { asked, query } = open(JSON.stringify(json))
  const answer = await query(did)
  expect(answer).toMatchObject({ height: 499n, timeMs: 1_800_000_000_123, subject: { id: did, roles: ['supplier'] } })
  const path = '/cosmwasm.wasm.v1.Query/SmartContractState'
  expect(asked).toEqual([{ path, address: 'wasm1identity', query: { subject: { id: did } }, height: 499n }])
})

test('a subject that the contract does not know is undefined, an answer that is none is refused', async () => {
  expect(await open('null').query(did)).toBeUndefined()
  for (const text of ['', '{}', '[]']) {
    const attempt = open(text).query(did)
    await expect(attempt).rejects.toThrow(expect.objectContaining({ code: 'CHAIN_ANSWER_INVALID' }))
  }
})
