// Identifiers: one grammar, valid W3C DIDs, and nothing that looks alike passes.
import fc from 'fast-check'
import {
  formatId,
  formatPacketKey,
  idKinds,
  parseChainId,
  parseChannelId,
  parseClientId,
  parseConnectionId,
  parseId,
  parsePacketKey,
  parsePortId,
  parseSequence,
  parseTransactionId,
} from '../../core/ids.ts'

const chainId = fc.stringMatching(/^[a-z][a-z0-9-]{1,31}$/)
const local = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,63}$/)
const localKinds = idKinds.filter((kind) => kind !== 'chain' && kind !== 'transaction')

test('what is formatted parses back to its parts, and is a W3C DID', () => {
  const property = fc.property(fc.constantFrom(...localKinds), chainId, local, (kind, chain, name) => {
    fc.pre(`did:causeway:${kind}:${chain}:${name}`.length <= 128)
    const id = formatId(kind, chain, name)
    expect(parseId(id)).toEqual({ kind, chainId: chain, local: name })
    expect(id).toMatch(/^did:[a-z0-9]+:(?:[A-Za-z0-9._-]*:)*[A-Za-z0-9._-]+$/)
  })
  fc.assert(property)
})

test('any text parses as an identifier that formats to itself, or is refused with a code', () => {
  const property = fc.property(
    fc.oneof(
      fc.string(),
      fc.string().map((end) => `did:causeway:asset:zone-a${end}`),
    ),
    (text) => {
      let parsed: ReturnType<typeof parseId> | undefined
      try {
        parsed = parseId(text)
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(ID_MALFORMED|LIMIT_EXCEEDED|PART_MISSING)$/) })
      }
      if (parsed) expect(formatId(parsed.kind, parsed.chainId, parsed.local)).toBe(text)
    },
  )
  fc.assert(property)
})

test.each([
  ['a trailing line break', () => parseChainId('zone-a\n')],
  ['a capital in a chain id', () => parseChainId('Zone-a')],
  ['a channel without number', () => parseChannelId('channel-')],
  ['a connection spelled as a channel', () => parseConnectionId('channel-0')],
  ['a client without number', () => parseClientId('07-tendermint')],
  ['a port of one character', () => parsePortId('w')],
  ['sequence zero', () => parseSequence('0')],
  ['sequence 2^64', () => parseSequence((2n ** 64n).toString())],
  ['a transaction id in capitals', () => parseTransactionId('AB'.repeat(32))],
  ['a packet key of three parts', () => parsePacketKey('zone-a/wasm.x/channel-0')],
])('%s is refused', (_, parse) => {
  expect(parse).toThrow(expect.objectContaining({ code: 'ID_MALFORMED' }))
})

test('a packet key names one packet and parses back', () => {
  const key = 'zone-a/wasm.wasm1gate/channel-3/18446744073709551615'
  expect(formatPacketKey(parsePacketKey(key))).toBe(key)
})
