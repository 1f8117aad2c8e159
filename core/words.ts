// The domain types of proto/causeway/v1: bigint for 64 bits, Uint8Array for bytes, unions of words for enums.
// A part that the format makes mandatory is mandatory here too; decoding refuses bytes that lack it.

export type SchemaVersion = { readonly major: number; readonly minor: number }

/** Enum words are the proto names without their prefix, in lower case. */
export type DataType = 'record' | 'non_fungible' | 'fungible'
export type Structure = 'table' | 'document' | 'bytes'
export type AccessClass = 'open' | 'closed'
export type ElementType = 'boolean' | 'integer' | 'decimal' | 'text' | 'bytes' | 'timestamp'
export type HashAlgorithm = 'sha2_256' | 'hmac_sha2_256'
export type AuthorisationScheme = 'secp256k1' | 'adr036'
export type Answer = 'yes' | 'no'
export type AckKind = 'decisions' | 'received'
export type Outcome = 'commit' | 'abort' | 'pending' | 'not_counted'

export type Element = {
  readonly name: string
  readonly type: ElementType
  /** UCUM code; '' where the element has no unit. */
  readonly unit: string
  readonly lengthMax: number
  readonly optional: boolean
}

export type Fingerprint = { readonly algorithm: HashAlgorithm; readonly digest: Uint8Array }

/** What travels with every datum that crosses chains (Y.4560 clause 7.2.1). */
export type Envelope = {
  readonly schema: SchemaVersion
  readonly id: string
  readonly dataType: DataType
  readonly structure?: Structure | undefined
  readonly elements: readonly Element[]
  readonly length: bigint
  readonly access: AccessClass
  readonly copyable: boolean
  readonly movable: boolean
  readonly owner: string
  /** '' where the owner decides on the use. */
  readonly controller: string
  readonly terms: string
  readonly stored?: Fingerprint | undefined
  readonly plaintext?: Fingerprint | undefined
  readonly lineage: readonly string[]
  readonly claimedTimeNs: bigint
}

export type Cell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'decimal'; readonly value: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'data'; readonly value: Uint8Array }
  | { readonly kind: 'timestampNs'; readonly value: bigint }
export type Row = { readonly cells: readonly Cell[] }
export type Table = { readonly rows: readonly Row[] }

/** `amount` is an unsigned decimal integer below 2^128 without leading zero. */
export type Amount = { readonly originChainId: string; readonly denom: string; readonly amount: string }

export type CheckRecord = { readonly id: string; readonly version: bigint; readonly envelopeDigest: Uint8Array }
export type ReplicateRecord = {
  readonly envelope: Envelope
  readonly version: bigint
  readonly sourceChainId: string
}
export type CheckAsset = { readonly id: string; readonly version: bigint; readonly owner: string }
export type ReleaseAsset = {
  readonly id: string
  readonly version: bigint
  readonly destinationChainId: string
  readonly envelopeDigest: Uint8Array
}
export type ReceiveAsset = {
  readonly envelope: Envelope
  readonly version: bigint
  readonly sourceChainId: string
  readonly recipient: string
}
export type TransferAsset = { readonly id: string; readonly version: bigint; readonly recipient: string }
export type TransferCoins = { readonly amount: Amount; readonly recipient: string }
export type ReleaseCoins = { readonly amount: Amount; readonly destinationChainId: string }
export type ReceiveCoins = { readonly amount: Amount; readonly sourceChainId: string; readonly recipient: string }
export type Custom = { readonly name: string; readonly body: Uint8Array }

export type OperationBody =
  | { readonly kind: 'checkRecord'; readonly value: CheckRecord }
  | { readonly kind: 'replicateRecord'; readonly value: ReplicateRecord }
  | { readonly kind: 'checkAsset'; readonly value: CheckAsset }
  | { readonly kind: 'releaseAsset'; readonly value: ReleaseAsset }
  | { readonly kind: 'receiveAsset'; readonly value: ReceiveAsset }
  | { readonly kind: 'transferAsset'; readonly value: TransferAsset }
  | { readonly kind: 'transferCoins'; readonly value: TransferCoins }
  | { readonly kind: 'releaseCoins'; readonly value: ReleaseCoins }
  | { readonly kind: 'receiveCoins'; readonly value: ReceiveCoins }
  | { readonly kind: 'custom'; readonly value: Custom }

export type Operation = { readonly resource: string; readonly actor: string; readonly body: OperationBody }
export type Leg = { readonly chainId: string; readonly gate: string; readonly operations: readonly Operation[] }

/** A transaction: what every zone will do, or none of them. */
export type Manifest = {
  readonly schema: SchemaVersion
  readonly hubChainId: string
  readonly hubContract: string
  readonly legs: readonly Leg[]
  readonly deadlineNs: bigint
  readonly nonce: Uint8Array
}

export type Authorisation = {
  readonly scheme: AuthorisationScheme
  readonly publicKey: Uint8Array
  readonly signature: Uint8Array
}

/** `code` is a chain-side `Code` number, 0 with a yes. */
export type Vote = { readonly answer: Answer; readonly manifest: Uint8Array; readonly code: number }
export type Decision = { readonly transactionId: Uint8Array; readonly outcome: Outcome; readonly code: number }
export type VotePacket = { readonly votes: readonly Vote[] }
export type DecisionPacket = { readonly decisions: readonly Decision[] }

export type PacketData =
  | { readonly kind: 'votes'; readonly value: VotePacket }
  | { readonly kind: 'decisions'; readonly value: DecisionPacket }

export type Acknowledgement = { readonly kind: AckKind; readonly decisions: readonly Decision[] }
