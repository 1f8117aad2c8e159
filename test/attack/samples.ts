// Good input that several attacks turn into hostile input.

/** A batch as a device of its own signs it. */
export const ownBatch = {
  streamId: 'did:causeway:asset:zone-a:air',
  deviceId: 'did:causeway:thing:zone-a:air-7',
  attempt: 1,
  first: '1',
  last: '2',
  sentNs: '1800000000000000000',
  curve: 'ed25519',
  signature: 'AAAA',
  content: 'AAAA',
}

/** A question of analytics. */
export const query = {
  dataset: 'meters',
  zones: ['zone-a', 'zone-b'],
  from: '2026-01-01T00:00:00Z',
  until: '2026-02-01T00:00:00Z',
  groupBy: ['zone', { element: 'place' }],
  measures: [{ element: 'load', fn: 'sum' }],
  where: [{ element: 'open', op: 'eq', value: true }],
}

/** A subject as the identity contract tells it. */
export const party = {
  id: 'did:causeway:party:zone-a:city',
  form: 'organisation',
  owner: null,
  status: 'active',
  keys: [
    {
      name: 'main-1',
      algorithm: 'ed25519',
      public_key: Buffer.alloc(32, 7).toString('base64'),
      since_height: 10,
      until_height: null,
    },
  ],
  accounts: [{ chain_id: 'zone-b', address: 'wasm1qqq' }],
  roles: ['regulator'],
  version: 3,
  home_chain_id: 'zone-a',
}
