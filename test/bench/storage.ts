// What sealing and keeping costs: to signed receipts of three real stores, and to receipts on the running chain.
import { randomBytes } from 'node:crypto'
import { type LocalnetConfig, localnetConfig } from '../../localnet/config.ts'
import { home } from '../../localnet/demo/cast.ts'
import { openStage } from '../../localnet/demo/stage.ts'
import { type Stores, saltOf, storageDeps } from '../../localnet/demo/stores.ts'
import { openVault, type Vault } from '../../localnet/demo/vault.ts'
import { down } from '../../localnet/down.ts'
import { type Prepared, prepareObject, storeObject } from '../../platform/storage/place.ts'
import { type Figure, quantileFigure } from './figure.ts'

const repeats = 5
const largeBytes = 5_000_000
const smallBytes = 64_000

type Run = { readonly receiptsMs: number; readonly chainMs: number; readonly placeMs: number }

/** The owner seals and splits, the chain places, the stores verify, write and sign, the chain takes their receipts. */
async function once(vault: Vault, bytes: number, local: string): Promise<Run> {
  const { stage, stores, cast } = vault
  const plaintext = randomBytes(bytes)
  const identities = stores.identities.slice(0, 3)
  const objectId = `did:causeway:asset:${home}:bench-${local}-${stage.run}`
  const deps = storageDeps(stage, stores, cast.supplier.user)
  const start = performance.now()
  const input = { objectId, version: 1n, plaintext, salt: saltOf(cast.supplier), stores: identities, quorum: 2 }
  const prepared = await prepareObject(input)
  const sealedMs = performance.now() - start
  const placing = performance.now()
  await deps.ledger.submitPlacement(prepared.placement)
  const placeMs = performance.now() - placing
  const putting = performance.now()
  await putAll(prepared, stores)
  const receiptsMs = sealedMs + performance.now() - putting
  const submitting = performance.now()
  await storeObject(prepared, identities, deps)
  return { receiptsMs, placeMs, chainMs: performance.now() - submitting }
}

/** The same objects and shares again give the same receipts, so that the chain's part is measured apart. */
async function putAll({ placement, sealed }: Prepared, stores: Stores): Promise<void> {
  const chosen = stores.all.slice(0, 3)
  await Promise.all(chosen.map(({ client }) => client.put(placement, placement.cid, sealed)))
}

export async function benchStorage(
  tell: (line: string) => void,
  config: LocalnetConfig = localnetConfig(),
  keep = false,
): Promise<readonly Figure[]> {
  const stage = await openStage({ config, say: tell })
  const vault = await openVault(stage)
  const runs = async (bytes: number, name: string): Promise<readonly Run[]> => {
    const found: Run[] = []
    for (let at = 0; at < repeats; at += 1) found.push(await once(vault, bytes, `${name}-${at}`))
    return found
  }
  try {
    await once(vault, smallBytes, 'warm')
    const [small, large] = [await runs(smallBytes, 'small'), await runs(largeBytes, 'large')]
    const rates = large.map(({ receiptsMs }) => largeBytes / 1_000 / receiptsMs)
    const smallMs = small.map(({ receiptsMs }) => receiptsMs)
    const chainMs = [...small, ...large].map((one) => one.placeMs + one.chainMs)
    const blocksMs = { at: '<=', bound: 6 * config.blockTimeMs } as const
    return [
      quantileFigure('5 MB sealed, kept by three stores, receipts signed', rates, 0.5, 'MB/s', { at: '>=', bound: 20 }),
      quantileFigure('64 kB sealed, kept by three stores, receipts signed', smallMs, 0.5, 'ms', {
        at: '<=',
        bound: 300,
      }),
      quantileFigure('what placement and receipts on chain add', chainMs, 0.5, 'ms', blocksMs),
    ]
  } finally {
    await vault.stores.close()
    await stage.close()
    if (!keep) await down(config)
  }
}
