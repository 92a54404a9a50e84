import { formatMsisdn, parseMsisdn } from '#domain/msisdn'
import { makeLocalClock } from '#domain/period'
import { formatTiyn } from '#domain/money'
import { vatIncluded } from '#domain/vat'
import type { Bilingual } from '../../kit/bilingual'

/** What every paper of a visit says. Times are UTC (RFC 3339). */
export interface PaperHead {
  operator: string
  office: string
  clerk: string
  msisdn: string
  printedAt: string
  /** IANA name. */
  timeZone: string
  training: boolean
  /** What the customer names when asking about it. */
  reference: string
}

export interface Fee {
  tiyn: number
  /** VAT, percent. */
  taxRate: number
}

/** Where an order stands; nothing is `done` before the core said so. */
export type OrderStand = 'accepted' | 'done' | 'refused'

/** `Kazakh` and `Russian` of the core's reference data. */
export interface Names {
  kk: string
  ru: string
}

/** The subscriber whose paper it is. */
export interface PersonHead extends PaperHead {
  subscriber: string
  /** Somebody acts for the subscriber and writes the own name. */
  represented: boolean
}

export const bilingual = ({ kk, ru }: Names): Bilingual => [kk, ru]

export function phoneText(text: string): string {
  const msisdn = parseMsisdn(text)
  return msisdn.ok ? formatMsisdn(msisdn.value) : text
}

/** `23.11.2026 10:04`, in the customer's time. */
export function momentText(utc: string, timeZone: string): string {
  const { date, time } = makeLocalClock(timeZone)(utc)
  return `${date} ${time.slice(0, 5)}`
}

/** `2026-11-23` as `23.11.2026`. */
export function dateText(date: string): string {
  return `${date.slice(8)}.${date.slice(5, 7)}.${date.slice(0, 4)}`
}

export const tengeText = (tiyn: number): string => `${formatTiyn(tiyn)}\u00A0₸`

/** The VAT in a fee, as `1 000,00 ₸, 16 %`. */
export function vatText({ tiyn, taxRate }: Fee): string {
  return `${tengeText(vatIncluded(tiyn, taxRate))}, ${String(taxRate).replace('.', ',')}\u00A0%`
}

/** In groups of four, as it stands on the card. */
export function iccidText(iccid: string): string {
  return iccid.replace(/(\d{4})(?=\d)/g, '$1\u00A0')
}
