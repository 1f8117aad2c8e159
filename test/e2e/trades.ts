// What tests of trades have in common: goods on sale in this run, purchases made wrong, balances before and after.
import { BaseAccount } from 'cosmjs-types/cosmos/auth/v1beta1/auth'
import { QueryAccountRequest, QueryAccountResponse } from 'cosmjs-types/cosmos/auth/v1beta1/query'
import { codeName, isCausewayError } from '../../core/errors.ts'
import {
  abroad,
  type Cast,
  ensureCast,
  ensureParty,
  home,
  type Member,
  memberOf,
  settleAbroad,
} from '../../localnet/demo/cast.ts'
import { queryFree } from '../../localnet/demo/chainFacts.ts'
import { type KeptStores, openKeptStores } from '../../localnet/demo/keptStores.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'
import {
  assetOf,
  type Buyer,
  type Goods,
  newBuyer,
  newOffer,
  nowNsOf,
  registerGoods,
  standingOffer,
  type Trade,
  tellerOf,
  tradeOn,
} from '../../localnet/demo/trade.ts'
import type { User } from '../../localnet/demo/user.ts'
import { agreementOf, type PlannedStep, planPurchase } from '../../platform/market/planPurchase.ts'
import type { NewOffer, Offer } from '../../platform/market/words.ts'
import type { Chain } from '../../relayer/ports.ts'
import { base64 } from './calls.ts'
import {
  consents,
  type Draft,
  deadlineIn,
  decisionOf,
  draftOf,
  type Handed,
  prepareOn,
  type Step,
  settledLeg,
} from './drafts.ts'
import { openWorld } from './world.ts'

export type TradeWorld = {
  readonly stage: OpenStage
  readonly cast: Cast
  readonly trade: Trade
  readonly stores: KeptStores
}
export const salt = new Uint8Array(32).fill(7)

export async function openTradeWorld(): Promise<TradeWorld> {
  const stage = await openWorld()
  const cast = await ensureCast(stage)
  await settleAbroad(stage, cast)
  const stores = await openKeptStores(stage, cast.keepers)
  return { stage, cast, trade: tradeOn(stage, home), stores }
}

export type OnSale = Partial<NewOffer> & {
  readonly goods?: Partial<Goods>
  readonly plaintext?: Uint8Array
  readonly deposit?: bigint
  readonly trade?: Trade
  readonly seller?: Member
}

/** Goods of the supplier's under a name of this run, kept by the stores where there is a plaintext, and offered. */
export async function putOnSale(world: TradeWorld, name: string, how: OnSale = {}): Promise<Offer> {
  const { stage, cast, stores } = world
  const { goods, plaintext, deposit, trade = world.trade, seller = cast.supplier, ...change } = how
  const asset = assetOf(stage, name, trade.place.chainId)
  await registerGoods(trade, seller, { asset, ...goods })
  if (plaintext !== undefined) await stores.place(seller, asset, plaintext, salt)
  const offer = await newOffer(stage, trade, asset, name, change)
  const units = deposit === undefined ? undefined : { ...unitsAt(home), amount: deposit.toString() }
  await (await tellerOf(trade, seller.user)).postOffer(offer, units)
  return standingOffer(trade, offer.id)
}

const unitsAt = (originChainId: string): { originChainId: string; denom: string } => ({
  originChainId,
  denom: 'ucity',
})

/** Somebody else with a role on a zone; enrolled once in a world. */
export async function partyOf(stage: Stage, name: string, roles: readonly string[], chainId = home): Promise<Member> {
  const member = memberOf(stage, chainId, name)
  await ensureParty(stage, chainId, member, roles)
  return member
}

type Change = (steps: readonly PlannedStep[]) => readonly PlannedStep[]
export type Tried = {
  readonly id: string
  readonly decision: string
  readonly code: string
  readonly agreement: string
}

export async function purchaseSteps(
  { cast, trade }: TradeWorld,
  offer: Offer,
  buyer: Pick<Buyer, 'keyJson'>,
): Promise<readonly PlannedStep[]> {
  const { id, user } = cast.demander
  const account = user.address
  const payer = { chainId: abroad, account }
  const order = { offer, buyer: id, account, payer, recipientKey: buyer.keyJson, fromNs: await nowNsOf(trade) }
  return planPurchase(trade.place, order)
}

/** A purchase by hand: each leg is prepared when the test wants it. */
export async function draftPurchase(
  world: TradeWorld,
  offer: Offer,
  actor: User = world.cast.demander.user,
  change: Change = (steps) => steps,
): Promise<{ readonly draft: Draft; readonly contents: Handed['contents'] }> {
  const planned = change(await purchaseSteps(world, offer, await newBuyer(world.cast.demander)))
  const steps: Step[] = planned.map(({ actor: _, ...step }) => ({ ...step, actor }))
  const draft = draftOf(world.stage, await deadlineIn(world.stage, 60_000), steps)
  const own = steps.filter(({ chainId }) => chainId === home)
  const isCustom = own.flatMap(({ body }, operation) => (body.kind === 'custom' ? [operation] : []))
  return { draft, contents: isCustom.map((operation) => ({ operation, content: base64(draft.bytes) })) }
}

/** A purchase with `change` made to it, handed to both gates; `code` says why the supplier's zone refused its leg. */
export async function tryPurchase(world: TradeWorld, offer: Offer, change?: Change): Promise<Tried> {
  const { stage, cast } = world
  const { user } = cast.demander
  const { draft, contents = [] } = await draftPurchase(world, offer, user, change)
  const authorisations = await consents(draft, [user])
  const handed = { draft, authorisations }
  await Promise.all([prepareOn(stage, home, { ...handed, contents }), prepareOn(stage, abroad, handed)])
  const decision = await decisionOf(stage, draft.id)
  const [{ code }] = await Promise.all([settledLeg(stage, home, draft.id), settledLeg(stage, abroad, draft.id)])
  return { id: draft.id, decision, code: code === 0 ? '' : codeName(code), agreement: agreementOf(draft.id) }
}

/** The last operation of that name in a planned purchase, with another body. */
export const withBody =
  (name: string, change: (body: Record<string, unknown>) => object): Change =>
  (steps) =>
    steps.map((step) => {
      if (step.body.kind !== 'custom' || step.body.value.name !== name) return step
      const body = JSON.parse(Buffer.from(step.body.value.body).toString()) as Record<string, unknown>
      return { ...step, body: { kind: 'custom', value: { name, body: Buffer.from(JSON.stringify(change(body))) } } }
    })

export const without =
  (name: string): Change =>
  (steps) =>
    steps.filter(({ body }) => body.kind !== 'custom' || body.value.name !== name)

/** Other units than the price, on both zones alike. */
export const paying =
  (change: { readonly denom?: string; readonly amount?: string }): Change =>
  (steps) =>
    steps.map((step) =>
      step.body.kind === 'releaseCoins' || step.body.kind === 'receiveCoins'
        ? ({
            ...step,
            body: { ...step.body, value: { ...step.body.value, amount: { ...step.body.value.amount, ...change } } },
          } as PlannedStep)
        : step,
    )

/** Free units of the demander's zone that accounts on the supplier's zone have. */
export function vouchersOf(stage: Stage, accounts: readonly string[], origin = abroad): Promise<readonly bigint[]> {
  return Promise.all(
    accounts.map(async (account) => {
      const query = { balance: { account, origin_chain_id: origin, denom: 'ucity' } }
      const answer = await zoneOf(stage, home).chain.querySmart(zoneOf(stage, home).assets, query)
      return BigInt((answer as { free: string }).free)
    }),
  )
}

export const freeAbroad = (stage: Stage, { address }: User): Promise<bigint> =>
  queryFree(stage, abroad, address, 'ucity')

/** How many txs an account has signed on a chain. */
export async function sequenceOf(chain: Chain, address: string): Promise<bigint> {
  const request = QueryAccountRequest.encode({ address }).finish()
  const path = '/cosmos.auth.v1beta1.Query/Account'
  const { account } = await chain.queryGrpc(path, request, QueryAccountResponse.decode)
  return BaseAccount.decode(account?.value ?? new Uint8Array()).sequence
}

/** The code of ours that a call ended with; 'accepted' where it did not. */
export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
    return 'accepted'
  } catch (error) {
    if (!isCausewayError(error)) throw error
    return error.code
  }
}
