import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { ReportError } from '../../errors'
import { signCms } from './cms'

/** Signs what a PDF's byte range covers. */
export interface PdfSigner {
  /** Stands in the signature dictionary: the certificate's common name. */
  readonly name: string
  /** Bytes of every signature it makes, so that the hole in the file is exactly as large. */
  readonly size: number
  /** @param sha256 of the covered bytes @returns CMS, DER */
  sign(sha256: Uint8Array): Uint8Array
}

export interface SigningIdentity {
  /** X.509, PEM, with an RSA key. */
  certificate: string
  /** PKCS #8, PEM. */
  privateKey: string
}

/**
 * RSA with PKCS #1 v1.5 is used because it is deterministic: the same paper has the same bytes when it is made again.
 * @throws ReportError REPORT_SIGNER for a key or certificate that cannot sign
 */
export function makeSigner(identity: SigningIdentity): PdfSigner {
  const { key, certificate } = readIdentity(identity)
  const sign = (sha256: Uint8Array) => signCms(certificate.raw, sha256, key)
  return { name: commonName(certificate), size: sign(new Uint8Array(32)).length, sign }
}

function readIdentity(identity: SigningIdentity): { key: KeyObject; certificate: X509Certificate } {
  try {
    const key = createPrivateKey(identity.privateKey)
    const certificate = new X509Certificate(identity.certificate)
    if (key.asymmetricKeyType === 'rsa' && certificate.checkPrivateKey(key)) return { key, certificate }
  } catch (cause) {
    throw new ReportError('REPORT_SIGNER', {}, { cause })
  }
  throw new ReportError('REPORT_SIGNER')
}

function commonName({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? ''
}
