import { generateKeyPairSync, sign } from 'node:crypto'

/** A TLV of ASN.1 DER. */
function der(tag: number, ...parts: (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)))
  const { length } = content
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

/** A key and a certificate for a host name, or else for 127.0.0.1, made now, good until 2049. */
export function selfSigned(hostname?: string): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const ecdsaWithSha256 = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
  const commonName = der(0x06, Buffer.from('550403', 'hex'))
  const name = der(0x30, der(0x31, der(0x30, commonName, der(0x0c, 'opensearch-local-domain'))))
  const validity = der(0x30, der(0x17, '200101000000Z'), der(0x17, '490101000000Z'))
  const subjectAltName = der(0x06, Buffer.from('551d11', 'hex'))
  const subject = hostname ? der(0x82, hostname) : der(0x87, Buffer.from([127, 0, 0, 1]))
  const extensions = der(0xa3, der(0x30, der(0x30, subjectAltName, der(0x04, der(0x30, subject)))))
  const version3 = der(0xa0, der(0x02, Buffer.from([2])))
  const serial = der(0x02, Buffer.from([1]))
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const holder = [name, validity, name, spki, extensions]
  const toSign = der(0x30, version3, serial, ecdsaWithSha256, ...holder)
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toSign, privateKey))
  const certificate = der(0x30, toSign, ecdsaWithSha256, signature).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`,
  }
}
