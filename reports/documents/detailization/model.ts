import { formatMsisdn, parseMsisdn } from '#domain/msisdn'
import { formatTiyn } from '#domain/money'
import type { PaperLanguage, ReportForm } from '#domain/paper'
import { makeLocalClock, zoneChangesIn, type LocalMoment } from '#domain/period'
import { usageTypes, type UsageRow, type UsageType } from '#domain/usage'
import type { VatRate } from '#domain/vat'
import { wordingOf, type Bilingual, type Wording } from '../../kit/bilingual'
import { formatDuration, formatVolume } from '../../kit/totals'
import { clockChange, directions, notes, roaming, sources, typeNames, zoneNote } from './labels'

/** Periods are UTC (RFC 3339), half open; names come as the core writes them. */
export interface DetailizationHead {
  operator: string
  requestNumber: string
  msisdn: string
  subscriber: string
  periodFrom: string
  periodTo: string
  /** IANA name. */
  timeZone: string
  office: string
  clerk: string
  /** UTC */
  printedAt: string
  training: boolean
  form: ReportForm
  language: PaperLanguage
  /** The reference data's rates, at least those in force within the period. */
  vat: readonly VatRate[]
}

export interface DetailizationResult {
  file: string
  rows: number
  pages: number
  totalTiyn: number
  topUpsTiyn: number
  /** See `canonicalUsageLine`. */
  rowsSha256: string
  fileSha256: string
  /** Characters the font does not have, shown as U+FFFD. */
  missingGlyphs: number
}

/** What the header shows, in the customer's time. */
export interface HeadLines {
  msisdn: string
  period: string
  zone: string
  printedAt: string
  notes: Bilingual[]
}

export type Clock = (utc: string) => LocalMoment

export function headLines(head: DetailizationHead): HeadLines {
  const clock = makeLocalClock(head.timeZone)
  const lastMoment = new Date(Date.parse(head.periodTo) - 1).toISOString()
  const printed = clock(head.printedAt)
  const offsets = zoneOffsets(head)
  const zone = `${head.timeZone}, UTC${offsets.join(' → UTC')}`
  return {
    msisdn: msisdnText(head.msisdn),
    period: `${clock(head.periodFrom).date} – ${clock(lastMoment).date}`,
    zone,
    printedAt: `${printed.date} ${printed.time}`,
    notes: [notes.noContent, zoneNote(zone), ...clockChanges(head, clock), notes.volume, notes.sign, notes.vat],
  }
}

/** The nine cells of one row, in the order of the columns. */
export type RowCells = (no: number, row: UsageRow, moment: LocalMoment) => string[]

export function rowCellsIn(language: PaperLanguage): RowCells {
  const words = rowWords(wordingOf(language))
  return (no, row, moment) => [
    String(no),
    moment.date,
    moment.time,
    words.types[row.type],
    otherText(row),
    directionText(row, words),
    quantityText(row),
    row.chargedFrom ? words.sources[row.chargedFrom] : '',
    formatTiyn(row.amountTiyn),
  ]
}

interface RowWords {
  types: Record<UsageType, string>
  directions: Record<'in' | 'out', string>
  sources: Record<NonNullable<UsageRow['chargedFrom']>, string>
  roaming: string
}

/** Put together once, as every row asks for them. */
function rowWords({ line }: Wording): RowWords {
  const types = Object.fromEntries(usageTypes.map((type) => [type, line(typeNames[type])])) as RowWords['types']
  return {
    types,
    directions: { in: line(directions.in), out: line(directions.out) },
    sources: { balance: line(sources.balance), package: line(sources.package), bonus: line(sources.bonus) },
    roaming: line(roaming),
  }
}

function otherText({ otherNumber, otherName, roaming: abroad, network, note }: UsageRow): string {
  if (!otherName && !abroad && !note) return otherNumber ?? ''
  return [otherNumber, otherName, abroad ? network : undefined, note].filter(Boolean).join(' · ')
}

function directionText({ direction, roaming: abroad, country }: UsageRow, words: RowWords): string {
  const way = direction ? words.directions[direction] : ''
  if (!abroad && !country) return way
  const place = [abroad ? words.roaming : '', country].filter(Boolean).join(' ')
  return way && place ? `${way} · ${place}` : way || place
}

/** A session shows its volume, anything else its duration: the subtotals add up what is shown. */
export function quantityText({ volumeBytes, durationSeconds }: UsageRow): string {
  if (volumeBytes !== undefined) return formatVolume(volumeBytes)
  return durationSeconds === undefined ? '' : formatDuration(durationSeconds)
}

function msisdnText(text: string): string {
  const msisdn = parseMsisdn(text)
  return msisdn.ok ? formatMsisdn(msisdn.value) : text
}

/** Offsets in force during the period, in order, as `+05:00`. */
function zoneOffsets(head: DetailizationHead): string[] {
  const changes = zoneChangesIn({ from: head.periodFrom, to: head.periodTo }, head.timeZone)
  const [first] = changes
  if (first) return [first.before, ...changes.map((change) => change.after)]
  return [offsetAt(head.periodFrom, head.timeZone)]
}

function offsetAt(utc: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(Date.parse(utc)).find((part) => part.type === 'timeZoneName')?.value ?? ''
  return name.replace('GMT', '') || '+00:00'
}

function clockChanges(head: DetailizationHead, clock: Clock): Bilingual[] {
  const changes = zoneChangesIn({ from: head.periodFrom, to: head.periodTo }, head.timeZone)
  return changes.map(({ at, before, after }) => {
    const now = clock(at)
    const was = dotted(Date.parse(at) + offsetMs(before))
    const isNow = `${now.date} ${now.time.slice(0, 5)} (UTC${after})`
    return clockChange(`${was} (UTC${before})`, isNow, offsetMs(after) < offsetMs(before))
  })
}

function dotted(localMs: number): string {
  const iso = new Date(localMs).toISOString()
  return `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)} ${iso.slice(11, 16)}`
}

function offsetMs(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000
}
