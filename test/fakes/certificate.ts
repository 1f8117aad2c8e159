// A certificate for 127.0.0.1 that signs itself, made anew by each test that opens a door over TLS (X.509 in DER).
import { generateKeyPairSync, sign } from 'node:crypto'

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const { length } = body
  const long = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...long]), body])
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
const hex = (tag: number, text: string): Buffer => der(tag, Buffer.from(text, 'hex'))
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value))
const bits = (bytes: Uint8Array): Buffer => der(0x03, Buffer.from([0]), bytes)
const identifier = (value: string): Buffer => hex(0x06, value)

const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'))
const commonName = sequence(der(0x31, sequence(identifier('550403'), text(0x0c, 'a door'))))
const validity = sequence(text(0x17, '200101000000Z'), text(0x17, '491231235959Z'))
const mayVouch = sequence(identifier('551d13'), der(0x04, sequence(hex(0x01, 'ff'))))
const loopback = sequence(identifier('551d11'), der(0x04, sequence(hex(0x87, '7f000001'))))

/** Key and certificate in PEM; a client that trusts the certificate trusts the door. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const content = sequence(
    der(0xa0, hex(0x02, '02')),
    hex(0x02, '01'),
    ecdsaWithSha256,
    commonName,
    validity,
    commonName,
    publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, sequence(mayVouch, loopback)),
  )
  const cert = sequence(content, ecdsaWithSha256, bits(sign('sha256', content, privateKey)))
  const lines = cert.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}
