import { formatMsisdn, parseMsisdn } from '#domain/msisdn'
import { makeLocalClock } from '#domain/period'

/** A request that was accepted at the counter and that the core has not seen yet. Times are UTC (RFC 3339). */
export interface SlipHead {
  operator: string
  msisdn: string
  office: string
  clerk: string
  acceptedAt: string
  printedAt: string
  /** IANA name. */
  timeZone: string
  /** What the customer names when asking about it. */
  reference: string
  training: boolean
}

export interface SlipResult {
  file: string
  fileSha256: string
  /** Characters the font does not have, shown as U+FFFD. */
  missingGlyphs: number
}

/** What the paper shows, in the customer's time. */
export interface SlipLines {
  msisdn: string
  acceptedAt: string
  printedAt: string
}

export function slipLines(head: SlipHead): SlipLines {
  const clock = makeLocalClock(head.timeZone)
  const moment = (utc: string) => {
    const { date, time } = clock(utc)
    return `${date} ${time.slice(0, 5)}`
  }
  const msisdn = parseMsisdn(head.msisdn)
  return {
    // In full: it is the customer's own paper.
    msisdn: msisdn.ok ? formatMsisdn(msisdn.value) : head.msisdn,
    acceptedAt: moment(head.acceptedAt),
    printedAt: moment(head.printedAt),
  }
}
