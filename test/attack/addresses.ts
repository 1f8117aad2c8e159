// Addresses inside our own walls, in every spelling that a URL allows, and names whose answers change: none of them may
// be reached by what fetches for strangers.
import type { LookupAddress } from 'node:dns'
import { createServer } from 'node:net'
import type { PublicFetch } from '../../platform/identity/ports.ts'
import { isPublicAddress, publicFetch, publicLookup } from '../../platform/identity/publicFetch.ts'

const schemes = ['https', 'http', 'ftp', 'file', 'gopher', 'data', 'ws', 'wss']
const patienceMs = 2_000

/** 127.0.0.1, the address of a cloud's own data, private networks: as browsers and libraries take them apart. */
const hosts = [
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0177.0.0.1', '017700000001'],
  ...['127.000.000.001', '127.0.0.1.', '0', '0.0.0.0', '127.127.127.127', '0x7f.1', '0177.1', '127.0x1'],
  ...['169.254.169.254', '0xa9fea9fe', '2852039166', '0251.0376.0251.0376', '169.254.43518'],
  ...['10.0.0.1', '10.1', '167772161', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.1', '100.64.0.1'],
  ...['198.18.0.1', '192.0.2.1', '203.0.113.7', '224.0.0.1', '255.255.255.255', '240.0.0.1'],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[::7f00:1]'],
  ...[
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[2001:db8::1]',
  ],
  ...['localhost', 'LOCALHOST', 'localhost.', 'ip6-localhost', '①②⑦.⓪.⓪.①', '127。0。0。1', '127%2e0%2e0%2e1'],
]
/** What stands before or behind the host. */
const frames: readonly ((scheme: string, host: string, port: number) => string)[] = [
  (scheme, host, port) => `${scheme}://${host}:${port}/`,
  (scheme, host, port) => `${scheme}://city.example@${host}:${port}/.well-known/did.json`,
  (scheme, host, port) => `${scheme}://${host}:${port}#city.example`,
]

function spellings(port: number): readonly URL[] {
  const plain = hosts.flatMap((host) => frames.map((frame) => frame('https', host, port)))
  const others = schemes.flatMap((scheme) =>
    ['127.0.0.1', '[::1]', 'localhost'].map((host) => `${scheme}://${host}:${port}/`),
  )
  return [...plain, ...others].flatMap((text) => (URL.canParse(text) ? [new URL(text)] : []))
}

/** Names that tell a public address first and one of ours afterwards, or both at once. */
const rebinding: readonly (readonly (readonly string[])[])[] = [
  [['93.184.216.34'], ['127.0.0.1']],
  [['93.184.216.34', '127.0.0.1']],
  [['2606:2800:220:1::1', '::1']],
  [['127.0.0.1']],
  [['::ffff:169.254.169.254']],
]

export type Reached = { readonly tried: number; readonly violations: readonly string[] }

/** Every spelling against a listener of our own, which nobody may connect to. */
export async function tryAddresses(fetcher: PublicFetch = publicFetch): Promise<Reached> {
  const violations: string[] = []
  let isTouched = false
  const listener = createServer((socket) => {
    isTouched = true
    socket.destroy()
  })
  await new Promise<void>((resume) => listener.listen({ port: 0, host: '::', ipv6Only: false }, resume))
  const { port } = listener.address() as { port: number }
  const urls = spellings(port)
  for (const url of urls) {
    isTouched = false
    const answer = await fetcher(url, AbortSignal.timeout(patienceMs)).catch(() => undefined)
    if (isTouched || answer !== undefined) violations.push(`${url.href} was reached`)
  }
  await new Promise((resume) => listener.close(resume))
  for (const answers of rebinding) violations.push(...(await rebind(answers)))
  return { tried: urls.length + rebinding.length, violations }
}

/** The address that a connection gets is public, and was asked for once. */
async function rebind(answers: readonly (readonly string[])[]): Promise<readonly string[]> {
  let asked = 0
  const resolve = (_: string, __: unknown, done: (error: null, found: LookupAddress[]) => void): void => {
    const now = answers[Math.min(asked, answers.length - 1)] ?? []
    asked += 1
    done(
      null,
      now.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  const found = await new Promise<readonly string[]>((told) => {
    const answer = (error: Error | null, address: string | LookupAddress[]): void => {
      const all = typeof address === 'string' ? [address] : address.map((one) => one.address)
      told(error === null ? all : [])
    }
    publicLookup('rebinding.example', { all: true }, answer, resolve as unknown as typeof import('node:dns').lookup)
  })
  const wrong = found.filter((address) => !isPublicAddress(address))
  return asked === 1 && wrong.length === 0
    ? []
    : [`a name that tells ${JSON.stringify(answers)} led to ${wrong.join()}`]
}
