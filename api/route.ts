// A route is a value: the server, the OpenAPI document and the conformance test read the same list.
import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import type { ErrorCode } from '../core/errors.ts'
import { shapeRefused } from '../core/problem.ts'
import type { Deps } from './deps.ts'

extendZodWithOpenApi(z)

export type Method = 'get' | 'post'
export type Raw = {
  readonly params: unknown
  readonly query: unknown
  readonly headers: unknown
  readonly body: unknown
  /** Aborts when the caller is gone. */
  readonly signal: AbortSignal
}

/** A stream of server-sent events: what `write` gets is already framed. */
export type EventSource = (write: (frame: string) => void, signal: AbortSignal) => Promise<void>
export type Reply = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON, or text where the route says so. */
  readonly body?: unknown
  readonly events?: EventSource
}

type Shape = z.ZodRawShape
type Parsed<T extends Shape> = z.infer<z.ZodObject<T>>
export type Input<P extends Shape, Q extends Shape, H extends Shape, B extends z.ZodType> = {
  readonly params: Parsed<P>
  readonly query: Parsed<Q>
  readonly headers: Parsed<H>
  readonly body: z.infer<B>
  readonly signal: AbortSignal
}

export type RouteSpec<P extends Shape, Q extends Shape, H extends Shape, B extends z.ZodType> = {
  readonly method: Method
  /** OpenAPI spelling: `/v1/zones/{chainId}`. */
  readonly path: string
  readonly summary: string
  readonly request: { readonly params?: P; readonly query?: Q; readonly headers?: H; readonly body?: B }
  readonly responses: Readonly<Record<number, ResponseSpec>>
  readonly errors: readonly ErrorCode[]
  readonly handler: (input: Input<P, Q, H, B>, deps: Deps) => Promise<Reply>
}

export type ResponseSpec = {
  readonly description: string
  readonly schema?: z.ZodType
  readonly mediaType?: string
}

/** A route with its types sealed in: parsing and handling are one step, so no caller needs to know them. */
export type Route = {
  readonly method: Method
  readonly path: string
  readonly summary: string
  readonly request: {
    readonly params: z.ZodObject
    readonly query: z.ZodObject
    readonly headers: z.ZodObject
    readonly body: z.ZodType | undefined
  }
  readonly responses: Readonly<Record<number, ResponseSpec>>
  readonly errors: readonly ErrorCode[]
  readonly run: (raw: Raw, deps: Deps) => Promise<Reply>
}

export function defineRoute<
  P extends Shape = Record<never, never>,
  Q extends Shape = Record<never, never>,
  H extends Shape = Record<never, never>,
  B extends z.ZodType = z.ZodUndefined,
>(spec: RouteSpec<P, Q, H, B>): Route {
  const params = z.strictObject(spec.request.params ?? ({} as P))
  const query = z.strictObject(spec.request.query ?? ({} as Q))
  // Headers that nobody asked for are none of our business; everything else unknown is a mistake of the caller.
  const headers = z.object(spec.request.headers ?? ({} as H))
  const body = spec.request.body
  return {
    method: spec.method,
    path: spec.path,
    summary: spec.summary,
    request: { params, query, headers, body },
    responses: spec.responses,
    errors: spec.errors,
    run: (raw, deps) => {
      const input = {
        params: parse(params, raw.params, '/path'),
        query: parse(query, raw.query, '/query'),
        headers: parse(headers, raw.headers, '/header'),
        body: (body === undefined ? undefined : parse(body, raw.body, '')) as z.infer<B>,
        signal: raw.signal,
      }
      return spec.handler(input, deps)
    },
  }
}

function parse<T extends z.ZodType>(schema: T, value: unknown, prefix: string): z.infer<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw shapeRefused(result.error.issues, prefix)
}
