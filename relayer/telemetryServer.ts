// Serves the relayer's metrics to Prometheus, and says whether the process lives and is ready.
import { createServer } from 'node:http'
import { CausewayError } from '../core/errors.ts'
import type { RelayMetrics } from './telemetry.ts'

export type TelemetryOptions = {
  readonly host: string
  readonly port: number
  readonly metrics: RelayMetrics
  /** What `/readyz` says; ready when every part is. */
  readonly parts: () => Readonly<Record<string, boolean>>
}

/** `/metrics`, `/healthz` (the process lives) and `/readyz` (every chain and Redis answer). Throws PORT_IN_USE. */
export function serveTelemetry({ host, port, metrics, parts }: TelemetryOptions): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void =>
      void response.writeHead(status, { 'content-type': type }).end(body)
    if (request.url === '/metrics') {
      void metrics.text().then((text) => answer(200, metrics.contentType, text))
    } else if (request.url === '/healthz') {
      answer(200, 'application/json', '{"status":"ok"}')
    } else if (request.url === '/readyz') {
      const now = parts()
      const ready = Object.values(now).every(Boolean)
      answer(ready ? 200 : 503, 'application/json', JSON.stringify({ ready, parts: now }))
    } else {
      answer(404, 'application/json', '{"code":"NOT_FOUND"}')
    }
  })
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE'
      reject(taken ? new CausewayError('PORT_IN_USE', { port: String(port), what: 'telemetry' }, cause) : cause)
    })
    server.listen(port, host, () => resolve({ close: () => new Promise((done) => server.close(() => done())) }))
  })
}
