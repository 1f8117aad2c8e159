// One suite for every Ledger: the one in memory, and the contracts' JSON through a node's gateway.
import { randomBytes } from 'node:crypto'
import { toBase64, toHex, utf8 } from '../../core/bytes.ts'
import { ContractLedger } from '../../platform/chain/ledger.ts'
import { publicBytesOf, signingKeyOf } from '../../platform/keys/ed25519.ts'
import { openRestChain } from '../../platform/storage/adapters/restChain.ts'
import { chunkRoot, proveChunk } from '../../platform/storage/chunks.ts'
import { cidOf } from '../../platform/storage/cid.ts'
import type { Ledger } from '../../platform/storage/ports.ts'
import { forgottenText, receiptText, signText } from '../../platform/storage/statements.ts'
import { contracts, LedgerServer, MemoryLedger } from '../fakes/memoryLedger.ts'
import { newRecipient } from './storeNodeWorld.ts'

const coded = (code: string) => expect.objectContaining({ code })
const refused = expect.objectContaining({
  code: expect.stringMatching(/^(NOT_VALIDATED|OBJECT_TAKEN|RECEIPT_INVALID|LEDGER_REFUSED)$/),
})
const store = 'did:causeway:thing:zone-a:store-1'
const bytes = randomBytes(5000)
const name = { objectId: 'did:causeway:entry:zone-a:air.sensor-1.1-9', version: 3n }
const placement = {
  ...name,
  cid: cidOf(bytes),
  lengthBytes: bytes.length,
  chunkRoot: chunkRoot(bytes),
  plaintext: { algorithm: 'hmac_sha2_256' as const, digest: new Uint8Array(randomBytes(32)) },
  seats: [{ store, share: toHex(randomBytes(32)) }],
  quorum: 2,
  keyCommitment: toHex(randomBytes(32)),
}

type World = { readonly ledger: Ledger; readonly chain: MemoryLedger; stop(): Promise<void> }

async function memoryWorld(): Promise<World> {
  const chain = new MemoryLedger()
  return { ledger: chain, chain, stop: async () => undefined }
}

async function contractWorld(): Promise<World> {
  const chain = new MemoryLedger()
  const server = await new LedgerServer(chain).start()
  const ledger = new ContractLedger(openRestChain(server.url, `${server.url}/submit`), contracts)
  return { ledger, chain, stop: () => server.stop() }
}

const worlds: readonly (readonly [string, () => Promise<World>])[] = [
  ['in memory', memoryWorld],
  ['behind the JSON of the contracts', contractWorld],
]

describe.each(worlds)('a ledger %s', (_, start) => {
  let world: World
  beforeEach(async () => {
    world = await start()
  })
  afterEach(() => world.stop())

  test('takes a placement of what was validated, once, and gives it back as it was', async () => {
    expect(await world.ledger.queryPlacement(name)).toBeUndefined()
    await expect(world.ledger.submitPlacement(placement)).rejects.toEqual(refused)
    world.chain.validate(name.objectId)
    await world.ledger.submitPlacement(placement)
    await world.ledger.submitPlacement(placement)
    await expect(world.ledger.submitPlacement({ ...placement, cid: cidOf(randomBytes(9)) })).rejects.toEqual(refused)
    expect(await world.ledger.queryPlacement(name)).toEqual({ ...placement, validated: true, erased: false })
  })

  test('of an ended object opens nothing, seats nobody, and takes what its stores sign then', async () => {
    const signingKey = signingKeyOf(randomBytes(32))
    world.chain.storeKeys.set(store, publicBytesOf(signingKey))
    world.chain.validate(name.objectId)
    await world.ledger.submitPlacement(placement)
    const recipient = await newRecipient('grant-1')
    const keys = { recipientKey: recipient.publicKey, signingKeys: [recipient.signingPublic] }
    world.chain.give('grant-1', { objectId: name.objectId, ...keys, expiresMs: Date.now() + 60_000 })
    const { keyCommitment } = placement
    const statement = signText(forgottenText({ ...name, keyCommitment, store, atNs: 5n }), signingKey)
    await expect(world.ledger.submitForgotten(name, store, statement)).rejects.toEqual(refused)
    await world.ledger.submitErasure(name)
    expect(await world.ledger.queryPlacement(name)).toMatchObject({ erased: true, seats: [] })
    expect((await world.ledger.queryGrant('grant-1', name))?.refusal).toBe('OBJECT_ERASED')
    expect((await world.ledger.queryGrant('grant-1', { ...name, version: 4n }))?.refusal).toBe('')
    const other = signText(statement.text, signingKeyOf(randomBytes(32)))
    await expect(world.ledger.submitForgotten(name, store, other)).rejects.toEqual(refused)
    await world.ledger.submitForgotten(name, store, statement)
    expect(world.chain.events).toContain(`forgotten ${name.objectId} ${store}`)
  })

  test('takes the receipt that a store of the placement signed, and gives its seat to another store', async () => {
    const signingKey = signingKeyOf(randomBytes(32))
    world.chain.storeKeys.set(store, publicBytesOf(signingKey))
    world.chain.validate(name.objectId)
    await world.ledger.submitPlacement(placement)
    const receipt = { ...name, cid: placement.cid, chunkRoot: placement.chunkRoot, store, atNs: 5n }
    const { signature } = signText(receiptText(receipt), signingKey)
    await world.ledger.submitReceipt(receipt, signature)
    expect(world.chain.events).toContain(`receipt ${placement.cid} ${store}`)
    const spare = { store: 'did:causeway:thing:zone-a:store-9', share: placement.seats[0]?.share ?? '' }
    await world.ledger.submitReplacement(name, store, spare)
    expect((await world.ledger.queryPlacement(name))?.seats).toEqual([spare])
  })

  test('says of a grant what it opens, to which key, and why not', async () => {
    const { objectId } = name
    const recipient = await newRecipient('grant-1')
    const keys = { recipientKey: recipient.publicKey, signingKeys: [recipient.signingPublic] }
    const expiresMs = Date.now() + 60_000
    expect(await world.ledger.queryGrant('grant-1', name)).toBeUndefined()
    world.chain.give('grant-1', { objectId, ...keys, expiresMs })
    const found = await world.ledger.queryGrant('grant-1', name)
    expect(found).toMatchObject({ id: 'grant-1', agreement: 'grant-1', refusal: '', ...keys })
    const other = { ...name, objectId: 'did:causeway:entry:zone-a:air.sensor-2.1-9' }
    expect((await world.ledger.queryGrant('grant-1', other))?.refusal).toBe('OBJECT_UNKNOWN')
    world.chain.revoke('grant-1')
    expect((await world.ledger.queryGrant('grant-1', name))?.refusal).toBe('GRANT_REVOKED')
  })

  test('hands out challenges and verifies their answers', async () => {
    world.chain.validate(name.objectId)
    await world.ledger.submitPlacement(placement)
    for (const index of [2, 4]) world.chain.challenge(name, store, index)
    expect(await world.ledger.queryChallenges(store)).toEqual([
      { ...name, index: 2 },
      { ...name, index: 4 },
    ])
    await world.ledger.submitAnswer(name, store, proveChunk(bytes, 2))
    await world.ledger.submitAnswer(name, store, proveChunk(bytes, 3))
    expect(world.chain.answers.map(({ right }) => right)).toEqual([true, false])
    await world.ledger.submitMismatch({ ...name, store, cid: placement.cid, found: 'missing', atNs: 0n })
    expect(world.chain.mismatches).toMatchObject([{ store, found: 'missing', cid: placement.cid }])
  })

  test('that is away is an error to every question, never an empty answer', async () => {
    world.chain.away = true
    const asked = [
      () => world.ledger.queryPlacement(name),
      () => world.ledger.queryGrant('grant-1', name),
      () => world.ledger.queryChallenges(store),
      () => world.ledger.submitPlacement(placement),
    ]
    for (const ask of asked) await expect(ask()).rejects.toEqual(coded('LEDGER_UNAVAILABLE'))
  })
})

describe('the contracts', () => {
  const key = (algorithm: string, until_height: number | null) => ({
    algorithm,
    public_key: toBase64(randomBytes(32)),
    until_height,
  })
  const [live, ended, other] = [key('ed25519', null), key('ed25519', 7), key('p256', null)]
  const asked: object[] = []

  /** A chain whose contracts give these answers. */
  const ledgerOf = (answers: Readonly<Record<string, unknown>>): ContractLedger => {
    const querySmart = async (_: string, query: object): Promise<unknown> => {
      asked.push(query)
      return answers[Object.keys(query)[0] ?? '']
    }
    return new ContractLedger({ querySmart, execute: async () => [] }, contracts)
  }
  const grantAnswers = async (status: string) => {
    const recipient_key = toBase64(utf8(JSON.stringify((await newRecipient('g')).publicKey)))
    const terms = { fields: ['*'], purposes: ['read:research', 'billing'] }
    return {
      object: null,
      grant: { asset: name.objectId, grantee: 'did:causeway:party:zone-a:buyer', recipient_key, terms },
      may: { allowed: true, code: 0 },
      subject: { status, keys: [ended, other, live] },
    }
  }

  test('are asked whether a grant permits all fields, because a key opens all of them', async () => {
    asked.length = 0
    const found = await ledgerOf(await grantAnswers('active')).queryGrant('g', name)
    expect(asked).toContainEqual({ may: { grant: 'g', fields: ['*'], purpose: 'read:research' } })
    expect(found?.refusal).toBe('')
  })

  test('let a grantee sign with the Ed25519 keys that it has now, and not at all while it is suspended', async () => {
    const found = await ledgerOf(await grantAnswers('active')).queryGrant('g', name)
    expect(found?.signingKeys.map(toBase64)).toEqual([live?.public_key])
    const suspended = await ledgerOf(await grantAnswers('suspended')).queryGrant('g', name)
    expect(suspended?.signingKeys).toEqual([])
  })

  test('seat neither a store that lost the object nor one that was released', async () => {
    const share = toHex(randomBytes(32))
    const states = ['expected', 'held', 'lost', 'released']
    const replicas = states.map((state) => ({ store: state, state, share }))
    const digests = { fingerprint: share, plaintext: share, key: share, chunks: share }
    const found = await ledgerOf({
      object: { ...digests, length: 1, quorum: 2, replicas, erased_height: null },
    }).queryPlacement(name)
    expect(found?.seats.map(({ store }) => store)).toEqual(['expected', 'held'])
  })

  test('that answer in another shape are an error that names the contract', async () => {
    const ledger = ledgerOf({ object: { length: 'x' } })
    await expect(ledger.queryPlacement(name)).rejects.toMatchObject({
      code: 'CHAIN_ANSWER_INVALID',
      facts: { contract: contracts.stores },
    })
  })
})
