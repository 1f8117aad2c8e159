// Takes a proof of ownership out of a node: the tx in its block, and the record in the state after it.
import { fromBech32 } from '@cosmjs/encoding'
import { Comet38Client } from '@cosmjs/tendermint-rpc'
import {
  GetBlockByHeightRequest,
  GetBlockByHeightResponse,
  GetValidatorSetByHeightRequest,
  GetValidatorSetByHeightResponse,
} from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { PubKey } from 'cosmjs-types/cosmos/crypto/ed25519/keys'
import type { Block } from 'cosmjs-types/tendermint/types/block'
import { Header, SignedHeader } from 'cosmjs-types/tendermint/types/types'
import { concatBytes, toBase64, toHex, utf8 } from '../../core/bytes.ts'
import { merkleLeaf, merkleProof } from '../../core/merkle.ts'
import type { Claims } from '../../platform/credentials/credential.ts'
import { type ChainTrust, type OwnershipProof, timeText } from '../../platform/credentials/ownership.ts'
import { sha256 } from '../../platform/keys/fingerprints.ts'
import type { Chain, Included } from '../../relayer/ports.ts'
import { waitFor } from './transact.ts'

type Ownership = Extract<Claims, { readonly type: 'OwnershipCertificate' }>
type Record = { asset: string; owner: string; fingerprint: string }

const service = '/cosmos.base.tendermint.v1beta1.Service'
/** A map of the contract: the length of its name, its name, then the key. */
const recordPrefix = concatBytes(Uint8Array.of(0, 6), utf8('record'))

async function blockAt(chain: Chain, height: bigint): Promise<Block> {
  const request = GetBlockByHeightRequest.encode({ height }).finish()
  const path = `${service}/GetBlockByHeight`
  const { block } = await chain.queryGrpc(path, request, GetBlockByHeightResponse.decode)
  if (block === undefined) throw new Error(`${chain.chainId} has no block ${height}`)
  return block
}

function readRecord(key: Uint8Array, value: Uint8Array) {
  if (!Buffer.from(key).subarray(0, recordPrefix.length).equals(recordPrefix)) return undefined
  const { asset, owner, fingerprint } = JSON.parse(Buffer.from(value).toString()) as Record
  return { subject: asset, owner, fingerprint }
}

/** What a verifier knows once and for all; asked of a node here, of a genesis file elsewhere. */
export async function trustIn(chain: Chain, contract: string, height: bigint): Promise<ChainTrust> {
  const request = GetValidatorSetByHeightRequest.encode({ height }).finish()
  const path = `${service}/GetValidatorSetByHeight`
  const { validators } = await chain.queryGrpc(path, request, GetValidatorSetByHeightResponse.decode)
  const set = validators.map(({ pubKey, votingPower }) => ({
    publicKey: PubKey.decode(pubKey?.value ?? new Uint8Array()).key,
    power: votingPower,
  }))
  return { chainId: chain.chainId, validators: [set], contract: fromBech32(contract).data, readRecord }
}

/** The claims about an asset's registration, and the proof that goes with them. */
export async function exportOwnership(
  chain: Chain,
  { rpcUrl, rights }: { readonly rpcUrl: string; readonly rights: string },
  asset: string,
  { hash, height }: Included,
): Promise<{ readonly claims: Ownership; readonly proof: OwnershipProof }> {
  // The block after the next one holds the signatures under the next one.
  await waitFor('two more blocks', 10_000, async () =>
    (await chain.queryStatus()).height >= height + 2n ? true : undefined,
  )
  const [block, next, after] = await Promise.all([0n, 1n, 2n].map((later) => blockAt(chain, height + later)))
  const header = Header.fromPartial(block?.header ?? {})
  const hashes = (block?.data?.txs ?? []).map(sha256)
  const index = hashes.findIndex((one) => toHex(one).toUpperCase() === hash)
  const path = merkleProof(
    hashes.map((one) => merkleLeaf(one, sha256)),
    index,
    sha256,
  )
  const key = concatBytes(recordPrefix, utf8(asset))
  const data = concatBytes(Uint8Array.of(3), fromBech32(rights).data, key)
  const client = await Comet38Client.connect(rpcUrl)
  const found = await client.abciQuery({ path: '/store/wasm/key', data, prove: true, height: Number(height) })
  client.disconnect()
  const [inStore, ofStore] = (found.proof?.ops ?? []).map((op) => toBase64(op.data))
  const { owner, fingerprint } = JSON.parse(Buffer.from(found.value).toString()) as Record
  const recorded = { chainId: chain.chainId, height, tx: hash, recordedAt: timeText(header) }
  return {
    claims: { type: 'OwnershipCertificate', subject: asset, fingerprint, owner, ...recorded },
    proof: {
      header: toBase64(Header.encode(header).finish()),
      next: toBase64(SignedHeader.encode(SignedHeader.fromPartial({ ...pairOf(next, after) })).finish()),
      tx: { index, count: hashes.length, path: path.map(toBase64) },
      key: toBase64(key),
      value: toBase64(found.value),
      proofs: [inStore ?? '', ofStore ?? ''],
    },
  }
}

const pairOf = (next: Block | undefined, after: Block | undefined) => ({
  ...(next?.header === undefined ? {} : { header: next.header }),
  ...(after?.lastCommit === undefined ? {} : { commit: after.lastCommit }),
})
