// Catalogue of the reasons that chains give: one entry for each `Code` of proto/causeway/v1/code.proto, by its number.

/** `retry: 'later'` means that the same request may succeed unchanged once the world has moved on. */
export type CatalogueEntry = {
  readonly status: number
  readonly retry: 'never' | 'later'
  readonly text: string
  readonly hint: string
}

/** Lines of the catalogues whose reasons have no number. */
export const never = (status: number, text: string, hint: string): CatalogueEntry => ({
  status,
  retry: 'never',
  text,
  hint,
})
export const later = (status: number, text: string, hint: string): CatalogueEntry => ({
  status,
  retry: 'later',
  text,
  hint,
})

/** An entry with the number that travels. */
export type ChainEntry = CatalogueEntry & { readonly number: number }

/** One line of a catalogue of numbered reasons. */
export const chainEntry = (
  number: number,
  status: number,
  retry: 'never' | 'later',
  text: string,
  hint: string,
): ChainEntry => ({
  number,
  status,
  retry,
  text,
  hint,
})

const form = {
  MALFORMED: chainEntry(
    100,
    400,
    'never',
    'The bytes do not decode as the message they claim to be.',
    'Encode with the schema of proto/causeway/v1; the fact `path` names the place, where one is known.',
  ),
  NOT_CANONICAL: chainEntry(
    101,
    400,
    'never',
    'The bytes decode, but are not the canonical encoding of what they say.',
    'Omit defaults, keep fields and lineage in ascending order, send no unknown fields; hashes need one encoding.',
  ),
  SCHEMA_UNKNOWN: chainEntry(
    102,
    400,
    'never',
    'The major version of the data format is unknown here.',
    'Send schema major 1, or upgrade the side that refused.',
  ),
  LIMIT_EXCEEDED: chainEntry(
    103,
    413,
    'never',
    'A named limit is exceeded.',
    'proto/limits.json lists every limit; split the request or shorten the part that the fact `path` names.',
  ),
  ID_MALFORMED: chainEntry(
    104,
    400,
    'never',
    'An identifier, address or denomination does not follow its grammar.',
    'Identifiers are did:causeway:<kind>:<chain-id>:<local>, lower case; addresses and chain ids are lower case.',
  ),
  PART_MISSING: chainEntry(
    105,
    400,
    'never',
    'A mandatory part is missing or has no meaning.',
    'Fill the part; enums have no default, an access class must be stated.',
  ),
  FINGERPRINT_MISMATCH: chainEntry(
    106,
    422,
    'never',
    'Length or hash of the content differs from the fingerprint in its envelope.',
    'Make the fingerprint of exactly the bytes that are stored, then send both again.',
  ),
  LEGS_INVALID: chainEntry(
    107,
    400,
    'never',
    'Legs are not in ascending order of chain id, a zone appears twice, a leg is empty, or it takes one key twice.',
    'Sort the legs by chain id, give each zone one leg, and touch each asset or record once in it.',
  ),
  UNPAIRED: chainEntry(
    108,
    422,
    'never',
    'An operation that leaves one zone has no equal counterpart in another leg.',
    'Give every release a receipt, and every replica a read condition at its source: same id, version and digest.',
  ),
  CONTENT_MISSING: chainEntry(
    109,
    422,
    'never',
    'Content was supplied for an operation that needs none, or is missing where one is needed.',
    'Hand over content for each replicated record, and for nothing else.',
  ),
} as const

const authority = {
  UNAUTHORISED: chainEntry(
    200,
    403,
    'never',
    "There is no valid authorisation by the operation's actor.",
    'The actor signs the authorisation text of exactly this transaction; check key, scheme and address prefix.',
  ),
  NOT_OWNER: chainEntry(
    201,
    403,
    'never',
    'The actor does not own what the operation touches.',
    'Ask the present owner; the item query of the zone names the owner.',
  ),
  WRONG_ADDRESSEE: chainEntry(
    202,
    422,
    'never',
    'The manifest names another hub, gate or zone than this one.',
    'Take the addresses of hub and gates from the list of zones and make a new manifest.',
  ),
  ZONE_UNKNOWN: chainEntry(
    203,
    404,
    'never',
    'The zone is not admitted at the hub, or is suspended.',
    'Ask the operator of the hub to admit the zone; the list of zones shows which are.',
  ),
  FORBIDDEN: chainEntry(
    204,
    403,
    'never',
    'Only the gate, the contract itself or the administrator may call this.',
    'Go through the gate of the zone, or use the key of the administrator.',
  ),
  CHANNEL_REFUSED: chainEntry(
    205,
    403,
    'never',
    'The channel or client pair is not one of the pinned connection or client, counterparty port, version and order.',
    'Open an UNORDERED channel of version causeway-1 on the connection, or use the client, that the hub lists.',
  ),
  RESOURCE_UNKNOWN: chainEntry(
    206,
    404,
    'never',
    'The resource contract is not registered at this gate.',
    'Ask the administrator of the gate to register the contract.',
  ),
  NOT_A_LEG: chainEntry(
    207,
    422,
    'never',
    'The zone has no leg in the manifest.',
    'Send the manifest only to gates of zones that take part in it.',
  ),
} as const

const dataRules = {
  COPY_OF_CLOSED: chainEntry(
    300,
    422,
    'never',
    'Closed data may not be copied.',
    'Move the asset instead, or ask its owner to publish an open record.',
  ),
  COPY_NOT_ALLOWED: chainEntry(
    301,
    422,
    'never',
    'The owner marked this open record as not copyable.',
    'Read it at its source, or ask its owner to mark it copyable.',
  ),
  MOVE_OF_OPEN: chainEntry(
    302,
    422,
    'never',
    'Open records are replicated, never moved.',
    'Replicate the record instead.',
  ),
  MOVE_NOT_ALLOWED: chainEntry(
    303,
    422,
    'never',
    'The owner has set no policy that lets this closed asset leave its zone.',
    'Ask the owner to mark the asset as movable.',
  ),
  OPERATION_NOT_DEFINED: chainEntry(
    304,
    422,
    'never',
    'This operation, or this access class, does not exist for this data type.',
    'proto/duplication.json lists what is possible with which class of data.',
  ),
  KIND_NOT_ACCEPTED: chainEntry(
    305,
    422,
    'never',
    'The zone does not accept this kind of data.',
    'Choose another zone, or ask its administrator to accept the kind.',
  ),
} as const

const state = {
  LOCKED: chainEntry(
    400,
    409,
    'later',
    'The item is locked by another transaction.',
    'Wait until that transaction is decided, at the latest one hop after its deadline, and try again.',
  ),
  ABSENT: chainEntry(
    401,
    404,
    'later',
    'The item is not here; another transaction may still bring it.',
    'Ask the registry of the hub where the asset lives, and send the request to that zone.',
  ),
  EXISTS: chainEntry(
    402,
    409,
    'never',
    'The identifier or name is taken.',
    'Choose another one, or update the item that has it.',
  ),
  INSUFFICIENT_FUNDS: chainEntry(
    403,
    409,
    'later',
    'The free balance is smaller than the amount.',
    'Deposit more on the assets contract of that zone, or wait until a reservation ends.',
  ),
  VERSION_MISMATCH: chainEntry(
    404,
    409,
    'never',
    'The item has another version than the operation names.',
    'Query the item and make a new manifest with its present version.',
  ),
  CONTENT_MISMATCH: chainEntry(
    405,
    409,
    'never',
    'The item exists with other content than the operation names.',
    'Query the item and compare the digests of the envelopes.',
  ),
  RESOURCE_FAILED: chainEntry(
    406,
    502,
    'later',
    'The resource contract failed while preparing; nothing was locked.',
    'Tell the owner of the resource contract; the tx on that zone shows the failure.',
  ),
} as const

const commit = {
  DEADLINE_PASSED: chainEntry(
    500,
    409,
    'never',
    'The deadline of the transaction has passed.',
    'Make a new manifest with a later deadline and let the actors sign it.',
  ),
  DEADLINE_TOO_FAR: chainEntry(
    501,
    400,
    'never',
    'The deadline is farther away than the hub accepts.',
    'Choose a deadline within deadline_horizon_sec of proto/limits.json.',
  ),
  REFUSED_BY_LEG: chainEntry(
    502,
    409,
    'never',
    'A leg voted no; nothing changed anywhere.',
    'The legs of the transaction show which zone refused, and its code.',
  ),
  REGISTRY_MISMATCH: chainEntry(
    503,
    409,
    'never',
    "The hub's registry places the asset elsewhere, or has another version of it.",
    'Ask the hub where the asset lives and make a new manifest.',
  ),
  SUPPLY_EXCEEDED: chainEntry(
    504,
    409,
    'never',
    'The zone holds less of this denomination than the transaction takes from it.',
    'Compare the amount with what the hub lists as placed in that zone.',
  ),
  CANCELLED: chainEntry(
    505,
    409,
    'never',
    'An actor cancelled the transaction while it was undecided.',
    'Make a new manifest if all parties want it after all.',
  ),
  UNDECIDED: chainEntry(
    506,
    409,
    'later',
    'The transaction is not decided yet.',
    'Ask again; at its deadline anyone may resolve it.',
  ),
  TRANSACTION_UNKNOWN: chainEntry(
    507,
    404,
    'later',
    'No such transaction is recorded here.',
    'Check the id; a transaction is recorded when its first vote arrives.',
  ),
  FINAL: chainEntry(
    508,
    409,
    'never',
    'The transaction is final here; nothing changes.',
    'Read its state; for another outcome make a new transaction.',
  ),
  TOO_EARLY: chainEntry(
    509,
    409,
    'later',
    'The deadline has not passed yet, so nobody may resolve the transaction.',
    'Wait for the deadline in hub time, or cancel as an actor of a leg.',
  ),
  VOTE_TIMED_OUT: chainEntry(
    510,
    409,
    'never',
    "The vote's packet timed out at the hub, or its channel closed before it arrived.",
    'Check that the relayer of that zone runs, then make a new transaction.',
  ),
  VOTE_NOT_COUNTED: chainEntry(
    511,
    409,
    'never',
    'The hub did not count this vote.',
    'Check that the zone is admitted and the manifest names this hub and gate.',
  ),
  REFUSED_BY_ACTOR: chainEntry(
    512,
    409,
    'never',
    'The actor of a leg refused it explicitly.',
    'Agree with the actor before sending a new transaction.',
  ),
  TOO_MANY_OPEN: chainEntry(
    513,
    429,
    'later',
    'Too many transactions of this zone are open.',
    'Wait until some are decided; open_transactions_max in proto/limits.json is the limit.',
  ),
} as const

const zone = {
  NO_CHANNEL: chainEntry(
    600,
    503,
    'later',
    'There is no open channel between the zone and the hub.',
    'Let the relayer open one; `causeway relayer` does it when it starts.',
  ),
} as const

export const chainCatalogue = { ...form, ...authority, ...dataRules, ...state, ...commit, ...zone } as const

export type ChainErrorCode = keyof typeof chainCatalogue
