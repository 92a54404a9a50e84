import type { LocalDate } from '#domain/calendar'
import { formatIccid, type Iccid } from '#domain/iccid'
import { formatTiyn } from '#domain/money'
import { formatMsisdn, type Msisdn } from '#domain/msisdn'
import { localDateOf, localTimeOf } from '#domain/zone'

/** `+7 701 234 56 78`; other text stays as it is. */
export function phoneText(msisdn: string): string {
  return /^7\d{10}$/.test(msisdn) ? formatMsisdn(msisdn as Msisdn) : msisdn
}

/** Groups of four; the last four digits apart, as people tell cards apart by them. */
export function iccidParts(iccid: string): { head: string; tail: string } {
  const grouped = formatIccid(iccid.slice(0, -4) as Iccid)
  return { head: grouped, tail: iccid.slice(-4) }
}

/** `…0015` */
export function simTail(iccid: string): string {
  return `…${iccid.slice(-4)}`
}

/** `1 234,50 ₸` */
export function moneyText(tiyn: number): string {
  return `${formatTiyn(tiyn)}\u00A0₸`
}

/** A price: whole tenge without decimals, `1 000 ₸`. */
export function priceText(tiyn: number): string {
  return moneyText(tiyn).replace(/,00(?=\u00A0₸$)/, '')
}

/** `12 345` */
export function countText(count: number): string {
  return String(count).replace(/\d(?=(?:\d{3})+$)/g, '$&\u00A0')
}

/** DD.MM.YYYY */
export function dateText(date: LocalDate): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}`
}

/** The local date of a UTC time, DD.MM.YYYY. */
export function dayText(utc: string, zone: string): string {
  return dateText(localDateOf(utc, zone))
}

/** HH:MM local. */
export function timeText(utc: string, zone: string): string {
  return localTimeOf(utc, zone).slice(0, 5)
}

/** HH:MM of today, else with the date before it. */
export function momentText(utc: string, zone: string, nowMs: number): string {
  const today = localDateOf(new Date(nowMs).toISOString(), zone)
  const time = timeText(utc, zone)
  return localDateOf(utc, zone) === today ? time : `${dayText(utc, zone)} ${time}`
}

/** `9:05` of a number of seconds; never below zero. */
export function countdownText(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds))
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
}

export function percentOf(done: number, total: number): number {
  return total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0
}
