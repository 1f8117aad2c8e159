// Starts the API and opens its door over HTTP; one call ends all.
import type { Server } from 'node:http'
import { CausewayError } from '../core/errors.ts'
import { type ApiPorts, type ApiSettings, type Assembled, assembleApi } from './assembleApi.ts'
import { routeList } from './routeList.ts'
import { createApp, listen, type ServerOptions } from './server.ts'

export type ApiOptions = ApiSettings & {
  readonly host: string
  readonly port: number
  readonly server: ServerOptions
}

export const apiDefaults = {
  // From twenty requests a second on, what gathers grows to the bound; below, each goes at once.
  tickMs: 50,
  repeatAfterMs: 5_000,
  zonesFreshMs: 2_000,
  // Ten hops of six seconds: the span that public chains need (Y.4560 names none).
  deadlineDefaultMs: 60_000,
  lookback: 1_000n,
} as const

export type RunningApi = Pick<Assembled, 'deps' | 'dispatcher' | 'projector'> & {
  readonly url: string
  /** Stops taking requests, then ends what runs; the ports stay the caller's. */
  close(): Promise<void>
}

export async function startApi(ports: ApiPorts, options: ApiOptions): Promise<RunningApi> {
  const stop = new AbortController()
  const { deps, dispatcher, projector, run } = assembleApi(ports, options)
  const server = await listen(createApp(routeList(options.version), deps, options.server), options.host, options.port)
  const running = run(stop.signal)
  const close = async (): Promise<void> => {
    stop.abort()
    await closeServer(server)
    await running
  }
  return { url: urlOf(server), deps, dispatcher, projector, close }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    // Event streams would stay open for as long as their requests do.
    server.closeAllConnections()
  })
}

function urlOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new CausewayError('INTERNAL', { reason: 'no address' })
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}
