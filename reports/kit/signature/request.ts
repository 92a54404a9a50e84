import { Utf8String } from 'asn1js'
import { AttributeTypeAndValue, CertificationRequest, RelativeDistinguishedNames } from 'pkijs'

const commonName = '2.5.4.3'
/** Deterministic signatures, and readable by every PDF reader. */
export const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
}

/** A new key for signing papers, and the request to the core's issuer to certify it (PKCS #10). Both PEM. */
export async function makeSigningRequest(name: string): Promise<{ csr: string; privateKey: string }> {
  const { subtle } = crypto
  const keys = await subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const request = new CertificationRequest({ version: 0, subject: distinguishedName(name) })
  await request.subjectPublicKeyInfo.importKey(keys.publicKey)
  await request.sign(keys.privateKey, 'SHA-256')
  return {
    csr: toPem('CERTIFICATE REQUEST', request.toSchema().toBER()),
    privateKey: toPem('PRIVATE KEY', await subtle.exportKey('pkcs8', keys.privateKey)),
  }
}

export function distinguishedName(name: string): RelativeDistinguishedNames {
  const common = new AttributeTypeAndValue({ type: commonName, value: new Utf8String({ value: name }) })
  return new RelativeDistinguishedNames({ typesAndValues: [common] })
}

export function toPem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
