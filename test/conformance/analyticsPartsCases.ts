// The ways to another platform's parts that the conformance suite runs over: inside one process, and through its door.
import { createHmac } from 'node:crypto'
import { openAnalyticsDoor } from '../../platform/analytics/door.ts'
import { httpParts } from '../../platform/analytics/httpParts.ts'
import { type AnalyticsPlatform, ownParts } from '../../platform/analytics/platform.ts'
import type { PartSource, RequestSignatures, SignRequest } from '../../platform/analytics/ports.ts'
import type { Door } from '../../platform/process/doors.ts'
import { silent } from './queueCases.ts'

export const asker = 'did:causeway:platform:zone-b:asker'

/** Stands for signatures by keys of a DID: who knows the secret is the asker. */
const mac = (secret: string, method: string, path: string, body: Uint8Array): string =>
  createHmac('sha256', secret).update(`${method} ${path}\n`).update(body).digest('hex')
export const signWith =
  (secret: string): SignRequest =>
  async (method, path, body) => ({ 'x-mac': mac(secret, method, path, body) })
export const signatures: RequestSignatures = {
  signer: async ({ method, path, header, body }) =>
    header('x-mac') === mac('secret', method, path, body) ? asker : undefined,
}

export type PartsWay = (platform: AnalyticsPlatform) => Promise<{ readonly source: PartSource; close(): Promise<void> }>

export const inProcess: PartsWay = async (platform) => ({
  source: ownParts(platform, asker),
  close: async () => undefined,
})

export const openDoor = (platform: AnalyticsPlatform): Promise<Door> =>
  openAnalyticsDoor({ host: '127.0.0.1', port: 0 }, { platform, signatures, log: silent })

export const overHttp: PartsWay = async (platform) => {
  const { url, close } = await openDoor(platform)
  return { source: httpParts({ url, sign: signWith('secret') }), close }
}
