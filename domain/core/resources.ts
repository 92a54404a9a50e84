import { z } from 'zod'
import { characteristic, characteristicsToRecord, utcTime } from './common'

/** TMF637 v4 product states; `'aborted '` carries the trailing space of the published file. */
export const productStates = z.enum([
  'created',
  'pendingActive',
  'cancelled',
  'active',
  'pendingTerminate',
  'terminated',
  'suspended',
  'aborted ',
])

/** TMF637 product: the subscription of one number. A blocked number is `suspended`. */
export const product = z.object({
  id: z.string(),
  href: z.string().optional(),
  name: z.string().optional(),
  productSerialNumber: z.string().optional(),
  status: productStates,
  startDate: utcTime.optional(),
  productCharacteristic: z.array(characteristic),
  '@type': z.string().optional(),
})
export type Product = z.infer<typeof product>

export const liftableBy = z.enum(['clerk', 'supervisor', 'core'])
export const blockBeforeVerification = z.strictObject({ id: z.string(), liftableBy, requiresNewSim: z.boolean() })
export type MaskedBlock = z.infer<typeof blockBeforeVerification>
export const blockAfterVerification = z.object({
  id: z.string(),
  code: z.string(),
  since: utcTime,
  liftableBy,
  requiresNewSim: z.boolean(),
})
export type KnownBlock = z.infer<typeof blockAfterVerification>

/** All that the core says of a number before its holder's document is verified. */
export const maskedProductFacts = z.object({ blocks: z.array(blockBeforeVerification) })
export const productFacts = z.object({
  msisdn: z.string(),
  iccid: z.string(),
  simKind: z.enum(['physical', 'esim']),
  ownedSince: utcTime,
  protected: z.boolean(),
  lastSimChange: utcTime.optional(),
  tariff: z.string().optional(),
  blocks: z.array(blockAfterVerification),
})
export type ProductFacts = z.infer<typeof productFacts>

export function readMaskedProduct(value: Product): { id: string; status: Product['status']; blocks: MaskedBlock[] } {
  const facts = maskedProductFacts.parse(characteristicsToRecord(value.productCharacteristic))
  return { id: value.id, status: value.status, blocks: facts.blocks }
}

export function readProduct(value: Product): ProductFacts & { id: string; status: Product['status'] } {
  const facts = productFacts.parse(characteristicsToRecord(value.productCharacteristic))
  return { id: value.id, status: value.status, ...facts }
}

/** TMF632 individual. The IIN is an external reference of type `IIN`. */
export const individual = z.object({
  id: z.string(),
  href: z.string().optional(),
  givenName: z.string(),
  familyName: z.string(),
  middleName: z.string().optional(),
  birthDate: utcTime.optional(),
  individualIdentification: z.array(
    z.object({
      identificationType: z.string(),
      identificationId: z.string(),
      validFor: z.object({ startDateTime: utcTime.optional(), endDateTime: utcTime.optional() }).optional(),
    }),
  ),
  externalReference: z.array(z.object({ externalReferenceType: z.string(), name: z.string() })),
  '@type': z.string().optional(),
})
export type Individual = z.infer<typeof individual>

/** TMF654 bucket. `monetary` amounts are KZT with at most two decimals; the rest counts of `units`. */
export const bucket = z.object({
  id: z.string(),
  href: z.string().optional(),
  name: z.string().optional(),
  usageType: z.enum(['monetary', 'voice', 'data', 'sms', 'other']),
  remainingValue: z.object({ amount: z.number(), units: z.string() }),
  status: z.enum(['active', 'suspended', 'expired']).optional(),
  product: z.array(z.object({ id: z.string() })).optional(),
})
export type Bucket = z.infer<typeof bucket>

/** TMF639 resource: a SIM, found by its ICCID in `value`. */
export const simResource = z.object({
  id: z.string(),
  href: z.string(),
  name: z.string().optional(),
  value: z.string(),
  resourceStatus: z.enum(['standby', 'alarm', 'available', 'reserved', 'unknown', 'suspended']),
  usageState: z.enum(['idle', 'active', 'busy']),
  resourceCharacteristic: z.array(characteristic),
  '@type': z.string().optional(),
})
export type SimResource = z.infer<typeof simResource>
export const simFacts = z.object({
  imsi: z.string().optional(),
  simKind: z.enum(['physical', 'esim']),
  formFactor: z.string(),
  leaseOffice: z.string().optional(),
  leaseUntil: utcTime.optional(),
  fence: z.int().optional(),
})

export function readSim(value: SimResource): z.infer<typeof simFacts> & { iccid: string; free: boolean } {
  const facts = simFacts.parse(characteristicsToRecord(value.resourceCharacteristic))
  const free = value.usageState === 'idle' && value.resourceStatus !== 'suspended' && value.resourceStatus !== 'unknown'
  return { iccid: value.value, free, ...facts }
}
