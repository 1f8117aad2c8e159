// Plans the manifest of an intent out of fetched facts: who does what in which zone. Pure; signs and sends nothing.
import { decodeEnvelope } from '../core/codec.ts'
import { CausewayError } from '../core/errors.ts'
import { schemaMajor } from '../core/limits.ts'
import type { Amount, Envelope, Leg, Manifest, Operation, OperationBody } from '../core/words.ts'

export type Intent =
  | {
      readonly kind: 'replicate'
      readonly id: string
      readonly from: string
      readonly to: readonly string[]
      /** Who consents, by chain id; where absent for `from`, the item's owner account. */
      readonly actors: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'move'
      readonly id: string
      readonly from: string
      readonly to: string
      readonly actor?: string | undefined
      readonly recipient: string
    }
  | { readonly kind: 'exchange'; readonly asset: AssetSale; readonly payment: Payment }
  | { readonly kind: 'swap'; readonly first: AssetSale; readonly second: AssetSale }
  | {
      readonly kind: 'moveCoins'
      readonly from: string
      readonly to: string
      readonly amount: Amount
      readonly actor: string
      readonly recipient: string
    }
  /** Operations of any kind, as they shall stand in the legs: how services are part of a transaction. */
  | { readonly kind: 'compose'; readonly operations: readonly Step[] }

/** One operation; `resource` is the zone's assets where it is absent. */
export type Step = {
  readonly chainId: string
  readonly actor: string
  readonly body: OperationBody
  readonly resource?: string | undefined
}

/** An asset that changes owner within its zone. */
export type AssetSale = {
  readonly id: string
  readonly chainId: string
  readonly seller: string
  readonly buyer: string
}
export type Payment = {
  readonly chainId: string
  readonly amount: Amount
  readonly payer: string
  readonly payee: string
}

/** An item as its zone's resource tells it. */
export type ItemFacts = {
  readonly envelope: Uint8Array
  readonly envelopeDigest: Uint8Array
  readonly ownerAccount: string
  readonly version: bigint
}

export type PlanFacts = {
  readonly hub: { readonly chainId: string; readonly contract: string }
  readonly zones: ReadonlyMap<string, { readonly gate: string; readonly resource: string }>
  /** By `<chainId>/<id>`. */
  readonly items: ReadonlyMap<string, ItemFacts>
  readonly deadlineNs: bigint
  readonly nonce: Uint8Array
}

/** Which items a plan needs to know, as chain and id. */
export function itemsOf(intent: Intent): readonly { readonly chainId: string; readonly id: string }[] {
  switch (intent.kind) {
    case 'replicate':
    case 'move':
      return [{ chainId: intent.from, id: intent.id }]
    case 'exchange':
      return [intent.asset]
    case 'swap':
      return [intent.first, intent.second]
    case 'moveCoins':
    case 'compose':
      return []
  }
}

/** Zones with a leg in the plan. */
export function zonesOf(intent: Intent): readonly string[] {
  switch (intent.kind) {
    case 'replicate':
      return [...new Set([intent.from, ...intent.to])]
    case 'move':
    case 'moveCoins':
      return [...new Set([intent.from, intent.to])]
    case 'exchange':
      return [...new Set([intent.asset.chainId, intent.payment.chainId])]
    case 'swap':
      return [...new Set([intent.first.chainId, intent.second.chainId])]
    case 'compose':
      return [...new Set(intent.operations.map(({ chainId }) => chainId))]
  }
}

export function planManifest(intent: Intent, facts: PlanFacts): Manifest {
  const steps = stepsOf(intent, facts)
  const chains = [...new Set(steps.map((step) => step.chainId))].sort()
  return {
    schema: { major: schemaMajor, minor: 0 },
    hubChainId: facts.hub.chainId,
    hubContract: facts.hub.contract,
    legs: chains.map((chainId) => legOf(chainId, steps, facts)),
    deadlineNs: facts.deadlineNs,
    nonce: facts.nonce,
  }
}

function stepsOf(intent: Intent, facts: PlanFacts): readonly Step[] {
  switch (intent.kind) {
    case 'replicate':
      return replicate(intent, facts)
    case 'move':
      return move(intent, facts)
    case 'exchange':
      return [sell(intent.asset, facts), pay(intent.payment)]
    case 'swap':
      return [sell(intent.first, facts), sell(intent.second, facts)]
    case 'compose':
      return intent.operations
    case 'moveCoins': {
      const { from, to, amount, actor, recipient } = intent
      const release: OperationBody = { kind: 'releaseCoins', value: { amount, destinationChainId: to } }
      const receive: OperationBody = { kind: 'receiveCoins', value: { amount, sourceChainId: from, recipient } }
      return [
        { chainId: from, actor, body: release },
        { chainId: to, actor: recipient, body: receive },
      ]
    }
  }
}

function replicate(intent: Extract<Intent, { kind: 'replicate' }>, facts: PlanFacts): readonly Step[] {
  const item = itemAt(facts, intent.from, intent.id)
  const { version, envelopeDigest } = item
  const check: OperationBody = { kind: 'checkRecord', value: { id: intent.id, version, envelopeDigest } }
  const envelope = envelopeOf(item)
  return [
    { chainId: intent.from, actor: intent.actors[intent.from] ?? item.ownerAccount, body: check },
    ...intent.to.map((chainId): Step => {
      const body: OperationBody = { kind: 'replicateRecord', value: { envelope, version, sourceChainId: intent.from } }
      return { chainId, actor: intent.actors[chainId] ?? missingActor(chainId), body }
    }),
  ]
}

function move(intent: Extract<Intent, { kind: 'move' }>, facts: PlanFacts): readonly Step[] {
  const { id, from, to, recipient } = intent
  const item = itemAt(facts, from, id)
  const { version, envelopeDigest } = item
  return [
    {
      chainId: from,
      actor: intent.actor ?? item.ownerAccount,
      body: { kind: 'releaseAsset', value: { id, version, destinationChainId: to, envelopeDigest } },
    },
    {
      chainId: to,
      actor: recipient,
      body: { kind: 'receiveAsset', value: { envelope: envelopeOf(item), version, sourceChainId: from, recipient } },
    },
  ]
}

function sell(sale: AssetSale, facts: PlanFacts): Step {
  const { version } = itemAt(facts, sale.chainId, sale.id)
  const body: OperationBody = { kind: 'transferAsset', value: { id: sale.id, version, recipient: sale.buyer } }
  return { chainId: sale.chainId, actor: sale.seller, body }
}

function pay(payment: Payment): Step {
  const body: OperationBody = { kind: 'transferCoins', value: { amount: payment.amount, recipient: payment.payee } }
  return { chainId: payment.chainId, actor: payment.payer, body }
}

function legOf(chainId: string, steps: readonly Step[], facts: PlanFacts): Leg {
  const zone = facts.zones.get(chainId)
  if (zone === undefined) throw new CausewayError('ZONE_UNKNOWN', { chainId })
  const own = steps.filter((step) => step.chainId === chainId)
  const operations = own.map(({ actor, body, resource = zone.resource }): Operation => ({ resource, actor, body }))
  return { chainId, gate: zone.gate, operations }
}

function itemAt(facts: PlanFacts, chainId: string, id: string): ItemFacts {
  const item = facts.items.get(`${chainId}/${id}`)
  if (item === undefined) throw new CausewayError('ABSENT', { chainId, id })
  return item
}

function missingActor(chainId: string): never {
  throw new CausewayError('PART_MISSING', { pointer: `/intent/actors/${chainId}`, chainId })
}

const envelopeOf = (item: ItemFacts): Envelope => decodeEnvelope(item.envelope)
