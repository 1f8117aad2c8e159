// A person of the story: one key, the same address on every chain, signs consents and sends plain contract calls.
import { Bip39, EnglishMnemonic, ripemd160, Secp256k1, Slip10, Slip10Curve, sha256, stringToPath } from '@cosmjs/crypto'
import { toBase64, toBech32, toUtf8 } from '@cosmjs/encoding'
import { type Coin, executeMsg } from '../../relayer/contractCalls.ts'
import type { Chain, Included } from '../../relayer/ports.ts'

/** One signature over an authorisation text, as the API takes it. */
export type Consent = { readonly scheme: 'secp256k1'; readonly publicKey: string; readonly signature: string }

const executeGas = 3_000_000n

export class User {
  readonly name: string
  readonly address: string
  readonly #privateKey: Uint8Array
  readonly #publicKey: Uint8Array

  private constructor(name: string, address: string, privateKey: Uint8Array, publicKey: Uint8Array) {
    this.name = name
    this.address = address
    this.#privateKey = privateKey
    this.#publicKey = publicKey
  }

  /** Derives the account on the Cosmos path m/44'/118'/0'/0/0. */
  static async fromMnemonic(name: string, mnemonic: string, prefix: string): Promise<User> {
    const seed = await Bip39.mnemonicToSeed(new EnglishMnemonic(mnemonic))
    const { privkey } = Slip10.derivePath(Slip10Curve.Secp256k1, seed, stringToPath("m/44'/118'/0'/0/0"))
    const publicKey = Secp256k1.compressPubkey((await Secp256k1.makeKeypair(privkey)).pubkey)
    return new User(name, toBech32(prefix, ripemd160(sha256(publicKey))), privkey, publicKey)
  }

  async sign(text: string): Promise<Consent> {
    const signature = await Secp256k1.createSignature(sha256(toUtf8(text)), this.#privateKey)
    const bytes = new Uint8Array([...signature.r(32), ...signature.s(32)])
    return { scheme: 'secp256k1', publicKey: toBase64(this.#publicKey), signature: toBase64(bytes) }
  }

  /** 32 secret bytes that only this person can make again: for keys of other kinds that are theirs too. */
  seed(purpose: string): Uint8Array {
    return sha256(new Uint8Array([...this.#privateKey, ...toUtf8(purpose)]))
  }

  /** A contract call by this account, waited for; throws TX_FAILED when the contract refuses. */
  async execute(chain: Chain, contract: string, msg: object, funds: readonly Coin[] = []): Promise<Included> {
    const signer = await chain.signer(this.name)
    return signer.submitAndWait([executeMsg(signer.address, contract, msg, funds)], executeGas)
  }
}
