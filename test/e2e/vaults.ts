// A world with stores of four keepers and batches that they keep: what tests of storage and access begin with.
import { settleAbroad } from '../../localnet/demo/cast.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { openVault, type Vault } from '../../localnet/demo/vault.ts'
import { openWorld } from './world.ts'

export type VaultWorld = { readonly stage: OpenStage; readonly vault: Vault; close(): Promise<void> }

export async function openVaultWorld(plan: Parameters<typeof openVault>[1] = {}): Promise<VaultWorld> {
  const stage = await openWorld()
  const vault = await openVault(stage, plan)
  await settleAbroad(stage, vault.cast)
  const close = async (): Promise<void> => {
    await vault.stores.close()
    await stage.close()
  }
  return { stage, vault, close }
}

/** An error of ours with this code. */
export const coded = (code: string) => expect.objectContaining({ code })
