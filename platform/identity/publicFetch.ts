// Fetches from public addresses only: whoever names a host must not reach what stands behind our own walls.

import type { LookupAddress, LookupOptions } from 'node:dns'
import { lookup } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { Readable } from 'node:stream'
import { CausewayError } from '../../core/errors.ts'
import type { PublicFetch } from './ports.ts'

// IANA's special-purpose registries: everything there that is not globally reachable, and multicast.
const special = new BlockList()
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]) {
  const [net = '', bits] = range.split('/')
  special.addSubnet(net, Number(bits), 'ipv4')
}
// Of IPv6 only 2000::/3 is allotted; in it are these tunnels, which hide an IPv4 address, and documentation.
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(net, bits, 'ipv6')
}

export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !special.check(address, 'ipv4')
  return family === 6 && global6.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

type Answer = (error: Error | null, address: string | LookupAddress[], family?: number) => void

/** Looks a name up for the connection itself, so that no second answer of the name server can differ. */
export function publicLookup(host: string, options: LookupOptions, answer: Answer, resolve = lookup): void {
  resolve(host, { ...options, all: true }, (error, found) => {
    const hidden = error === null ? found.find(({ address }) => !isPublicAddress(address)) : undefined
    const [first] = found ?? []
    if (error !== null || hidden !== undefined || first === undefined) {
      const reason = hidden === undefined ? 'name not found' : 'private address'
      answer(new CausewayError('DID_UNREACHABLE', { host, reason }), '')
    } else if (options.all === true) answer(null, found)
    else answer(null, first.address, first.family)
  })
}

/** Node asks for no look-up where the host is an address already, so those are refused by their looks. */
export const publicFetch: PublicFetch = async (url, signal) => {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol !== 'https:' || isIP(host) !== 0) {
    throw new CausewayError('DID_UNREACHABLE', { host, reason: 'neither https nor a name' })
  }
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = {
      signal,
      lookup: (name: string, how: LookupOptions, answer: Answer) => publicLookup(name, how, answer),
    }
    request(url, options, resolve).on('error', reject).end()
  })
  const status = incoming.statusCode ?? 0
  if (status === 200) return new Response(Readable.toWeb(incoming) as ReadableStream, { status })
  incoming.destroy()
  return new Response(null, { status: status >= 200 && status <= 599 ? status : 502 })
}
