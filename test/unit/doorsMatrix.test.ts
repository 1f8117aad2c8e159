// Who is asked at each call of a platform's doors before anything happens: the order in which a door turns to what
// stands behind it, and that a refusal by any of these ends the call, with nothing done after it.
import { CausewayError } from '../../core/errors.ts'
import { listenHttp } from '../../platform/process/doors.ts'
import { doors, type Meant, type Watch } from '../attack/doorCalls.ts'
import { asMeant, send } from '../attack/doors.ts'

const isPlain = (part: unknown): part is Record<string, unknown> =>
  typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype

type Spied = { readonly called: string[]; readonly watch: Watch }

/** Notes who is asked; `refuses` says no. */
function spied(refuses?: string): Spied {
  const called: string[] = []
  const spy =
    (name: string, ask: (...args: unknown[]) => unknown) =>
    (...args: unknown[]): unknown => {
      called.push(name)
      if (name !== refuses) return ask(...args)
      if (name === 'callers.isDevice') return false
      throw new CausewayError('FORBIDDEN', {})
    }
  const watched = (parts: Record<string, unknown>, place: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => {
        if (typeof part === 'function') return [name, spy(place + name, part as () => unknown)]
        return [name, isPlain(part) && place === '' ? watched(part, `${name}.`) : part]
      }),
    )
  return { called, watch: ((parts: Record<string, unknown>) => watched(parts, '')) as Watch }
}

async function callDoor(name: string, meant: Meant, refuses?: string): Promise<{ status: number; called: string[] }> {
  const { called, watch } = spied(refuses)
  const found = doors.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no door ${name}`)
  const door = await listenHttp(found.open(watch), { host: '127.0.0.1', port: 0 })
  try {
    const { status } = await send(door.port, asMeant(meant))
    return { status, called }
  } finally {
    await door.close()
  }
}

/** By door and call, who is asked, in order. The last one acts; those before it may only find or refuse. */
const matrix: Readonly<Record<string, readonly string[]>> = {
  'access: POST /reads': ['rows.find', 'accesses.submitUse'],
  'analytics: POST /parts': ['signatures.signer', 'platform.runPart'],
  'audit: GET /v1/audit-events': ['signatures.signer', 'admit', 'index.find', 'index.height'],
  'audit: GET /v1/audit-reports': ['signatures.signer', 'admit', 'index.height', 'index.find'],
  // Of open data, for everybody: what is closed is not found.
  'audit: GET /v1/data/*': ['find'],
  'collection: POST /v1/streams/air/devices/*/documents': ['callers.isDevice', 'collection.submitDocument'],
  'collection: GET /v1/streams/air/devices/*/counts': ['callers.isDevice', 'collection.counts'],
  // A batch is signed by its device, who asks for its content signs that, and a certificate by the chain's word for it.
  'collection: POST /v1/batches': ['collection.submitBatch'],
  'collection: GET /v1/batches/*': ['handOut'],
  'collection: PUT /v1/batches/*/certificate': ['certificates.put'],
  'identity: POST /v1/auth/challenges': ['login.challenge'],
  'identity: POST /v1/auth/tokens': ['login.answer'],
  'identity: GET /v1/auth/session': ['login.authenticate'],
  'identity: DELETE /v1/auth/session': ['login.end'],
  'identity: GET /v1/dids/*': [],
  'storage: PUT /objects/*': ['node.admit', 'node.accept'],
  'storage: GET /objects/*': ['node.keptByCid', 'node.authorise', 'node.read'],
  // The node itself asks the chain about each of these (storeNode.test.ts of the conformance suites).
  'storage: POST /accesses': ['node.recordAccess'],
  'storage: POST /shares': ['node.placeShare'],
  'storage: POST /shares/*': ['node.releaseShare'],
  'storage: GET /deliveries/*/*': ['node.delivery'],
}

const isName = /^(did:.*|bafk.*|agreement-\d|batch-\d|air-7)$/
const titleOf = (door: string, { method, path }: Meant): string =>
  `${door}: ${method} /${path.map((one) => (isName.test(one) ? '*' : one)).join('/')}`
const everyCall = new Map(
  doors.flatMap(({ name, calls }) => calls.map((meant) => [titleOf(name, meant), meant] as const)),
)
const doorOf = (title: string): string => title.slice(0, title.indexOf(':'))

test('every call of every door is in the matrix', () => {
  expect([...everyCall.keys()].sort()).toEqual(Object.keys(matrix).sort())
})

test.each([...everyCall])('%s asks whom it has to ask, in that order', async (title, meant) => {
  const { status, called } = await callDoor(doorOf(title), meant)
  expect([status < 300, called]).toEqual([true, matrix[title]])
})

const everyRefusal = [...everyCall].flatMap(([title, meant]) =>
  (matrix[title] ?? []).map((who) => [title, who, meant] as const),
)
test.each(everyRefusal)(
  '%s: where %s refuses, it is refused, and nothing is done after that',
  async (title, who, meant) => {
    const { status, called } = await callDoor(doorOf(title), meant, who)
    expect([401, 403]).toContain(status)
    const upTo = (matrix[title] ?? []).slice(0, (matrix[title] ?? []).indexOf(who) + 1)
    // A device is told what was not taken in, and the count of it goes up.
    expect(called.filter((name) => name !== 'collection.refused')).toEqual(upTo)
  },
)
