// Payments over all zones, as the API hands their legs to relayers, and what the chains must say of them in the end.
import { parseBase64, toBase64 } from '../../core/bytes.ts'
import { encodeAuthorisation } from '../../core/codec.ts'
import { type PrepareJob, prepareQueueName } from '../../core/jobs.ts'
import type { Consent, User } from '../../localnet/demo/user.ts'
import { denom, type PaymentTerms, signPayment } from '../bench/payments.ts'
import { breachesOf, type Fate, isOver } from '../chaos/verdict.ts'
import type { MemoryQueues } from '../fakes/memoryQueues.ts'
import { hubId, type Net, zoneIn } from './net.ts'

type Leg = { readonly state: string; readonly decided: { readonly by: string } | null }
/** One leg of a transaction, for the queue of its zone. */
type Handed = { readonly queue: string; readonly job: PrepareJob }
export type Paid = {
  readonly id: string
  readonly payer: string
  readonly payee: string
  readonly amount: bigint
  readonly deadlineNs: bigint
  readonly zones: readonly string[]
  readonly legs: readonly Handed[]
  /** What the payer has signed. */
  readonly text: string
  /** As it is submitted to the API. */
  readonly body: { readonly manifest: string; readonly authorisations: readonly Consent[]; readonly check: boolean }
}
export type Verdict = {
  readonly violations: readonly string[]
  readonly committed: number
  readonly aborted: number
}

/** One account pays another one on these zones, all or nothing. */
export async function pay(net: Net, zones: readonly string[], terms: PaymentTerms): Promise<Paid> {
  const places = zones.map((chainId) => ({ chainId, ...zoneIn(net, chainId) }))
  const at = { hubChainId: hubId, hubContract: net.hubContract, zones: places }
  const { planned, consents } = await signPayment(at, terms)
  const authorisations = consents.map(authorisationOf)
  const leg = { manifest: planned.manifestBytes, authorisations, contents: [] }
  const { payer, payee, amount, deadlineNs } = terms
  const legs = zones.map((chain) => ({ queue: prepareQueueName(chain), job: { chain, legs: [leg] } }))
  const body = { manifest: planned.manifestBytes, authorisations: consents, check: false }
  const { transactionId: id, authorisationText: text } = planned
  return { id, payer: payer.address, payee, amount, deadlineNs, zones, legs, text, body }
}

/** As the API hands it to the relayer: the encoded authorisation, base64. */
export function authorisationOf({ scheme, publicKey, signature }: Consent): string {
  const bytes = encodeAuthorisation({ scheme, publicKey: parseBase64(publicKey), signature: parseBase64(signature) })
  return toBase64(bytes)
}

export async function legOf(net: Net, { id }: Pick<Paid, 'id'>, zone: string): Promise<Leg | null> {
  return (await net.query(zone, zoneIn(net, zone).gate, { leg: { transaction_id: id } })) as Leg | null
}

const honest = ({ byzantine }: Net, zones: readonly string[]): readonly string[] =>
  zones.filter((zone) => byzantine?.has(zone) !== true)

/** Of the legs on zones that do not lie. */
export async function fateOf(net: Net, paid: Paid): Promise<Fate> {
  const record = await net.query(hubId, net.hubContract, { transaction: { transaction_id: paid.id } })
  const legs: string[] = []
  for (const zone of honest(net, paid.zones)) legs.push((await legOf(net, paid, zone))?.state ?? 'none')
  return { hub: (record as { state: string } | null)?.state ?? 'none', legs }
}

/**
 * As the API does again and again for what it has accepted: to every operator's queues, until a leg is there or its
 * time is over.
 */
export async function handIn(net: Net, all: readonly Paid[], queues: readonly MemoryQueues[]): Promise<void> {
  for (const paid of all) {
    for (const { queue, job } of paid.legs) {
      const isLate = zoneIn(net, job.chain).node.timeNs >= paid.deadlineNs
      if (isLate || (await legOf(net, paid, job.chain)) !== null) continue
      const jobs = [{ id: paid.id.slice(0, 32), data: job }]
      for (const { open } of queues) {
        await open<PrepareJob>(queue)
          .add(jobs)
          .catch(() => undefined)
      }
    }
  }
}

export async function areOver(net: Net, all: readonly Paid[]): Promise<boolean> {
  for (const paid of all) if (!isOver(await fateOf(net, paid))) return false
  return true
}

/** How the legs of a transaction stand, and what has decided them: "commit: applied by ack, over IBC v2". */
export async function sightsOf(net: Net, paid: Paid): Promise<readonly string[]> {
  const { hub } = await fateOf(net, paid)
  const sights: string[] = []
  for (const zone of honest(net, paid.zones)) {
    const leg = await legOf(net, paid, zone)
    const way = zoneIn(net, zone).isPaired ? ', over IBC v2' : ''
    sights.push(`${hub}: ${leg?.state ?? 'none'}${leg?.decided ? ` by ${leg.decided.by}` : ''}${way}`)
  }
  return sights
}

/** `purse`: what each of the users had on each zone. */
export async function judge(net: Net, all: readonly Paid[], users: readonly User[], purse: bigint): Promise<Verdict> {
  const fates: { readonly paid: Paid; readonly fate: Fate }[] = []
  for (const paid of all) fates.push({ paid, fate: await fateOf(net, paid) })
  const violations = fates.flatMap(({ paid, fate }) => breachesOf({ id: paid.id, answer: 'ok' }, fate))
  const committed = fates.filter(({ fate }) => fate.hub === 'commit').map(({ paid }) => paid)
  for (const zone of honest(net, [...net.zones.keys()])) {
    const own = committed.filter(({ zones }) => zones.includes(zone))
    for (const user of users) violations.push(...(await purseBreaches(net, zone, user, own, purse)))
    violations.push(...(await lockBreaches(net, zone)))
  }
  const aborted = fates.filter(({ fate }) => fate.hub === 'abort').length
  return { violations, committed: committed.length, aborted }
}

/** I4, I7: exactly what was committed has moved. */
async function purseBreaches(
  net: Net,
  zone: string,
  { address, name }: User,
  committed: readonly Paid[],
  purse: bigint,
): Promise<readonly string[]> {
  const moved = committed.reduce((sum, { payer, payee, amount }) => {
    if (payee === address) return sum + amount
    return payer === address ? sum - amount : sum
  }, 0n)
  const query = { balance: { account: address, origin_chain_id: zone, denom } }
  const { free, reserved } = (await net.query(zone, zoneIn(net, zone).assets, query)) as Record<string, string>
  if (BigInt(free ?? 0) === purse + moved && reserved === '0') return []
  return [`I4: ${name} has ${free} and ${reserved} on ${zone}, and should have ${purse + moved}`]
}

async function lockBreaches(net: Net, zone: string): Promise<readonly string[]> {
  const query = { locks: { start_after: null, limit: 100 } }
  const { locks } = (await net.query(zone, zoneIn(net, zone).assets, query)) as { locks: unknown[] }
  return locks.length > 0 ? [`I6: ${locks.length} locks are left on ${zone}`] : []
}
