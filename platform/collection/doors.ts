// What both doors share: names in paths and topics become identifiers, and plain sockets stay on this machine.
import { createServer as createPlainServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { CausewayError } from '../../core/errors.ts'
import { formatId } from '../../core/ids.ts'
import type { Source } from './journal.ts'

export type Tls = { readonly key: string; readonly cert: string }
export type DoorOptions = {
  /** The chain whose streams and devices this door serves; their local parts are in paths and topics. */
  readonly chainId: string
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /** Absent on loopback alone: credentials never cross a network in the clear. */
  readonly tls?: Tls
}

export type Door = { readonly port: number; close(): Promise<void> }

export function sourceOf(chainId: string, stream: string, device: string): Source {
  return { streamId: formatId('asset', chainId, stream), deviceId: formatId('thing', chainId, device) }
}

export function checkTls({ host, tls }: DoorOptions): void {
  const loopback = host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
  if (tls === undefined && !loopback) {
    throw new CausewayError('CONFIG_INVALID', { mistakes: `a door on ${host} needs a TLS key and certificate` })
  }
}

export function createSocketServer({ tls }: DoorOptions, onSocket: (socket: Socket) => void): Server {
  return tls === undefined ? createPlainServer(onSocket) : createTlsServer({ ...tls }, onSocket)
}

/** Listens; throws PORT_IN_USE when somebody else does. */
export async function listenAt(server: Server, { host, port }: DoorOptions): Promise<number> {
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
