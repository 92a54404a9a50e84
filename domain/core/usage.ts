import { z } from 'zod'
import { AppError } from '../errors'
import { chargeSources, usageTypes, type UsageRow } from '../usage'
import {
  characteristic,
  characteristicsToRecord,
  compact,
  money,
  moneyOf,
  recordToCharacteristics,
  tiynOf,
  utcTime,
} from './common'

/** TMF635 usage: one row of the detailization, just as the core sends it. */
export const tmfUsage = z.object({
  id: z.string(),
  href: z.string().optional(),
  usageDate: utcTime,
  usageType: z.enum(usageTypes),
  status: z.enum(['received', 'rejected', 'recycled', 'guided', 'rated', 'rerated', 'billed']).optional(),
  usageCharacteristic: z.array(characteristic).optional(),
  ratedProductUsage: z
    .array(
      z.object({
        productRef: z.object({ id: z.string() }).optional(),
        taxIncludedRatingAmount: money,
        taxRate: z.number().optional(),
      }),
    )
    .min(1),
})
export type TmfUsage = z.infer<typeof tmfUsage>

const facts = z.object({
  direction: z.enum(['in', 'out']).optional(),
  otherNumber: z.string().optional(),
  otherName: z.string().optional(),
  durationSeconds: z.int().min(0).optional(),
  volumeBytes: z.int().min(0).optional(),
  country: z.string().length(2).optional(),
  network: z.string().optional(),
  roaming: z.boolean().optional(),
  chargedFrom: z.enum(chargeSources).optional(),
  note: z.string().optional(),
})

/** Times come out in one form (UTC, milliseconds, `Z`), so that they can be compared as text. */
export function usageFromTmf(usage: TmfUsage): UsageRow {
  const rated = usage.ratedProductUsage[0]
  const read = facts.safeParse(characteristicsToRecord(usage.usageCharacteristic))
  if (!rated || !read.success) throw new AppError('CORE_ANSWER_MALFORMED', { field: 'usage' })
  return {
    id: usage.id,
    at: new Date(usage.usageDate).toISOString(),
    type: usage.usageType,
    ...compact(read.data),
    amountTiyn: tiynOf(rated.taxIncludedRatingAmount),
  } as UsageRow
}

export function usageToTmf(row: UsageRow, productId: string, taxRate: number): TmfUsage {
  const { id, at, type, amountTiyn, ...rest } = row
  return {
    id,
    usageDate: at,
    usageType: type,
    status: 'rated',
    usageCharacteristic: recordToCharacteristics(rest),
    ratedProductUsage: [{ productRef: { id: productId }, taxIncludedRatingAmount: moneyOf(amountTiyn), taxRate }],
  }
}
