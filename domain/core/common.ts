import { z } from 'zod'
import { AppError } from '../errors'
import { tiynFromDecimal, tiynToDecimal } from '../money'

/** RFC 3339 in UTC, as every time of the core. */
export const utcTime = z.iso.datetime()
export const localDate = z.iso.date()
export const uuidV7 = z.uuidv7()
export const msisdnDigits = z.string().regex(/^7\d{10}$/)

/** Money as TMF has it. A third decimal is an error of the core: reported, never rounded. */
export const money = z.object({ unit: z.literal('KZT'), value: z.union([z.number(), z.string()]) })
export type Money = z.infer<typeof money>

export function tiynOf(value: Money): number {
  const read = tiynFromDecimal(value.value)
  if (!read.ok) throw new AppError('CORE_ANSWER_MALFORMED', { field: 'money', problem: read.code })
  return read.value
}

export function moneyOf(tiyn: number): { unit: 'KZT'; value: number } {
  return { unit: 'KZT', value: tiynToDecimal(tiyn) }
}

/** TMF characteristic: a named value of any JSON type. */
export const characteristic = z.object({ name: z.string(), value: z.unknown() })
export type Characteristic = z.infer<typeof characteristic>

export function characteristicsToRecord(list: readonly Characteristic[] | undefined): Record<string, unknown> {
  return Object.fromEntries((list ?? []).map(({ name, value }) => [name, value]))
}

/** Drops undefined, so that an optional value is absent on the wire rather than null. */
export function recordToCharacteristics(record: Record<string, unknown>): Characteristic[] {
  return Object.entries(record)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name, value }))
}

/** Error body of every TMF v4 resource, used by `/office/v1` too. `code` is one of ours where the counter knows it. */
export const tmfError = z.object({
  code: z.string(),
  reason: z.string(),
  message: z.string().optional(),
  status: z.string().optional(),
  referenceError: z.string().optional(),
  /** Values for the text of the code, e.g. `{attemptsLeft: 1}` or a new quote id. */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type TmfError = z.infer<typeof tmfError>

/** Body of a 202: what was asked for is collected first; `job` is asked for it, not before `Retry-After`. */
export const collecting = z.object({ job: z.string().min(1) })

export const names = z.object({ kk: z.string(), ru: z.string(), en: z.string() })
export type Names = z.infer<typeof names>

/** Keeps the key order and drops keys whose value is undefined (wire objects have no undefined). */
export function compact<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never
}
