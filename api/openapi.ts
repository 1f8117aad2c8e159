// Writes the OpenAPI 3.1 document out of the list of routes that the server serves.
import { extendZodWithOpenApi, OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { catalogue, type ErrorCode } from '../core/errors.ts'
import { type Problem, problemMediaType } from '../core/problem.ts'
import type { Route } from './route.ts'

extendZodWithOpenApi(z)

/** Of what core/problem.ts makes, key by key. */
const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    retryable: z.boolean(),
    hint: z.string(),
    traceId: z.string(),
    facts: z.record(z.string(), z.string()),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    chain: z
      .object({
        chainId: z.string(),
        txHash: z.string().optional(),
        codespace: z.string().optional(),
        abciCode: z.int().optional(),
      })
      .optional(),
  } satisfies Record<keyof Problem, z.ZodType>)
  .meta({ id: 'Problem', description: 'Why a request was refused, by RFC 9457, with our code and what to do.' })

/** Every route may meet these: they come from the server around it. */
const alwaysPossible = ['RATE_LIMITED', 'INTERNAL'] as const satisfies readonly ErrorCode[]
const possibleWithBody = ['BODY_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED'] as const satisfies readonly ErrorCode[]

export function openApiDocument(routes: readonly Route[], version: string): object {
  const registry = new OpenAPIRegistry()
  const problem = registry.register('Problem', problemSchema)
  for (const route of routes) {
    registry.registerPath({
      method: route.method,
      path: route.path,
      summary: route.summary,
      operationId: operationId(route),
      request: {
        ...(isEmpty(route.request.params) ? {} : { params: route.request.params }),
        ...(isEmpty(route.request.query) ? {} : { query: route.request.query }),
        ...(isEmpty(route.request.headers) ? {} : { headers: route.request.headers }),
        ...(route.request.body === undefined
          ? {}
          : { body: { required: true, content: { 'application/json': { schema: route.request.body } } } }),
      },
      responses: { ...successes(route), ...problems(route, problem) },
    })
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Causeway', version, description: 'Atomic sharing of data and assets across chains.' },
  })
}

const isEmpty = (schema: z.ZodObject): boolean => Object.keys(schema.shape).length === 0

/** `get /v1/zones/{chainId}` -> `getV1ZonesChainId`. */
function operationId(route: Route): string {
  const words = route.path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return route.method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

type Media = Record<string, { schema: z.ZodType }>
type Response = { description: string; content?: Media }

function successes(route: Route): Record<string, Response> {
  const entries = Object.entries(route.responses).map(([status, response]): [string, Response] => {
    const { schema, mediaType = 'application/json', description } = response
    return [status, schema === undefined ? { description } : { description, content: { [mediaType]: { schema } } }]
  })
  return Object.fromEntries(entries)
}

function problems(route: Route, schema: z.ZodType): Record<string, Response> {
  const codes = new Map<number, ErrorCode[]>()
  const withBody = route.request.body === undefined ? [] : possibleWithBody
  for (const code of new Set<ErrorCode>([...route.errors, ...withBody, ...alwaysPossible])) {
    const { status } = catalogue[code]
    if (!(status in route.responses)) codes.set(status, [...(codes.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...codes].map(([status, list]) => [
      String(status),
      { description: list.join(', '), content: { [problemMediaType]: { schema } } },
    ]),
  )
}
