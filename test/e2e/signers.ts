// Who signed a tx, from its bytes: names of the localnet's accounts.
import { readFileSync } from 'node:fs'
import { rawSecp256k1PubkeyToRawAddress } from '@cosmjs/amino'
import { toBech32 } from '@cosmjs/encoding'
import { PubKey } from 'cosmjs-types/cosmos/crypto/secp256k1/keys'
import { Tx } from 'cosmjs-types/cosmos/tx/v1beta1/tx'
import { type Accounts, accountsPath } from '../../localnet/accounts.ts'
import { siteOf, worldConfig } from './world.ts'

type RpcTx = { readonly result: { readonly tx: string } }

export async function signersOf(chainId: string, hash: string): Promise<readonly string[]> {
  const accounts = JSON.parse(readFileSync(accountsPath(worldConfig), 'utf8')) as Accounts
  const response = await fetch(`http://127.0.0.1:${siteOf(chainId).rpc}/tx?hash=0x${hash}`)
  const { result } = (await response.json()) as RpcTx
  const { authInfo } = Tx.decode(Buffer.from(result.tx, 'base64'))
  return (authInfo?.signerInfos ?? []).map(({ publicKey }) => {
    const { key } = PubKey.decode(publicKey?.value ?? new Uint8Array())
    const signer = toBech32(worldConfig.prefix, rawSecp256k1PubkeyToRawAddress(key))
    return Object.keys(accounts).find((name) => accounts[name]?.address === signer) ?? signer
  })
}
