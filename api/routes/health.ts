// Health, readiness, version and metrics: what an operator's tools ask.
import { z } from 'zod'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Deps } from '../deps.ts'
import { defineRoute } from '../route.ts'

export const healthRoute = defineRoute({
  method: 'get',
  path: '/healthz',
  summary: 'Whether the process runs',
  request: {},
  responses: { 200: { description: 'It does.', schema: z.object({ status: z.literal('ok') }) } },
  errors: [],
  handler: async () => ({ status: 200, body: { status: 'ok' } }),
})

const checkSchema = z.object({ name: z.string(), ok: z.boolean(), code: z.string().nullable() })
const readySchema = z.object({ ready: z.boolean(), checks: z.array(checkSchema) }).meta({ id: 'Readiness' })

export const readyRoute = defineRoute({
  method: 'get',
  path: '/readyz',
  summary: 'Whether requests are accepted, and what is degraded',
  request: {},
  responses: {
    200: { description: 'Requests are accepted; a check that is not ok delays them.', schema: readySchema },
    503: { description: 'Requests would be refused.', schema: readySchema },
  },
  errors: [],
  handler: async (_input, deps) => {
    const store = await checkOf('store', () => deps.store.ping())
    const hub = await checkOf('hub', async () => void (await deps.zones.all()))
    const queue = await checkOf('queue', async () => {
      if (deps.queueDown()) throw new CausewayError('REDIS_UNAVAILABLE')
    })
    const chains = await Promise.all(
      [...deps.chains].map(([chainId, chain]) =>
        checkOf(`chain ${chainId}`, async () => void (await chain.queryStatus())),
      ),
    )
    // Without Redis or a zone, requests are still accepted and wait in the store.
    const ready = store.ok && hub.ok
    return { status: ready ? 200 : 503, body: { ready, checks: [store, hub, queue, ...chains] } }
  },
})

async function checkOf(name: string, run: () => Promise<void>): Promise<z.infer<typeof checkSchema>> {
  try {
    await run()
    return { name, ok: true, code: null }
  } catch (error) {
    if (!isCausewayError(error)) throw error
    return { name, ok: false, code: error.code }
  }
}

export const metricsRoute = defineRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Metrics for Prometheus',
  request: {},
  responses: { 200: { description: 'Text format.', mediaType: 'text/plain', schema: z.string() } },
  errors: [],
  handler: async (_input, deps: Deps) => ({
    status: 200,
    headers: { 'Content-Type': deps.metrics.contentType },
    body: await deps.metrics.text(),
  }),
})

export const versionRoute = defineRoute({
  method: 'get',
  path: '/version',
  summary: 'Which release answers',
  request: {},
  responses: {
    200: {
      description: 'Name and version.',
      schema: z.object({
        name: z.string(),
        version: z.string(),
        hub: z.object({ chainId: z.string(), contract: z.string() }),
      }),
    },
  },
  errors: [],
  handler: async (_input, deps) => ({
    status: 200,
    body: { name: 'causeway', version: deps.version, hub: { ...deps.zones.hub } },
  }),
})
