// Which operation is allowed for which class of data: every cell of the published table, by contract calls alone.
import { duplicationRules } from '#gen/duplication.ts'
import { codeNumber, type ErrorCode } from '../../core/errors.ts'
import { queryItem, queryLeg } from '../../localnet/demo/chainFacts.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { zoneOf } from '../../localnet/demo/story.ts'
import { rejectedLegs } from '../../relayer/prepareWorker.ts'
import { base64, call, callAll, refusalOf } from './calls.ts'
import { type Cell, cells, dataClasses, madeFor, stepsOfCell, thingOfCell } from './cells.ts'
import { consents, type Draft, deadlineIn, decisionOf, draftOf, prepareOn, settledLeg } from './drafts.ts'
import { moveSteps, type Party } from './steps.ts'
import { closedAsset, openRecord, register, registerMsg } from './things.ts'
import { openWorld, startMs } from './world.ts'

let stage: OpenStage
let source: Party
let destination: Party
/** What came of each cell: the code of its refusal, or how it ended. */
let outcomes: Readonly<Record<string, string>>
const drafts = new Map<string, Draft>()

const nameOf = ({ operation, dataClass }: Cell): string => `${operation} ${dataClass}`

beforeAll(async () => {
  stage = await openWorld()
  source = { chainId: 'zone-a', user: stage.users.alice }
  destination = { chainId: 'zone-b', user: stage.users.bob }
  const things = cells.flatMap((cell) => thingOfCell(stage, cell) ?? [])
  await register(stage, source.chainId, source.user, things)
  const { chain, assets } = zoneOf(stage, source.chainId)
  const funds = [{ denom: 'ucity', amount: '1000' }]
  await callAll(chain, source.user.name, [{ contract: assets, msg: { deposit: {} }, funds }])
  outcomes = await tryAll()
}, startMs)
afterAll(() => stage.close())

/** There is no item of this class that could be read: it is refused when it is registered. */
const noItem: Cell = { operation: 'read', dataClass: 'fungible' }
const preparedCells = cells.filter((cell) => nameOf(cell) !== nameOf(noItem))

async function outcomeOfNoItem(): Promise<string> {
  const { chain, assets } = zoneOf(stage, source.chainId)
  const msg = registerMsg(madeFor(stage, noItem))
  return `refused ${codeNumber((await refusalOf(call(chain, source.user.name, assets, msg))) as ErrorCode)}`
}

/** All other cells in one call of each gate: a leg that is refused does not touch the others. */
async function tryAll(): Promise<Record<string, string>> {
  const deadlineNs = await deadlineIn(stage, 60_000)
  for (const cell of preparedCells)
    drafts.set(nameOf(cell), draftOf(stage, deadlineNs, stepsOfCell(stage, cell, source, destination)))
  const rejected = new Map<string, number>()
  for (const { chainId } of [destination, source]) {
    const handed = preparedCells.flatMap((cell) => {
      const draft = draftFor(cell)
      return draft.manifest.legs.some((leg) => leg.chainId === chainId) ? [{ cell, draft }] : []
    })
    const legs = handed.map(async ({ cell, draft }) => {
      const content = thingOfCell(stage, cell)?.content ?? null
      const contents =
        content === null || chainId === source.chainId ? [] : [{ operation: 0, content: base64(content) }]
      return { draft, authorisations: await consents(draft, [source.user, destination.user]), contents }
    })
    const { result } = await prepareOn(stage, chainId, ...(await Promise.all(legs)))
    for (const { id, code } of rejectedLegs(result.events)) rejected.set(id, code)
  }
  const rows = preparedCells.map(async (cell) => [nameOf(cell), await outcomeOf(cell, rejected)] as const)
  return { ...Object.fromEntries(await Promise.all(rows)), [nameOf(noItem)]: await outcomeOfNoItem() }
}

function draftFor(cell: Cell): Draft {
  const draft = drafts.get(nameOf(cell))
  if (draft === undefined) throw new Error(`no draft of ${nameOf(cell)}`)
  return draft
}

/** A gate that turned the form away has locked nothing; a leg that was refused has ended everywhere. */
async function outcomeOf(cell: Cell, rejected: ReadonlyMap<string, number>): Promise<string> {
  const { id, manifest } = draftFor(cell)
  const code = rejected.get(id)
  if (code !== undefined) {
    const legs = await Promise.all(manifest.legs.map(({ chainId }) => queryLeg(stage, chainId, id)))
    return legs.every((leg) => leg === null) ? `refused ${code}` : 'refused, yet locked'
  }
  const decision = await decisionOf(stage, id)
  const leg = await settledLeg(stage, source.chainId, id)
  return decision === 'commit' ? `committed, ${leg.state}` : `refused ${leg.code}`
}

const expected = (refusal: ErrorCode | undefined): string =>
  refusal === undefined ? 'committed, applied' : `refused ${codeNumber(refusal)}`

test('every operation on every class of data ends as the published table says, with its code (Y-7.2.3c, Y-6.3-n1)', () => {
  const table = cells.map((cell) => [nameOf(cell), expected(duplicationRules[cell.operation][cell.dataClass])] as const)
  expect(table).toHaveLength(4 * dataClasses.length)
  expect(outcomes).toEqual(Object.fromEntries(table))
})

test('what was allowed has happened, and what was refused has changed nothing (Y-7.2.3c)', async () => {
  const { alice, bob } = stage.users
  for (const cell of cells) {
    const thing = thingOfCell(stage, cell)
    if (thing === undefined) continue
    const { id } = thing.envelope
    const [here, there] = await Promise.all([source, destination].map((at) => queryItem(stage, at.chainId, id)))
    const allowed = duplicationRules[cell.operation][cell.dataClass] === undefined
    const name = nameOf(cell)
    const moved = allowed && cell.operation === 'move'
    const sold = allowed && cell.operation === 'transfer'
    expect({ name, state: here?.state, owner: here?.owner_account, lock: here?.in_doubt }).toEqual({
      name,
      state: moved ? 'departed' : 'live',
      owner: sold ? bob.address : alice.address,
      lock: false,
    })
    const arrives = allowed && (cell.operation === 'move' || cell.operation === 'replicate')
    expect({ name, there: there?.state ?? null }).toEqual({ name, there: arrives ? 'live' : null })
  }
})

test(
  'an asset whose owner set no policy does not move, also when the manifest says that it may (Y-10.1-3c, Y-6.3-n1)',
  async () => {
    const fixed = closedAsset('zone-a', `fixed-${stage.run}`, { movable: false })
    await register(stage, 'zone-a', source.user, [fixed])
    const lie = closedAsset('zone-a', `fixed-${stage.run}`, { movable: true })
    const draft = draftOf(stage, await deadlineIn(stage, 60_000), moveSteps(source, destination, lie))
    const handed = { draft, authorisations: await consents(draft, [source.user, destination.user]) }
    await prepareOn(stage, 'zone-b', handed)
    await prepareOn(stage, 'zone-a', handed)
    expect(await decisionOf(stage, draft.id)).toBe('abort')
    expect(await settledLeg(stage, 'zone-a', draft.id)).toEqual({
      state: 'refused',
      code: codeNumber('CONTENT_MISMATCH'),
    })
    expect(await settledLeg(stage, 'zone-b', draft.id)).toMatchObject({ state: 'aborted' })
    expect(await queryItem(stage, 'zone-a', fixed.envelope.id)).toMatchObject({ state: 'live', in_doubt: false })
    expect(await queryItem(stage, 'zone-b', fixed.envelope.id)).toBeNull()
  },
  startMs,
)

const zones = ['causeway-hub', 'zone-a', 'zone-b', 'zone-c']
/** Field 7, access class, of an envelope without elements: two bytes behind the length. */
const withoutAccess = (envelope: Uint8Array): Uint8Array => {
  const at = envelope.findIndex((byte, index) => byte === 0x38 && envelope[index + 2] === 0x40)
  return Uint8Array.from([...envelope.slice(0, at), ...envelope.slice(at + 2)])
}

test('data without an access class is registered nowhere: there is no default (Y-6.3-n1)', async () => {
  for (const chainId of zones) {
    const { chain, assets } = zoneOf(stage, chainId)
    const whole = registerMsg(openRecord(chainId, `classless-${stage.run}`)) as {
      register: { envelope: string; content: string }
    }
    const { envelope, content } = whole.register
    const bytes = withoutAccess(Uint8Array.from(Buffer.from(envelope, 'base64')))
    expect(bytes.length).toBe(Buffer.from(envelope, 'base64').length - 2)
    const msg = { register: { envelope: base64(bytes), content } }
    expect(await refusalOf(call(chain, source.user.name, assets, msg))).toBe('PART_MISSING')
    expect(await queryItem(stage, chainId, `did:causeway:entry:${chainId}:classless-${stage.run}`)).toBeNull()
  }
})

test.each([
  ['closed to open', { access: 'open', copyable: true }],
  ['fixed to copyable', { copyable: true }],
] as const)('no update loosens the class of data: %s (Y-6.3-n1)', async (what, change) => {
  const { chain, assets } = zoneOf(stage, 'zone-a')
  const local = `loosened-${what.split(' ')[0]}-${stage.run}`
  const strict = what.startsWith('closed')
    ? closedAsset('zone-a', local, { dataType: 'record', structure: 'bytes', ...contentOf(local) })
    : openRecord('zone-a', local, { copyable: false })
  await register(stage, 'zone-a', source.user, [strict])
  const before = await queryItem(stage, 'zone-a', strict.envelope.id)
  const loose = openRecord('zone-a', local, { id: strict.envelope.id, ...change })
  const { register: update } = registerMsg(loose) as { register: object }
  expect(await refusalOf(call(chain, source.user.name, assets, { update }))).toBe('OPERATION_NOT_DEFINED')
  expect(await queryItem(stage, 'zone-a', strict.envelope.id)).toEqual(before)
})

/** What an envelope says of content, taken from an open record of the same name. */
function contentOf(local: string): {
  length: bigint
  stored: NonNullable<ReturnType<typeof openRecord>['envelope']['stored']>
} {
  const { length, stored } = openRecord('zone-a', local).envelope
  if (stored === undefined) throw new Error('an open record has a fingerprint')
  return { length, stored }
}

test(
  'a zone takes in only the kinds that it has declared; another kind is refused by its code everywhere (Y-10.1-3b)',
  async () => {
    const { chain, assets } = zoneOf(stage, 'zone-b')
    const asset = closedAsset('zone-a', `unwelcome-${stage.run}`)
    await register(stage, 'zone-a', source.user, [asset])
    const accept = (accepts: readonly string[]): Promise<unknown> =>
      call(chain, stage.users.admin.name, assets, { set_accepts: { accepts } })
    await accept(['record', 'fungible'])
    try {
      const own = registerMsg(closedAsset('zone-b', `unwelcome-${stage.run}`))
      expect(await refusalOf(call(chain, source.user.name, assets, own))).toBe('KIND_NOT_ACCEPTED')
      const draft = draftOf(stage, await deadlineIn(stage, 60_000), moveSteps(source, destination, asset))
      const handed = { draft, authorisations: await consents(draft, [source.user, destination.user]) }
      await prepareOn(stage, 'zone-a', handed)
      await prepareOn(stage, 'zone-b', handed)
      const code = codeNumber('KIND_NOT_ACCEPTED')
      expect(await settledLeg(stage, 'zone-b', draft.id)).toEqual({ state: 'refused', code })
      expect(await settledLeg(stage, 'zone-a', draft.id)).toEqual({ state: 'aborted', code })
      expect(await queryItem(stage, 'zone-a', asset.envelope.id)).toMatchObject({ state: 'live', in_doubt: false })
    } finally {
      await accept(['record', 'non_fungible', 'fungible'])
    }
  },
  startMs,
)

test('nobody but the administrator of a zone declares what it takes in (Y-10.1-3b)', async () => {
  const { chain, assets } = zoneOf(stage, 'zone-b')
  const attempt = call(chain, source.user.name, assets, { set_accepts: { accepts: [] } })
  expect(await refusalOf(attempt)).toBe('FORBIDDEN')
})
