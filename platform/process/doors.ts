// How every door listens: over TLS, or in the clear on this machine alone.
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createPlainServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { CausewayError } from '../../core/errors.ts'

export type Tls = { readonly key: string; readonly cert: string }
export type DoorOptions = {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /** Absent on loopback alone: credentials never cross a network in the clear. */
  readonly tls?: Tls
  readonly connectionsMax?: number
}

export type Door = { readonly url: string; readonly port: number; close(): Promise<void> }

/** Throws CONFIG_INVALID for plain HTTP elsewhere than on loopback, PORT_IN_USE. */
export function listenHttp(app: RequestListener, options: DoorOptions): Promise<Door> {
  return listen('http', options, (tls) => {
    const server = tls === undefined ? createHttpServer(app) : createHttpsServer({ ...tls }, app)
    return { server, endConnections: () => server.closeAllConnections() }
  })
}

/** The same for another protocol over TCP; whoever opened the sockets ends them. */
export function listenSockets(scheme: string, onSocket: (socket: Socket) => void, options: DoorOptions): Promise<Door> {
  return listen(scheme, options, (tls) => {
    const server = tls === undefined ? createPlainServer(onSocket) : createTlsServer({ ...tls }, onSocket)
    return { server, endConnections: () => undefined }
  })
}

type Opened = { readonly server: Server; readonly endConnections: () => void }

async function listen(scheme: string, options: DoorOptions, open: (tls: Tls | undefined) => Opened): Promise<Door> {
  const { host, tls, connectionsMax } = options
  const mistakes = doorMistake(host, tls)
  if (mistakes !== undefined) throw new CausewayError('CONFIG_INVALID', { mistakes })
  const { server, endConnections } = opened(open, tls)
  if (connectionsMax !== undefined) server.maxConnections = connectionsMax
  const port = await listening(server, options)
  const close = async (): Promise<void> => {
    endConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  const url = `${scheme}${tls === undefined ? '' : 's'}://${host.includes(':') ? `[${host}]` : host}:${port}`
  return { url, port, close }
}

/** What is wrong with a door at this address. */
export function doorMistake(host: string, tls: object | undefined): string | undefined {
  const loopback = host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
  return tls !== undefined || loopback ? undefined : `a door on ${host} needs a TLS key and certificate`
}

function opened(open: (tls: Tls | undefined) => Opened, tls: Tls | undefined): Opened {
  try {
    return open(tls)
  } catch (cause) {
    throw new CausewayError('CONFIG_INVALID', { mistakes: 'the TLS key and certificate cannot be used' }, cause)
  }
}

async function listening(server: Server, { host, port }: DoorOptions): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE'
      reject(taken ? new CausewayError('PORT_IN_USE', { host, port: String(port) }, cause) : cause)
    })
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}
