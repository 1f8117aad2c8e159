// People whom no earlier run has met: new keys with funds on every zone, and a stage whose chains sign for them.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Bip39 } from '@cosmjs/crypto'
import { MsgSend } from 'cosmjs-types/cosmos/bank/v1beta1/tx'
import { type Accounts, accountsPath } from '../../localnet/accounts.ts'
import type { Member } from '../../localnet/demo/cast.ts'
import { deviceOf } from '../../localnet/demo/devices.ts'
import { enrol, party } from '../../localnet/demo/enrol.ts'
import type { OpenStage } from '../../localnet/demo/stage.ts'
import { type Stage, zoneOf } from '../../localnet/demo/story.ts'
import { User } from '../../localnet/demo/user.ts'
import { CosmosChain } from '../../relayer/adapters/cosmosChain.ts'
import { openLog } from '../../relayer/adapters/pinoLog.ts'
import type { Chain } from '../../relayer/ports.ts'
import { siteOf, worldConfig } from './world.ts'

const platforms = ['zone-a', 'zone-b', 'zone-c']
const purse = [{ denom: 'ucity', amount: '1000000' }]
const gas = 3_000_000n

export type Newcomers = Stage & { close(): Promise<void> }

/** The same stage, on which `person` knows them too. */
export async function withNewcomers(stage: OpenStage, names: readonly string[]): Promise<Newcomers> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-newcomers-'))
  const keysPath = join(folder, 'accounts.json')
  const made = Object.fromEntries(names.map((name) => [name, Bip39.encode(randomBytes(16)).toString()]))
  const people = new Map<string, User>()
  for (const name of names) people.set(name, await User.fromMnemonic(name, made[name] ?? '', worldConfig.prefix))
  const known = JSON.parse(readFileSync(accountsPath(worldConfig), 'utf8')) as Accounts
  const fresh = [...people].map(([name, { address }]) => [name, { mnemonic: made[name] ?? '', address }])
  writeFileSync(keysPath, JSON.stringify({ ...known, ...Object.fromEntries(fresh) }), { mode: 0o600 })
  await Promise.all(platforms.map((chainId) => fund(stage, chainId, [...people.values()])))
  const opened = platforms.map((id) => openWithKeys(id, keysPath))
  const zones = new Map(stage.zones)
  for (const chain of opened) {
    const zone = zones.get(chain.chainId)
    if (zone !== undefined) zones.set(chain.chainId, { ...zone, chain })
  }
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((chain) => chain.close()))
    rmSync(folder, { recursive: true })
  }
  return { ...stage, zones, person: (name) => people.get(name) ?? stage.person(name), close }
}

function openWithKeys(id: string, keysPath: string): Chain {
  const { rpc, grpc } = siteOf(id)
  return new CosmosChain({
    chainId: id,
    rpcUrl: `http://127.0.0.1:${rpc}`,
    grpcUrl: `http://127.0.0.1:${grpc}`,
    prefix: worldConfig.prefix,
    gasPrice: { price: 0, denom: 'ustake' },
    keysPath,
    log: openLog('silent'),
  })
}

/** An account exists from its first coin on. */
async function fund(stage: Stage, chainId: string, people: readonly User[]): Promise<void> {
  const signer = await zoneOf(stage, chainId).chain.signer('load-0')
  const msgs = people.map(({ address }) => ({
    typeUrl: '/cosmos.bank.v1beta1.MsgSend',
    value: MsgSend.encode(
      MsgSend.fromPartial({ fromAddress: signer.address, toAddress: address, amount: purse }),
    ).finish(),
  }))
  await signer.submitAndWait(msgs, gas)
}

/** A party that this run alone knows, not enrolled yet; its account is the newcomer's of that name. */
export function newMember(stage: Stage, chainId: string, name: string): Member {
  const [user, id] = [stage.person(name), `did:causeway:party:${chainId}:${name}-${stage.run}`]
  return { user, id, key: deviceOf(id, user.seed(`key of ${id}`)) }
}

/** The same, enrolled with these roles. */
export async function enrolled(stage: Stage, chainId: string, name: string, roles: readonly string[]): Promise<Member> {
  const member = newMember(stage, chainId, name)
  await enrol(stage, chainId, member.user, [party(stage, chainId, member.key, roles)])
  return member
}
