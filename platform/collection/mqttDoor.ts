// The MQTT door of collection: a broker of its own, so that a device is acknowledged when its document is on disk.
// MQTT 3.1.1 has no refusal: the reason goes to the device's topic `refused`, and its connection ends unacknowledged.
import type { Socket } from 'node:net'
import { Aedes, type AedesPublishPacket, type Client, type PublishPacket } from 'aedes'
import { utf8 } from '../../core/bytes.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import { type Door, type DoorOptions, listenSockets } from '../process/doors.ts'
import { boundPackets } from './frames.ts'
import { type DoorDeps, type OfChain, sourceOf } from './httpDoor.ts'
import { connectionsMax, mqttPacketBytesMax } from './limits.ts'
import { type NativeFormat, nativeFormats } from './ports.ts'

/** `causeway/<stream>/<device>/<format>`, QoS 1; user name and password are the device's local part and credential. */
export async function openMqttDoor({ chainId, ...options }: DoorOptions & OfChain, deps: DoorDeps): Promise<Door> {
  const devices = new WeakMap<Client, string>()
  const broker = await Aedes.createBroker({
    maxTopicLevels: 4,
    authenticate: (client, user, password, done) => {
      const device = user ?? ''
      void isDevice(chainId, device, password, deps).then((known) => {
        if (known) devices.set(client, device)
        done(null, known)
      })
    },
    authorizePublish: (client, packet, done) => {
      const device = client === null ? undefined : devices.get(client)
      void accept(packet, device, chainId, deps).then(
        () => {
          // Nobody reads documents here, so the broker keeps none either.
          packet.retain = false
          done(null)
        },
        (error: unknown) => refuse(broker, packet, device, error, deps).then(() => done(asError(error))),
      )
    },
    authorizeSubscribe: (client, subscription, done) => {
      const [root, , device, last, ...rest] = subscription.topic.split('/')
      const isOwn = root === 'causeway' && device === devices.get(client) && last === 'refused' && rest.length === 0
      done(null, isOwn ? subscription : null)
    },
  })
  const handle = (socket: Socket): void => void broker.handle(boundPackets(socket, mqttPacketBytesMax))
  const endSessions = (): Promise<void> => new Promise((resolve) => broker.close(resolve))
  try {
    const door = await listenSockets('mqtt', handle, { ...options, connectionsMax })
    return { ...door, close: () => endSessions().then(door.close) }
  } catch (error) {
    await endSessions()
    throw error
  }
}

async function isDevice(
  chainId: string,
  device: string,
  password: Buffer | undefined,
  deps: DoorDeps,
): Promise<boolean> {
  try {
    const { deviceId } = sourceOf(chainId, 'any', device)
    return await deps.callers.isDevice(deviceId, password?.toString('utf8') ?? '')
  } catch (error) {
    if (!isCausewayError(error) || error.retryable)
      deps.log.warn('collection.mqtt_login_failed', { error: String(error) })
    return false
  }
}

const topicForm = /^causeway\/([^/]+)\/([^/]+)\/([^/]+)$/

async function accept(
  packet: PublishPacket,
  caller: string | undefined,
  chainId: string,
  { collection }: DoorDeps,
): Promise<void> {
  const [, stream = '', device = '', format = ''] = topicForm.exec(packet.topic) ?? []
  if (device !== caller) throw new CausewayError('DEVICE_NOT_ALLOWED', { deviceId: device })
  const source = sourceOf(chainId, stream, device)
  const problem = packetProblem(packet, format)
  if (problem !== undefined) {
    await collection.refused(source, problem)
    throw problem
  }
  const body = typeof packet.payload === 'string' ? utf8(packet.payload) : Uint8Array.from(packet.payload)
  await collection.submitDocument({ ...source, format: format as NativeFormat, body })
}

function packetProblem({ topic, qos }: PublishPacket, format: string): CausewayError | undefined {
  if (!isFormat(format)) return new CausewayError('NOT_FOUND', { path: topic })
  return qos === 1 ? undefined : new CausewayError('BODY_INVALID', { expected: 'QoS 1' })
}

const isFormat = (text: string): boolean => (nativeFormats as readonly string[]).includes(text)

/** Tells the device why, on a topic that it alone may read; a retryable failure needs no word, it comes again. */
async function refuse(
  broker: Aedes,
  { topic }: PublishPacket,
  device: string | undefined,
  error: unknown,
  { log }: DoorDeps,
): Promise<void> {
  const [, stream = '', named = ''] = topicForm.exec(topic) ?? []
  if (!isCausewayError(error)) log.error('collection.mqtt_failed', { topic, error: String(error) })
  if (!isCausewayError(error) || device === undefined || named !== device) return
  const { code, facts, hint, retryable } = error
  const packet: AedesPublishPacket = {
    cmd: 'publish',
    topic: `causeway/${stream}/${device}/refused`,
    payload: Buffer.from(JSON.stringify({ code, retryable, hint, facts })),
    qos: 0,
    retain: false,
    dup: false,
    brokerId: broker.id,
    brokerCounter: 0,
  }
  await new Promise<void>((resolve) => broker.publish(packet, () => resolve()))
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
