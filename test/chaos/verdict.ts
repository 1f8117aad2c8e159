// What the chains say after everything is healed: each invariant that was broken, by its id and with what shows it.
import { countLocks, queryHubRecord, queryItem, queryLeg } from '../../localnet/demo/chainFacts.ts'
import type { Stage } from '../../localnet/demo/story.ts'
import { readBooks, sum } from '../e2e/books.ts'
import { type Attempt, ask, unitsOf, zoneIds } from './work.ts'

/** "I1: …" */
export type Violation = string
export type Fate = { readonly hub: string; readonly legs: readonly string[] }

/** By account, on each zone before anything was paid. */
export type Purses = ReadonlyMap<string, bigint>

export async function fateOf(stage: Stage, id: string): Promise<Fate> {
  const [record, ...legs] = await Promise.all([
    queryHubRecord(stage, id),
    ...zoneIds.map((chainId) => queryLeg(stage, chainId, id)),
  ])
  return { hub: record?.state ?? 'none', legs: legs.map((leg) => leg?.state ?? 'none') }
}

/** Nothing can happen to it any more: decided and told everywhere, or never taken in. */
export function isOver({ hub, legs }: Fate): boolean {
  if (hub === 'open' || legs.includes('voted')) return false
  return hub === 'commit' ? legs.every((state) => state === 'applied') : true
}

/** Of one transaction: I1 atomicity, I2 what the hub has decided, I8 an accepted one ends. */
export function breachesOf({ id, answer }: Pick<Attempt, 'id' | 'answer'>, fate: Fate): readonly Violation[] {
  const { hub, legs } = fate
  const told = `${id} is ${hub} at the hub and ${legs.join(', ')} on the zones`
  const applied = legs.filter((state) => state === 'applied').length
  const found: Violation[] = []
  if (applied > 0 && applied < legs.length) found.push(`I1: ${told}`)
  if (applied > 0 && hub !== 'commit') found.push(`I2: ${told}`)
  if (!isOver(fate)) found.push(`I6: ${told}`)
  if (answer === 'refused' && hub !== 'none') found.push(`I8: refused, and yet ${told}`)
  return found
}

/** I8: what was accepted has ended, also where no zone has ever heard of it: the API then says why. */
async function acceptedBreaches(stage: Stage, { id, answer }: Attempt, { hub }: Fate): Promise<readonly Violation[]> {
  if (answer !== 'ok' || hub !== 'none') return []
  const outcome = await outcomeOf(stage, id)
  return outcome === 'aborted' || outcome === 'rejected' ? [] : [`I8: ${id} was accepted, and is ${outcome}`]
}

export const outcomeOf = (stage: Stage, id: string): Promise<string> =>
  stage.api.status(id).then(
    ({ outcome }) => outcome,
    (error: unknown) => String(error),
  )

/** I3 and I13: a record that was shared is on every zone with the same words, or on none but its own. */
async function recordBreaches(stage: Stage, { id, record }: Attempt, { hub }: Fate): Promise<readonly Violation[]> {
  if (record === undefined) return []
  const items = await Promise.all(zoneIds.map((chainId) => queryItem(stage, chainId, record)))
  const words = new Set(items.map((item) => item?.envelope ?? ''))
  const isRight = hub === 'commit' ? words.size === 1 : items.slice(1).every((item) => item === null)
  return isRight ? [] : [`I13: ${id} is ${hub}, and ${record} is not on the zones accordingly`]
}

/** I4 and I7: what each account has is what it had, less and plus exactly what was committed. */
async function purseBreaches(
  stage: Stage,
  committed: readonly Attempt[],
  purses: Purses,
): Promise<readonly Violation[]> {
  const found: Violation[] = []
  for (const [account, before] of purses) {
    const paid = committed.filter(({ payment }) => payment?.payer === account).length
    const got = committed.filter(({ payment }) => payment?.payee === account).length
    for (const chainId of zoneIds) {
      const [has, due] = [await unitsOf(stage, chainId, account), before + BigInt(got - paid)]
      if (has !== due) found.push(`I4: ${account} has ${has} on ${chainId}, and should have ${due}`)
    }
  }
  return found
}

async function bookBreaches(stage: Stage): Promise<readonly Violation[]> {
  const found: Violation[] = []
  for (const [name, { bank, balances, placed, escrowed, held }] of await readBooks(stage)) {
    const origin = name.split('/')[0] ?? ''
    const away = sum(Object.entries(held).flatMap(([chainId, amount]) => (chainId === origin ? [] : [amount])))
    const isEven = sum(Object.values(balances)) === bank && away === escrowed && sum(Object.values(placed)) === away
    if (!isEven) found.push(`I4: the books of ${name} do not add up`)
  }
  return found
}

async function lockBreaches(stage: Stage): Promise<readonly Violation[]> {
  const counts = await Promise.all(zoneIds.map((chainId) => countLocks(stage, chainId)))
  return counts.flatMap((count, index) => (count > 0 ? [`I6: ${count} locks are left on ${zoneIds[index]}`] : []))
}

export type Verdict = {
  readonly violations: readonly Violation[]
  readonly committed: number
  readonly aborted: number
}

/** `again`: how many of the accepted ones are asked for once more. */
export async function judge(
  stage: Stage,
  attempts: readonly Attempt[],
  purses: Purses,
  again: number,
): Promise<Verdict> {
  const before = await fates(stage, attempts)
  const accepted = attempts.filter(({ answer }) => answer === 'ok')
  const answers = await Promise.all(accepted.slice(0, again).map(({ request }) => ask(stage, request)))
  const other = answers.filter((answer) => answer !== 'ok').length
  const found: Violation[] =
    other > 0 ? [`I7: ${other} of ${answers.length} asked again were not answered as before`] : []
  const after = await fates(stage, attempts)
  for (const one of attempts) {
    const fate = after.get(one.id) as Fate
    if (JSON.stringify(before.get(one.id)) !== JSON.stringify(fate))
      found.push(`I7: ${one.id} changed when asked again`)
    found.push(...breachesOf(one, fate))
    found.push(...(await recordBreaches(stage, one, fate)), ...(await acceptedBreaches(stage, one, fate)))
  }
  const committed = attempts.filter(({ id }) => after.get(id)?.hub === 'commit')
  found.push(...(await purseBreaches(stage, committed, purses)))
  found.push(...(await bookBreaches(stage)), ...(await lockBreaches(stage)))
  const aborted = attempts.filter(({ id }) => after.get(id)?.hub === 'abort').length
  return { violations: found, committed: committed.length, aborted }
}

async function fates(stage: Stage, attempts: readonly Attempt[]): Promise<ReadonlyMap<string, Fate>> {
  const all = new Map<string, Fate>()
  for (const { id } of attempts) all.set(id, await fateOf(stage, id))
  return all
}
