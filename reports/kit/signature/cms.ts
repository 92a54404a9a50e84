import { createHash, X509Certificate, type KeyLike, sign, verify } from 'node:crypto'
import { Null, ObjectIdentifier, OctetString, Sequence, type BaseBlock } from 'asn1js'
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'

/** What a signature consists of; all its other bytes follow from these three. */
export interface CmsParts {
  /** The signer's, DER. */
  certificate: Uint8Array
  /** SHA-256 of the signed bytes. */
  digest: Uint8Array
  /** RSA PKCS #1 v1.5 with SHA-256 over the signed attributes. */
  signature: Uint8Array
}

const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha256WithRsa: '1.2.840.113549.1.1.11',
}

/**
 * A detached CMS signature as PAdES B-B has it (ETSI EN 319 142-1): content type, message digest and the reference to
 * the signing certificate are signed; the time stands in the PDF's signature dictionary and not here. DER.
 */
export function encodeCms(parts: CmsParts): Uint8Array {
  const certificate = Certificate.fromBER(copy(parts.certificate))
  const signer = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    digestAlgorithm: algorithm(oid.sha256),
    signatureAlgorithm: algorithm(oid.sha256WithRsa),
    signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes: signedAttributes(parts) }),
    signature: new OctetString({ valueHex: copy(parts.signature) }),
  })
  const signed = new SignedData({
    version: 1,
    digestAlgorithms: [algorithm(oid.sha256)],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oid.data }),
    certificates: [certificate],
    signerInfos: [signer],
  })
  const content = new ContentInfo({ contentType: oid.signedData, content: signed.toSchema(true) })
  return new Uint8Array(content.toSchema().toBER())
}

/** Makes the signature for a digest. @param key RSA */
export function signCms(certificate: Uint8Array, digest: Uint8Array, key: KeyLike): Uint8Array {
  const signature = sign('sha256', attributesToSign({ certificate, digest }), key)
  return encodeCms({ certificate, digest, signature })
}

/** Undefined unless the bytes are exactly what {@link encodeCms} makes of their parts: no other order, length or addition. */
export function decodeCms(der: Uint8Array): CmsParts | undefined {
  try {
    const parts = readParts(der)
    return parts && Buffer.from(encodeCms(parts)).equals(der) ? parts : undefined
  } catch {
    // Bytes that are no CMS at all: that they are not ours is the answer.
    return undefined
  }
}

/** Whether the certificate's key has signed the attributes with this digest. */
export function holdsCms({ certificate, digest, signature }: CmsParts): boolean {
  const { publicKey } = new X509Certificate(certificate)
  return verify('sha256', attributesToSign({ certificate, digest }), publicKey, signature)
}

function readParts(der: Uint8Array): CmsParts | undefined {
  const signed = new SignedData({ schema: ContentInfo.fromBER(copy(der)).content })
  const [certificate] = signed.certificates ?? []
  const [signer] = signed.signerInfos
  const digest = signer?.signedAttrs?.attributes.find(({ type }) => type === oid.messageDigest)?.values[0]
  if (!(certificate instanceof Certificate) || !signer || !(digest instanceof OctetString)) return undefined
  return {
    certificate: new Uint8Array(certificate.toSchema().toBER()),
    digest: new Uint8Array(digest.valueBlock.valueHexView),
    signature: new Uint8Array(signer.signature.valueBlock.valueHexView),
  }
}

type Signed = Pick<CmsParts, 'certificate' | 'digest'>

/** DER of the SET OF: what is really signed (RFC 5652, 5.4). */
function attributesToSign(signed: Signed): Uint8Array {
  const attributes = new SignedAndUnsignedAttributes({ type: 0, attributes: signedAttributes(signed) })
  const der = new Uint8Array(attributes.toSchema().toBER())
  der[0] = 0x31
  return der
}

/** In the order of DER, which sorts a SET OF by its encodings. */
function signedAttributes({ certificate, digest }: Signed): Attribute[] {
  const hash = createHash('sha256').update(certificate).digest()
  const reference = sequence(sequence(sequence(new OctetString({ valueHex: copy(hash) }))))
  const attributes = [
    new Attribute({ type: oid.contentType, values: [new ObjectIdentifier({ value: oid.data })] }),
    new Attribute({ type: oid.messageDigest, values: [new OctetString({ valueHex: copy(digest) })] }),
    new Attribute({ type: oid.signingCertificateV2, values: [reference] }),
  ]
  const encoded = (attribute: Attribute) => Buffer.from(attribute.toSchema().toBER())
  return attributes.sort((a, b) => Buffer.compare(encoded(a), encoded(b)))
}

function sequence(...value: BaseBlock[]): Sequence {
  return new Sequence({ value })
}

function algorithm(algorithmId: string): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithmId, algorithmParams: new Null() })
}

function copy(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
