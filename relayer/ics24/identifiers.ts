// ICS-24 identifiers: what ibc-go makes of a kind and a number, as `channel-10` and `07-tendermint-3`.

/** The number in which it was made, of its kind on its chain; 0 where it ends with none. */
export const numberOf = (identifier: string): number => Number(/-(\d{1,15})$/.exec(identifier)?.[1] ?? 0)
