// Which keys a relayer signs with, and what its processes share where one key signs for several lanes.
import { type Config, parseConfig } from '../../relayer/config.ts'
import { keyNameOf, keyNames, leaseName } from '../../relayer/keyNames.ts'
import { relayToml } from '../fakes/relayToml.ts'

const configOf = (chain: object): Config => parseConfig(relayToml(['hub-1', 'zone-1'], { chain }), {})

test('with key_name one key is wanted on a chain, whatever lanes end there', () => {
  const wanted = (chain: object): readonly string[] => {
    const config = configOf(chain)
    return config.chains.flatMap((one) => keyNames(config, one))
  }
  expect(wanted({ key_name: 'relayer' })).not.toContain('operator')
  expect(new Set(wanted({ key_name: 'relayer' }))).toEqual(new Set(['relayer']))
  expect(wanted({})).toContain('operator')
})

test('lanes with keys of their own have leases of their own; with one key for all, one lease a chain', () => {
  const leases = (config: Config): readonly string[] => [
    leaseName(config, 'relay.hub-1.zone-1', 'zone-1'),
    leaseName(config, 'prepare.zone-1', 'zone-1'),
    leaseName(config, 'relay.zone-1.hub-1', 'hub-1'),
  ]
  expect(leases(configOf({}))).toEqual(['relay.hub-1.zone-1', 'prepare.zone-1', 'relay.zone-1.hub-1'])
  const [shared] = [configOf({ key_name: 'relayer' })]
  expect(leases(shared)).toEqual(['key.zone-1.relayer', 'key.zone-1.relayer', 'key.hub-1.relayer'])
  expect(keyNameOf(shared, 'zone-1', 'prepare')).toBe('relayer')
})
