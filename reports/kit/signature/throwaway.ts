import { Integer } from 'asn1js'
import { Certificate } from 'pkijs'
import { algorithm, distinguishedName, toPem } from './request'
import type { SigningIdentity } from './signer'

/** An identity that nobody vouches for: to sign what is thrown away, where the counter's own key has no business. */
export async function makeThrowawayIdentity(): Promise<SigningIdentity> {
  const { subtle } = crypto
  const keys = await subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = new Certificate({ version: 2, serialNumber: new Integer({ value: 1 }) })
  certificate.subject = distinguishedName('nobody')
  certificate.issuer = certificate.subject
  for (const time of [certificate.notBefore, certificate.notAfter]) time.value = new Date()
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey)
  await certificate.sign(keys.privateKey, 'SHA-256')
  return {
    certificate: toPem('CERTIFICATE', certificate.toSchema().toBER()),
    privateKey: toPem('PRIVATE KEY', await subtle.exportKey('pkcs8', keys.privateKey)),
  }
}
