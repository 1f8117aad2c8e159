// IBC v2 counterparties of light clients (02-client/v2): which two clients talk to each other, and making them do so.
import { QueryCounterpartyInfoRequest, QueryCounterpartyInfoResponse } from 'cosmjs-types/ibc/core/client/v2/query'
import { MsgRegisterCounterparty } from 'cosmjs-types/ibc/core/client/v2/tx'
import { isRefusal } from '../../core/answers.ts'
import { CausewayError, isCausewayError } from '../../core/errors.ts'
import type { Chain } from '../ports.ts'
import {
  createClient,
  queryClientStatus,
  queryClients,
  queryTrackedChain,
  relayKeyName,
  trackedChain,
} from './clients.ts'

/** Client ids at both chains, each the other's registered counterparty. */
export type ClientPair = { readonly a: string; readonly b: string }

/** The message that registers a counterparty; ibc-go emits no other event of it than its name. */
export const registerType = '/ibc.core.client.v2.MsgRegisterCounterparty'
const registerGas = 300_000n
/** Where a chain of Cosmos SDK keeps what IBC proves: the store "ibc", and in it each path as it is. */
const merklePrefix: readonly Uint8Array[] = [Buffer.from('ibc'), new Uint8Array()]

const isOurs = (prefix: readonly Uint8Array[]): boolean =>
  prefix.length === merklePrefix.length &&
  prefix.every((part, at) => Buffer.from(part).equals(merklePrefix[at] ?? part))

/** The client at the other chain that this one talks to; undefined where none is registered. */
export async function queryCounterparty(chain: Chain, clientId: string): Promise<string | undefined> {
  const request = QueryCounterpartyInfoRequest.encode({ clientId }).finish()
  try {
    const path = '/ibc.core.client.v2.Query/CounterpartyInfo'
    const { counterpartyInfo } = await chain.queryGrpc(path, request, QueryCounterpartyInfoResponse.decode)
    // Of state that is kept elsewhere this relayer has no proofs.
    return isOurs(counterpartyInfo?.merklePrefix ?? []) ? counterpartyInfo?.clientId : undefined
  } catch (error) {
    // A chain that does not know IBC v2 answers so as well.
    if (isRefusal(error)) return undefined
    throw error
  }
}

/** Whether `clientId` at `chain` follows `other` and talks to `peerId` there. */
async function leadsTo(chain: Chain, clientId: string, other: Chain, peerId: string): Promise<boolean> {
  if ((await queryCounterparty(chain, clientId)) !== peerId) return false
  return (await queryTrackedChain(chain, clientId)) === other.chainId
}

/** Every pair between the two chains, newest first: each client follows the other's chain and names the other. */
export async function findClientPairs(a: Chain, b: Chain): Promise<readonly ClientPair[]> {
  const found: ClientPair[] = []
  for (const client of await queryClients(a)) {
    const onA = client.clientId
    if (trackedChain(a, client) !== b.chainId || found.some((pair) => a === b && pair.b === onA)) continue
    const onB = await queryCounterparty(a, onA)
    if (onB !== undefined && (await leadsTo(b, onB, a, onA))) found.push({ a: onA, b: onB })
  }
  return found
}

/** A pair whose clients are active: one that exists, one that was left half registered, or a new one. */
export async function ensureClientPair(a: Chain, b: Chain): Promise<ClientPair> {
  for (const pair of await findClientPairs(a, b)) if (await isActive(a, b, pair)) return pair
  const half = (await completeHalf(a, b)) ?? mirrored(await completeHalf(b, a))
  return half ?? createClientPair(a, b)
}

const mirrored = (pair: ClientPair | undefined): ClientPair | undefined => pair && { a: pair.b, b: pair.a }

async function isActive(a: Chain, b: Chain, pair: ClientPair): Promise<boolean> {
  const states = await Promise.all([queryClientStatus(a, pair.a), queryClientStatus(b, pair.b)])
  return states.every((state) => state === 'Active')
}

/** A client at `a` that names one at `b`, which is ours and names nobody yet. */
async function completeHalf(a: Chain, b: Chain): Promise<ClientPair | undefined> {
  for (const client of await queryClients(a)) {
    if (trackedChain(a, client) !== b.chainId) continue
    const pair = { a: client.clientId, b: (await queryCounterparty(a, client.clientId)) ?? '' }
    if (pair.b === '' || (await queryCounterparty(b, pair.b)) !== undefined) continue
    try {
      if ((await queryTrackedChain(b, pair.b)) !== a.chainId || !(await isActive(a, b, pair))) continue
      await registerCounterparty(b, a, pair.b, pair.a)
      return pair
    } catch (error) {
      // It names a client that is not there, or that somebody else has made.
      if (!isCausewayError(error, 'CHAIN_ANSWER_INVALID') && !isCausewayError(error, 'COUNTERPARTY_REFUSED'))
        throw error
    }
  }
  return undefined
}

/** A new pair, also where there is one already. */
export async function createClientPair(a: Chain, b: Chain): Promise<ClientPair> {
  const [onA, onB] = a === b ? [await createClient(a, b), await createClient(b, a)] : await createBoth(a, b)
  return registerPair(a, b, { a: onA, b: onB })
}

const createBoth = (a: Chain, b: Chain): Promise<[string, string]> =>
  Promise.all([createClient(a, b), createClient(b, a)])

/**
 * Makes two clients each other's counterparty; where one of them has it registered already, only the other is told.
 * What is registered stays for ever, so nothing is, where it would not make a pair. Throws COUNTERPARTY_REFUSED.
 */
export async function registerPair(a: Chain, b: Chain, pair: ClientPair): Promise<ClientPair> {
  const missing = [await needsCounterparty(a, pair.a, b, pair.b), await needsCounterparty(b, pair.b, a, pair.a)]
  if (missing[0] === true) await registerCounterparty(a, b, pair.a, pair.b)
  if (missing[1] === true) await registerCounterparty(b, a, pair.b, pair.a)
  return pair
}

async function needsCounterparty(host: Chain, clientId: string, peer: Chain, peerId: string): Promise<boolean> {
  const followed = await queryTrackedChain(host, clientId)
  if (followed !== peer.chainId) throw refused(host, clientId, peerId, `it follows ${followed}, not ${peer.chainId}`)
  const registered = await queryCounterparty(host, clientId)
  if (registered !== undefined && registered !== peerId) {
    throw refused(host, clientId, peerId, `its counterparty is ${registered}`)
  }
  return registered === undefined
}

const refused = (host: Chain, clientId: string, counterparty: string, reason: string): CausewayError =>
  new CausewayError('COUNTERPARTY_REFUSED', { chainId: host.chainId, clientId, counterparty, reason })

/** Only the account that made a client may do this, once: it is signed for with the key that clients are made with. */
async function registerCounterparty(host: Chain, peer: Chain, clientId: string, peerId: string): Promise<void> {
  const signer = await host.signer(relayKeyName(peer.chainId))
  const value = MsgRegisterCounterparty.encode({
    clientId,
    counterpartyMerklePrefix: [...merklePrefix],
    counterpartyClientId: peerId,
    signer: signer.address,
  }).finish()
  try {
    await signer.submitAndWait([{ typeUrl: registerType, value }], registerGas)
  } catch (error) {
    if (!isCausewayError(error, 'TX_FAILED')) throw error
    throw refused(host, clientId, peerId, error.facts['log'] ?? error.message)
  }
}
