// Where the doors of platforms listen: over TLS, or in the clear on this machine alone; asked of each door.
import { get } from 'node:https'
import { connect, connectAsync } from 'mqtt'
import { openAccessDoor } from '../../platform/access/doorServer.ts'
import { openAnalyticsDoor } from '../../platform/analytics/door.ts'
import { openAuditDoor } from '../../platform/audit/door.ts'
import { openHttpDoor } from '../../platform/collection/httpDoor.ts'
import { openMqttDoor } from '../../platform/collection/mqttDoor.ts'
import { openIdentityDoor } from '../../platform/identity/door.ts'
import type { Door, DoorOptions } from '../../platform/process/doors.ts'
import { openStoreDoor } from '../../platform/storage/storeServer.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import { selfSigned } from '../fakes/certificate.ts'

type Open = (options: DoorOptions) => Promise<Door>
/** Nothing behind a door is asked before somebody comes. */
const behind = <T>(parts: object = {}): T => ({ log: openLog('silent'), ...parts }) as T
const chainId = 'zone-a'
const http: readonly { readonly name: string; readonly open: Open }[] = [
  { name: 'access', open: (options) => openAccessDoor(options, behind()) },
  { name: 'analytics', open: (options) => openAnalyticsDoor(options, behind()) },
  { name: 'audit', open: (options) => openAuditDoor(options, behind()) },
  { name: 'collection', open: (options) => openHttpDoor({ chainId, ...options }, behind()) },
  { name: 'identity', open: (options) => openIdentityDoor(options, behind()) },
  { name: 'storage', open: (options) => openStoreDoor(options, behind()) },
]
const callers = { isDevice: async () => true }
const openMqtt: Open = (options) => openMqttDoor({ chainId, ...options }, behind({ callers }))
const doors = [...http, { name: 'collection over MQTT', open: openMqtt }]

const local = { host: '127.0.0.1', port: 0 }
const tls = selfSigned()
const opened: Door[] = []
afterEach(async () => {
  for (const door of opened.splice(0)) await door.close()
})
async function keep(opening: Promise<Door>): Promise<Door> {
  const door = await opening
  opened.push(door)
  return door
}

test.each(doors)('the door of $name listens in the clear on this machine alone (Y-6.1-5)', async ({ open }) => {
  for (const host of ['0.0.0.0', '::', '::ffff:10.0.0.7', 'hub.example', '127.evil.example', '10.0.0.7']) {
    await expect(keep(open({ host, port: 0 }))).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  }
  const door = await keep(open(local))
  expect(door.port).toBeGreaterThan(0)
  expect(new URL(door.url)).toMatchObject({ hostname: '127.0.0.1', port: `${door.port}` })
})

test.each(doors)('the door of $name is not opened where another listens, nor where nobody can', async ({ open }) => {
  const { port } = await keep(open(local))
  const facts = { host: '127.0.0.1', port: `${port}` }
  await expect(keep(open({ ...local, port }))).rejects.toMatchObject({ code: 'PORT_IN_USE', facts })
  // An address of documentation (RFC 5737), which no machine has.
  await expect(keep(open({ host: '192.0.2.1', port: 0, tls }))).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' })
})

test.each(doors)('the door of $name is not opened by a certificate that is none', async ({ open }) => {
  const opening = keep(open({ ...local, tls: { ...tls, cert: 'none' } }))
  await expect(opening).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
})

const statusOf = (url: string, ca?: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const request = get(url, { ...(ca === undefined ? {} : { ca }), agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    request.once('error', reject)
  })

test.each(http)('the door of $name with a certificate serves TLS and nothing else (Y-6.1-5)', async ({ open }) => {
  const door = await keep(open({ ...local, tls }))
  expect(door.url).toBe(`https://127.0.0.1:${door.port}`)
  expect(await statusOf(`${door.url}/nothing`, tls.cert)).toBe(404)
  await expect(statusOf(`${door.url}/nothing`)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  await expect(fetch(`http://127.0.0.1:${door.port}/nothing`)).rejects.toThrow('fetch failed')
})

test('the MQTT door with a certificate serves TLS and nothing else (Y-6.1-5)', async () => {
  const door = await keep(openMqtt({ ...local, tls }))
  expect(door.url).toBe(`mqtts://127.0.0.1:${door.port}`)
  const how = { username: 'station-1', password: 'secret', reconnectPeriod: 0 }
  const client = await connectAsync(door.url, { ...how, ca: tls.cert })
  expect(client.connected).toBe(true)
  await client.endAsync()
  const plain = connect(`mqtt://127.0.0.1:${door.port}`, how).on('error', () => undefined)
  let greeted = false
  plain.once('connect', () => {
    greeted = true
  })
  await new Promise<void>((resolve) => plain.once('close', () => resolve()))
  expect(greeted).toBe(false)
})
