import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { BitString, Integer } from 'asn1js'
import { BasicConstraints, Certificate, CertificationRequest, Extension } from 'pkijs'
import { distinguishedName, makeSigningRequest, toPem } from '../kit/signature/request'
import type { SigningIdentity } from '../kit/signature/signer'

/** What an operator's certification authority does for its counters, small: one root that certifies them directly. */
export interface IssuerKeys {
  /** X.509, PEM, self-signed. */
  root: string
  /** PKCS #8, PEM. */
  privateKey: string
}

export interface Validity {
  /** Milliseconds UTC. */
  from: number
  to: number
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
const usage = { digitalSignature: 0xc0, certSign: 0x06 }

export async function makeIssuer(operator: string, validity: Validity): Promise<IssuerKeys> {
  const { subtle } = crypto
  const keys = await subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const root = blank(validity)
  root.subject = distinguishedName(`${operator} root of papers`)
  root.issuer = root.subject
  root.extensions = [basicConstraints(true), keyUsage(usage.certSign)]
  await root.subjectPublicKeyInfo.importKey(keys.publicKey)
  await root.sign(keys.privateKey, 'SHA-256')
  return {
    root: toPem('CERTIFICATE', root.toSchema().toBER()),
    privateKey: toPem('PRIVATE KEY', await subtle.exportKey('pkcs8', keys.privateKey)),
  }
}

/** @returns the certificate, PEM; undefined for text that is no request, or one whose key did not sign it */
export async function certify(
  issuer: IssuerKeys,
  csr: string,
  name: string,
  validity: Validity,
): Promise<string | undefined> {
  const request = readRequest(csr)
  if (!request || !(await request.verify())) return undefined
  const root = Certificate.fromBER(new X509Certificate(issuer.root).raw)
  const made = blank(validity)
  made.issuer = root.subject
  made.subject = distinguishedName(name)
  made.subjectPublicKeyInfo = request.subjectPublicKeyInfo
  made.extensions = [basicConstraints(false), keyUsage(usage.digitalSignature)]
  await made.sign(await signingKey(issuer), 'SHA-256')
  return toPem('CERTIFICATE', made.toSchema().toBER())
}

/** A counter with its certificate, and the root that vouches for it. */
export async function makeIdentity(validity: Validity): Promise<SigningIdentity & { root: string }> {
  const issuer = await makeIssuer('Activ', validity)
  const { csr, privateKey } = await makeSigningRequest('counter')
  const certificate = await certify(issuer, csr, 'Activ office-1 counter-1', validity)
  if (certificate === undefined) throw new Error('the issuer refused its own request')
  return { certificate, privateKey, root: issuer.root }
}

function blank({ from, to }: Validity): Certificate {
  const serial = randomBytes(16)
  // A positive integer without a leading zero byte.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const certificate = new Certificate({
    version: 2,
    serialNumber: new Integer({ valueHex: Uint8Array.from(serial).buffer }),
  })
  certificate.notBefore.value = new Date(from)
  certificate.notAfter.value = new Date(to)
  return certificate
}

function basicConstraints(cA: boolean): Extension {
  const value = new BasicConstraints({ cA })
  return new Extension({ extnID: '2.5.29.19', critical: true, extnValue: value.toSchema().toBER(), parsedValue: value })
}

function keyUsage(bits: number): Extension {
  const value = new BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits: bits === usage.certSign ? 1 : 6 })
  return new Extension({ extnID: '2.5.29.15', critical: true, extnValue: value.toBER() })
}

function readRequest(csr: string): CertificationRequest | undefined {
  try {
    const base64 = csr.replace(/-----[A-Z ]+-----|\s/g, '')
    return CertificationRequest.fromBER(Buffer.from(base64, 'base64'))
  } catch {
    // Text that is no request is an answer here, not a fault.
    return undefined
  }
}

async function signingKey({ privateKey }: IssuerKeys): Promise<Parameters<Certificate['sign']>[0]> {
  const der = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' })
  return await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
}
