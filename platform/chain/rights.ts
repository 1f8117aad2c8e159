// The rights contract as platforms ask it: who may use which elements for which purpose, decided there and now.
import { z } from 'zod'
import { codeName } from '../../core/errors.ts'
import { formatId } from '../../core/ids.ts'
import type { Rights as AnalyticsRights } from '../analytics/ports.ts'
import { ask, type Contract } from './contract.ts'

const uint64 = z.union([z.string(), z.number()]).transform(BigInt)
export const termsSchema = z.looseObject({
  fields: z.array(z.string()),
  purposes: z.array(z.string()),
  from_ns: uint64,
  until_ns: uint64,
  count: z.number(),
  onward: z.enum(['none', 'same_terms']),
  royalty_bps: z.number(),
})
const grantSchema = z.looseObject({
  id: z.string(),
  asset: z.string(),
  grantee: z.string(),
  terms: termsSchema,
  recipient_key: z.string(),
  offer: z.string().nullable(),
  used: z.number(),
  revoked_height: z.number().nullable(),
  height: z.number(),
})
export type ChainGrant = z.infer<typeof grantSchema>
const grantsSchema = z.looseObject({ grants: z.array(grantSchema) })
const rightsSchema = z.looseObject({ owner: z.string(), controller: z.string(), archived: z.boolean() }).nullable()
const maySchema = z.looseObject({ allowed: z.boolean(), code: z.number(), height: z.number() })

export const queryGrant = (rights: Contract, id: string): Promise<ChainGrant | null> =>
  ask(rights, { grant: { id } }, grantSchema.nullable())

/** What `use` would answer to the grantee at the height that is named. */
export const queryMay = (
  rights: Contract,
  grant: string,
  fields: readonly string[],
  purpose: string,
): Promise<z.infer<typeof maySchema>> => ask(rights, { may: { grant, fields, purpose } }, maySchema)

/** Every grant on the asset to that party, page by page; unknown assets have none. */
export async function queryGrantsTo(rights: Contract, grantee: string, asset: string): Promise<readonly ChainGrant[]> {
  const found: ChainGrant[] = []
  let startAfter: string | null = null
  for (;;) {
    const query: object = { grants_of: { asset: null, grantee, start_after: startAfter, limit: null } }
    const { grants }: z.infer<typeof grantsSchema> = await ask(rights, query, grantsSchema)
    found.push(...grants.filter((one) => one.asset === asset))
    const last = grants.at(-1)
    if (last === undefined) return found
    startAfter = last.id
  }
}

/** An analysis of a stream is a use of it: its owner may, and who holds a grant that covers elements and purpose. */
export function openAnalyticsRights(rights: Contract): AnalyticsRights {
  return {
    async mayAnalyse({ requester, zone, dataset, elements, purpose }) {
      const asset = formatId('asset', zone, dataset)
      const known = await ask(rights, { rights: { asset } }, rightsSchema)
      if (known?.owner === requester || known?.controller === requester) return { allowed: true }
      let reason = 'GRANT_UNKNOWN'
      for (const grant of await queryGrantsTo(rights, requester, asset)) {
        const answer = await queryMay(rights, grant.id, elements, purpose)
        if (answer.allowed) return { allowed: true }
        reason = codeName(answer.code)
      }
      return { allowed: false, reason }
    },
  }
}
