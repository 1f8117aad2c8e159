// Chapter 2: a calibration certificate moves from A to B and on to C; a request to copy it is refused with its code.
import { ApiRefusal } from '../apiClient.ts'
import { queryItem } from '../chainFacts.ts'
import { registerAsset } from '../register.ts'
import { type Chapter, type Check, check, type Stage, type StoryTransaction } from '../story.ts'
import { follow, mark } from '../transact.ts'

export const certificateId = (stage: Stage): string => `did:causeway:asset:zone-a:calibration-${stage.run}`

async function move(stage: Stage, from: string, to: string): Promise<StoryTransaction> {
  const { alice } = stage.users
  const start = await mark(stage)
  const intent = { kind: 'move', id: certificateId(stage), from, to, actor: alice.address, recipient: alice.address }
  const planned = await stage.api.share(intent, [alice])
  return follow(stage, { what: `move ${from} to ${to}`, id: planned.transactionId, chainIds: [from, to] }, start)
}

/** On how many chains the certificate is live. Commit invariant: never more than one. */
export async function liveOn(stage: Stage, id: string): Promise<string[]> {
  const chainIds = [...stage.zones.keys()]
  const items = await Promise.all(chainIds.map((chainId) => queryItem(stage, chainId, id)))
  return chainIds.filter((_, index) => items[index]?.state === 'live')
}

async function copyRefusal(stage: Stage): Promise<Check> {
  const { alice, bob } = stage.users
  const actors = { 'zone-c': alice.address, 'zone-b': bob.address }
  const intent = { kind: 'replicate', id: certificateId(stage), from: 'zone-c', to: ['zone-b'], actors }
  const refusal = await stage.api.share(intent, [alice, bob]).then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiRefusal ? error.code : String(error)),
  )
  stage.tell(`  a copy of the certificate is refused: ${refusal}`)
  return check('a copy of a closed asset is refused', refusal === 'COPY_OF_CLOSED', refusal)
}

export const moveCertificate: Chapter = {
  name: 'a certificate moves from zone-a to zone-b, then to zone-c; its copy is refused',
  async play(stage) {
    const id = certificateId(stage)
    await registerAsset(stage, 'zone-a', stage.users.alice, id)
    const first = await move(stage, 'zone-a', 'zone-b')
    const afterFirst = await liveOn(stage, id)
    const second = await move(stage, 'zone-b', 'zone-c')
    const afterSecond = await liveOn(stage, id)
    return {
      transactions: [first, second],
      checks: [
        check('live on zone-b alone after the first move', afterFirst.join() === 'zone-b', afterFirst),
        check('live on zone-c alone after the second move', afterSecond.join() === 'zone-c', afterSecond),
        await copyRefusal(stage),
      ],
    }
  },
}
