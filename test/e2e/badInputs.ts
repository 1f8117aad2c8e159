// Bad inputs for the contracts themselves: honest messages in which one thing is wrong, each with its code.
import { randomBytes } from 'node:crypto'
import { authorisationText } from '../../core/authorisation.ts'
import { decodeAuthorisation, encodeAuthorisation } from '../../core/codec.ts'
import type { ErrorCode } from '../../core/errors.ts'
import type { Manifest } from '../../core/words.ts'
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'
import { anybody, base64, call, callAll, fromBase64 } from './calls.ts'
import { consents, consentTo, type Draft, deadlineIn, draftOf, type Handed, prepareOn, type Step } from './drafts.ts'
import { moveCoinsSteps, moveSteps, type Party, replicateSteps, transferStep, units } from './steps.ts'
import { closedAsset, openRecord, register, registerMsg, type Thing } from './things.ts'

/** What the attempts are made on; all of it is on zone-a, and nothing of it may change. */
export type Scene = {
  readonly stage: Stage
  readonly alice: Party
  readonly bob: Party
  readonly asset: Thing
  /** Was Alice's; is Bob's since. */
  readonly sold: Thing
  readonly record: Thing
  /** Held by `pending`, which waits for zone-b until the tests are over. */
  readonly locked: Thing
  readonly pending: Draft
}
export type BadInput = {
  readonly what: string
  readonly code: ErrorCode
  readonly attempt: (scene: Scene) => Promise<unknown>
}

export async function openScene(stage: Stage): Promise<Scene> {
  const [alice, bob] = [stage.users.alice, stage.users.bob].map((user) => ({ chainId: 'zone-a', user })) as [
    Party,
    Party,
  ]
  const asset = closedAsset('zone-a', `asset-${stage.run}`)
  const sold = closedAsset('zone-a', `sold-${stage.run}`)
  const locked = closedAsset('zone-a', `locked-${stage.run}`)
  const record = openRecord('zone-a', `record-${stage.run}`)
  await register(stage, 'zone-a', alice.user, [asset, sold, locked, record])
  const { chain, assets } = zoneOf(stage, 'zone-a')
  const transfer = { id: sold.envelope.id, recipient: bob.user.address }
  const funds = [{ denom: 'ucity', amount: '10' }]
  await callAll(chain, alice.user.name, [
    { contract: assets, msg: { transfer } },
    { contract: assets, msg: { deposit: {} }, funds },
  ])
  const there = { ...bob, chainId: 'zone-b' }
  const pending = draftOf(stage, await deadlineIn(stage, 600_000), moveSteps(alice, there, locked))
  await prepareOn(stage, 'zone-a', { draft: pending, authorisations: await consents(pending, [alice.user, bob.user]) })
  return { stage, alice, bob, asset, sold, record, locked, pending }
}

type Wrong = { readonly change?: Partial<Manifest>; readonly deadlineMs?: number }

async function draft({ stage }: Scene, steps: readonly Step[], { change, deadlineMs = 60_000 }: Wrong = {}) {
  return draftOf(stage, await deadlineIn(stage, deadlineMs), steps, change)
}

const moved = ({ alice, bob }: Scene, thing: Thing): Step[] => moveSteps(alice, { ...bob, chainId: 'zone-b' }, thing)

/** Both parties sign, as they should. */
async function signed(scene: Scene, made: Draft, contents: Handed['contents'] = []): Promise<Handed> {
  return { draft: made, authorisations: await consents(made, [scene.alice.user, scene.bob.user]), contents }
}

/** A move of the asset that is right but for what Alice signed. */
async function withConsent(scene: Scene, consent: (made: Draft) => Promise<string>): Promise<unknown> {
  const made = await draft(scene, moved(scene, scene.asset))
  return prepareOn(scene.stage, 'zone-a', { draft: made, authorisations: [await consent(made)] })
}

/** A move that is right but for its manifest. */
async function withManifest(scene: Scene, wrong: Wrong, thing = scene.asset): Promise<unknown> {
  return prepareOn(scene.stage, 'zone-a', await signed(scene, await draft(scene, moved(scene, thing), wrong)))
}

async function replicaWith(scene: Scene, contents: Handed['contents']): Promise<unknown> {
  const made = await draft(scene, replicateSteps(scene.alice, [{ ...scene.bob, chainId: 'zone-b' }], scene.record))
  return prepareOn(scene.stage, 'zone-b', await signed(scene, made, contents))
}

const authorisations: readonly BadInput[] = [
  {
    what: 'no signature',
    code: 'UNAUTHORISED',
    attempt: async (scene) =>
      prepareOn(scene.stage, 'zone-a', { draft: await draft(scene, moved(scene, scene.asset)), authorisations: [] }),
  },
  {
    what: 'a signature by somebody else',
    code: 'UNAUTHORISED',
    attempt: (scene) => withConsent(scene, async (made) => (await consents(made, [scene.bob.user]))[0] ?? ''),
  },
  {
    what: "a forged signature under the owner's key",
    code: 'UNAUTHORISED',
    attempt: (scene) =>
      withConsent(scene, async (made) => {
        const [own = ''] = await consents(made, [scene.alice.user])
        const forged = { ...decodeAuthorisation(fromBase64(own)), signature: Uint8Array.from(randomBytes(64)) }
        return base64(encodeAuthorisation(forged))
      }),
  },
  {
    what: 'a signature over another, equal transaction',
    code: 'UNAUTHORISED',
    attempt: (scene) =>
      withConsent(scene, async () => {
        const other = await draft(scene, moved(scene, scene.asset))
        return (await consents(other, [scene.alice.user]))[0] ?? ''
      }),
  },
  {
    what: 'a signature for another hub',
    code: 'UNAUTHORISED',
    attempt: (scene) =>
      withConsent(scene, ({ id: transactionId, manifest: { deadlineNs, hubChainId } }) => {
        const hubContract = zoneOf(scene.stage, 'zone-a').gate
        const subject = { purpose: 'authorise', transactionId, hubChainId, hubContract, deadlineNs } as const
        return consentTo(authorisationText(subject), scene.alice.user)
      }),
  },
  {
    what: 'a signature that refuses',
    code: 'UNAUTHORISED',
    attempt: (scene) =>
      withConsent(scene, async (made) => (await consents(made, [scene.alice.user], 'refuse'))[0] ?? ''),
  },
]

const otherHub = (scene: Scene): Partial<Manifest> => ({ hubContract: zoneOf(scene.stage, 'zone-b').gate })

const manifests: readonly BadInput[] = [
  {
    what: 'a manifest for another hub',
    code: 'WRONG_ADDRESSEE',
    attempt: (scene) => withManifest(scene, { change: otherHub(scene) }),
  },
  {
    what: 'a manifest for a hub on another chain',
    code: 'WRONG_ADDRESSEE',
    attempt: (scene) => withManifest(scene, { change: { hubChainId: 'other-hub' } }),
  },
  {
    what: 'a manifest in which this zone has no leg',
    code: 'WRONG_ADDRESSEE',
    attempt: async (scene) =>
      prepareOn(scene.stage, 'zone-c', await signed(scene, await draft(scene, moved(scene, scene.asset)))),
  },
  {
    what: "a manifest that names a stranger's gate",
    code: 'WRONG_ADDRESSEE',
    attempt: async (scene) => {
      const { manifest } = await draft(scene, moved(scene, scene.asset))
      const legs = manifest.legs.map((leg) => ({ ...leg, gate: zoneOf(scene.stage, 'zone-a').assets }))
      return withManifest(scene, { change: { legs } })
    },
  },
  {
    what: 'a resource that the gate does not know',
    code: 'RESOURCE_UNKNOWN',
    attempt: async (scene) => {
      const { manifest } = await draft(scene, moved(scene, scene.asset))
      const strange = { resource: scene.bob.user.address }
      const legs = manifest.legs.map((leg) => ({
        ...leg,
        operations: leg.operations.map((one) => ({ ...one, ...strange })),
      }))
      return withManifest(scene, { change: { legs } })
    },
  },
  {
    what: 'an expired manifest',
    code: 'DEADLINE_PASSED',
    attempt: (scene) => withManifest(scene, { deadlineMs: -1_000 }),
  },
  {
    what: 'a deadline that would lock for more than a day',
    code: 'DEADLINE_TOO_FAR',
    attempt: (scene) => withManifest(scene, { deadlineMs: 90_000_000 }),
  },
]

const things: readonly BadInput[] = [
  {
    what: 'a copy of a closed asset',
    code: 'COPY_OF_CLOSED',
    attempt: async (scene) => {
      const steps = replicateSteps(scene.alice, [{ ...scene.bob, chainId: 'zone-b' }], scene.asset)
      return prepareOn(scene.stage, 'zone-a', await signed(scene, await draft(scene, steps)))
    },
  },
  { what: 'a move by the former owner', code: 'NOT_OWNER', attempt: (scene) => withManifest(scene, {}, scene.sold) },
  {
    what: 'a local transfer by the former owner',
    code: 'NOT_OWNER',
    attempt: ({ stage, alice, sold }) =>
      onAssets(stage, alice, { transfer: { id: sold.envelope.id, recipient: alice.user.address } }),
  },
  { what: 'a move of a locked asset', code: 'LOCKED', attempt: (scene) => withManifest(scene, {}, scene.locked) },
  {
    what: 'a sale of a locked asset',
    code: 'LOCKED',
    attempt: async (scene) => {
      const sale = transferStep(scene.alice, scene.bob.user, scene.locked)
      return prepareOn(scene.stage, 'zone-a', await signed(scene, await draft(scene, [sale])))
    },
  },
  {
    what: 'a local transfer of a locked asset',
    code: 'LOCKED',
    attempt: ({ stage, alice, bob, locked }) =>
      onAssets(stage, alice, { transfer: { id: locked.envelope.id, recipient: bob.user.address } }),
  },
  {
    what: 'more coins than are free',
    code: 'INSUFFICIENT_FUNDS',
    attempt: async (scene) => {
      const steps = moveCoinsSteps(scene.alice, { ...scene.bob, chainId: 'zone-b' }, units('zone-a', 2 ** 50))
      return prepareOn(scene.stage, 'zone-a', await signed(scene, await draft(scene, steps)))
    },
  },
  {
    what: 'a withdrawal of more coins than are free',
    code: 'INSUFFICIENT_FUNDS',
    attempt: ({ stage, alice }) => onAssets(stage, alice, { withdraw: { denom: 'ucity', amount: String(2 ** 50) } }),
  },
  {
    what: 'a registration with another fingerprint',
    code: 'FINGERPRINT_MISMATCH',
    attempt: ({ stage, alice }) => {
      const other = openRecord('zone-a', `other-${stage.run}`)
      return onAssets(stage, alice, registerMsg({ ...other, content: Uint8Array.from(other.content ?? []).reverse() }))
    },
  },
  {
    what: 'a replica whose content has another fingerprint',
    code: 'FINGERPRINT_MISMATCH',
    attempt: (scene) =>
      replicaWith(scene, [{ operation: 0, content: base64(Uint8Array.from(scene.record.content ?? []).reverse()) }]),
  },
  { what: 'a replica without content', code: 'CONTENT_MISSING', attempt: (scene) => replicaWith(scene, []) },
  {
    what: 'a taken identifier with other content',
    code: 'EXISTS',
    attempt: ({ stage, bob }) =>
      onAssets(stage, bob, registerMsg(openRecord('zone-a', `record-${stage.run}`, {}, Uint8Array.of(1)))),
  },
]

function onAssets(stage: Stage, { chainId, user }: Party, msg: object): Promise<unknown> {
  const { chain, assets } = zoneOf(stage, chainId)
  return call(chain, user.name, assets, msg)
}

const atHub = ({ stage }: Scene, msg: object): Promise<unknown> =>
  call(stage.hub.chain, anybody, stage.hub.contract, msg)

const hub: readonly BadInput[] = [
  {
    what: 'an end before the deadline',
    code: 'TOO_EARLY',
    attempt: (scene) => atHub(scene, { expire: { manifest: base64(scene.pending.bytes) } }),
  },
  {
    what: 'a cancellation by somebody who has no part',
    code: 'UNAUTHORISED',
    attempt: async (scene) => {
      const [authorisation] = await consents(scene.pending, [scene.stage.users.carol], 'cancel')
      return atHub(scene, { cancel: { manifest: base64(scene.pending.bytes), authorisation } })
    },
  },
  {
    what: 'a consent that is used as a cancellation',
    code: 'UNAUTHORISED',
    attempt: async (scene) => {
      const [authorisation] = await consents(scene.pending, [scene.alice.user])
      return atHub(scene, { cancel: { manifest: base64(scene.pending.bytes), authorisation } })
    },
  },
  {
    what: 'a decision that there is not yet',
    code: 'UNDECIDED',
    attempt: async (scene) =>
      atHub(scene, { resend: { ...(await channelOf(scene.stage, 'zone-a')), transaction_ids: [scene.pending.id] } }),
  },
  {
    what: 'a decision about nothing',
    code: 'TRANSACTION_UNKNOWN',
    attempt: async (scene) =>
      atHub(scene, { resend: { ...(await channelOf(scene.stage, 'zone-a')), transaction_ids: ['00'.repeat(32)] } }),
  },
  {
    what: 'a decision over the channel of another zone',
    code: 'CHANNEL_REFUSED',
    attempt: async (scene) => {
      const { channel_id } = await channelOf(scene.stage, 'zone-b')
      return atHub(scene, { resend: { chain_id: 'zone-a', channel_id, transaction_ids: [scene.pending.id] } })
    },
  },
  {
    what: 'a zone that admits itself',
    code: 'FORBIDDEN',
    attempt: (scene) =>
      atHub(scene, {
        admit_zone: {
          chain_id: 'zone-x',
          client_id: '07-tendermint-0',
          connection_id: 'connection-0',
          port_id: 'wasm.x',
          gate: 'x',
        },
      }),
  },
  {
    what: 'a zone that suspends another',
    code: 'FORBIDDEN',
    attempt: (scene) => atHub(scene, { suspend_zone: { chain_id: 'zone-b' } }),
  },
]

type Zone = { readonly channels: readonly { readonly channel_id: string; readonly open: boolean }[] }

/** The hub's end of the open channel of a zone. */
export async function channelOf(stage: Stage, chainId: string): Promise<{ chain_id: string; channel_id: string }> {
  const zone = (await stage.hub.chain.querySmart(stage.hub.contract, { zone: { chain_id: chainId } })) as Zone | null
  return { chain_id: chainId, channel_id: zone?.channels.find(({ open }) => open)?.channel_id ?? '' }
}

export const badInputs: readonly BadInput[] = [...authorisations, ...manifests, ...things, ...hub]
