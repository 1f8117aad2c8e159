// Every route, once: the server serves this list and the OpenAPI document describes it.
import { z } from 'zod'
import { openApiDocument } from './openapi.ts'
import { defineRoute, type Route } from './route.ts'
import { getAssetRoute, listAssetsRoute } from './routes/assets.ts'
import { healthRoute, metricsRoute, readyRoute, versionRoute } from './routes/health.ts'
import { planRoute } from './routes/manifests.ts'
import { listPacketsRoute } from './routes/packets.ts'
import { getRelayRoute, listRelaysRoute, submitRelayRoute } from './routes/relays.ts'
import { cancelRoute, eventsRoute, getRequestRoute, listRequestsRoute, submitRoute } from './routes/shareRequests.ts'
import { getRecordRoute, getTransactionRoute, listTransactionsRoute } from './routes/transactions.ts'
import { getZoneRoute, listZonesRoute } from './routes/zones.ts'

const described: readonly Route[] = [
  planRoute,
  submitRoute,
  listRequestsRoute,
  getRequestRoute,
  eventsRoute,
  cancelRoute,
  listZonesRoute,
  getZoneRoute,
  listAssetsRoute,
  getAssetRoute,
  listTransactionsRoute,
  getTransactionRoute,
  getRecordRoute,
  listPacketsRoute,
  submitRelayRoute,
  listRelaysRoute,
  getRelayRoute,
  healthRoute,
  readyRoute,
  metricsRoute,
  versionRoute,
]

/** The document is made once, when the list is. */
export function routeList(version: string): readonly Route[] {
  const openApiRoute = defineRoute({
    method: 'get',
    path: '/openapi.json',
    summary: 'This description',
    request: {},
    responses: { 200: { description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) } },
    errors: [],
    handler: async () => ({ status: 200, body: document }),
  })
  const routes = [...described, openApiRoute]
  const document = openApiDocument(routes, version)
  return routes
}
