// The MQTT door of collection, called by whoever likes: sessions of MQTT 3.1.1 of which any packet may have other
// bytes. Whatever comes, nothing is taken in for a device that has not logged in, every failure has a code, and the
// door goes on.
import { connect, type Socket } from 'node:net'
import { utf8 } from '../../core/bytes.ts'
import { openMqttDoor } from '../../platform/collection/mqttDoor.ts'
import type { Log } from '../../relayer/ports.ts'
import { listeningLog } from '../fakes/ibcPair.ts'
import { type Random, randomFrom } from '../random.ts'
import type { Tried } from './attack.ts'
import { senml } from './doorCalls.ts'
import { mutateBytes } from './mutate.ts'

const chainId = 'zone-a'
const device = 'air-7'
const secret = 'secret'
const mutated = 0.35
const atOnce = 16
/** A session that gets no more answers, because its last packet never ends, is given up after so long. */
const silentMs = 100
/** What is left of a session that its client has ended must be gone by then. */
const endedMs = 10_000

const [connack, puback, pingresp] = [0x20, 0x40, 0xd0]
const word = (number: number): readonly number[] => [number >> 8, number & 0xff]
const text = (value: string): readonly number[] => [...word(utf8(value).length), ...utf8(value)]

/** A fixed header, whose length is in groups of seven bits, and what follows it. */
function packet(head: number, body: readonly number[]): Uint8Array {
  const length: number[] = []
  for (let left = body.length; ; left >>= 7) {
    length.push(left > 0x7f ? (left & 0x7f) | 0x80 : left)
    if (left <= 0x7f) return Uint8Array.from([head, ...length, ...body])
  }
}

const keepAlive = word(60)
/** Clean session, with user name and password. */
const login = packet(0x10, [...text('MQTT'), 4, 0xc2, ...keepAlive, ...text('c-1'), ...text(device), ...text(secret)])
const subscribe = packet(0x82, [...word(1), ...text(`causeway/air/${device}/refused`), 1])
const publish = (topic: string, body: string): Uint8Array =>
  packet(0x32, [...text(topic), ...word(2), ...Array.from(utf8(body))])
const ping = packet(0xc0, [])
const document = JSON.stringify(senml)
const meant = [login, subscribe, publish(`causeway/air/${device}/senml`, document)]
const sessions: readonly (readonly Uint8Array[])[] = [
  meant,
  [login, publish(`causeway/air/${device}/sensorthings`, '{"result":21.5}')],
  [login, publish('causeway/air/air-8/senml', document)],
  [login, publish(`causeway/air/${device}/none`, document)],
]

function hostile(random: Random): Uint8Array {
  const all = sessions.flat()
  const session = sessions[Math.floor(random() * sessions.length)] ?? meant
  return Buffer.concat([...session.map((one) => (random() < mutated ? mutateBytes([one, ...all], random) : one)), ping])
}

type Session = {
  readonly port: number
  readonly bytes: Uint8Array
  /** Head of the answer after which the session is ended. */
  readonly last: number
  /** So long no answer may come before it is ended as well. */
  readonly patienceMs: number
}

/** The heads of the packets that came as answers; resolves when the session is over at both ends. */
function hold({ port, bytes, last, patienceMs }: Session): Promise<readonly number[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>()
  const socket: Socket = connect(port, '127.0.0.1')
  let [answers, heads]: [Buffer, readonly number[]] = [Buffer.alloc(0), []]
  let late: NodeJS.Timeout | undefined
  const end = (): void => {
    late ??= setTimeout(() => reject(new Error('the door holds on to a session that has ended')), endedMs)
    socket.end()
  }
  const silent = setTimeout(end, patienceMs)
  socket.on('data', (chunk) => {
    answers = Buffer.concat([answers, chunk as Buffer])
    heads = headsOf(answers)
    if (heads.includes(last)) end()
    else silent.refresh()
  })
  // A door may end a session at any moment.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    clearTimeout(late)
    clearTimeout(silent)
    resolve(heads)
  })
  socket.write(bytes)
  return promise
}

/** The first byte of each packet, without its flags. */
function headsOf(answers: Uint8Array): readonly number[] {
  const heads: number[] = []
  for (let at = 0; at < answers.length; ) {
    heads.push((answers[at] ?? 0) & 0xf0)
    let [length, shift, byte] = [0, 0, 0x80]
    for (at += 1; byte > 0x7f; at += 1, shift += 7) {
      byte = answers[at] ?? 0
      length |= (byte & 0x7f) << shift
    }
    at += length
  }
  return heads
}

type Submitted = { readonly deviceId: string }

/** What is behind the door knows one device, and says what nobody may have brought it to. */
function behind(log: Log, tell: (what: string) => void) {
  const known = `did:causeway:thing:${chainId}:${device}`
  const isDevice = async (deviceId: string, password: string): Promise<boolean> =>
    deviceId === known && password === secret
  const submitDocument = async ({ deviceId }: Submitted): Promise<object> => {
    if (deviceId !== known) tell(`a document was taken in for ${deviceId}`)
    return {}
  }
  const collection = { submitDocument, refused: async () => undefined }
  return { log, callers: { isDevice }, collection } as unknown as Parameters<typeof openMqttDoor>[1]
}

export async function tryMqttDoor(runs: number, seed: number): Promise<Tried> {
  const random = randomFrom(seed)
  const violations: string[] = []
  const told = (what: string): void => void violations.push(`mqtt, seed ${seed}: ${what}`)
  const log = listeningLog()
  const door = await openMqttDoor({ chainId, host: '127.0.0.1', port: 0 }, behind(log, told))
  let refused = 0
  const attempt = async (): Promise<void> => {
    const session = { port: door.port, bytes: hostile(random), last: pingresp, patienceMs: silentMs }
    const answers = await hold(session).catch((error: unknown) => void told(String(error)))
    if (answers?.includes(puback) !== true) refused += 1
  }
  const check = async (): Promise<void> => {
    const session = { port: door.port, bytes: Buffer.concat(meant), last: puback, patienceMs: endedMs }
    const answers = await hold(session)
    if (!answers.includes(connack) || !answers.includes(puback)) told('a device that does all as it should is refused')
    const failed = log.told.find(({ event }) => event === 'collection.mqtt_failed')
    if (failed !== undefined) told(`a failure without a code: ${JSON.stringify(failed.facts)}`)
  }
  try {
    await check()
    for (let done = 0; done < runs && violations.length === 0; done += atOnce) {
      await Promise.all(Array.from({ length: Math.min(atOnce, runs - done) }, attempt))
    }
    await check()
  } finally {
    await door.close()
  }
  return { runs, refused, violations }
}
