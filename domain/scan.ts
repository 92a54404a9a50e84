import { paperMark } from './claim'
import { iccidDigits } from './iccid'
import { checkIin } from './iin'
import { looksLikeMrz } from './mrz'
import { parseMsisdn } from './msisdn'
import { plainText, withoutGrouping } from './plainText'

export type ScanKind = 'iin' | 'iccid' | 'msisdn' | 'mrz' | 'paper' | 'unknown'
export interface Scan {
  kind: ScanKind
  value: string
}

/**
 * Says which field a scan of a keyboard-wedge scanner belongs to, by its shape. The field's own rule then judges the
 * value, so that a misread ICCID gets its "scan again" and a foreign number its own text.
 * The barcode of an identity card holds the IIN, that of a SIM carrier the ICCID.
 */
export function classifyScan(text: string): Scan {
  if (text.trim().toUpperCase().startsWith(paperMark)) return { kind: 'paper', value: text.trim() }
  if (looksLikeMrz(text)) return { kind: 'mrz', value: text.trim() }
  const iin = checkIin(text)
  if (iin.ok) return { kind: 'iin', value: iin.value }
  const iccid = iccidDigits(text)
  if (/^89\d{16,18}$/.test(iccid)) return { kind: 'iccid', value: iccid }
  const digits = withoutGrouping(text)
  if (/^\+?[78]\d{10}$/.test(digits)) {
    const msisdn = parseMsisdn(digits)
    return { kind: 'msisdn', value: msisdn.ok ? msisdn.value : digits }
  }
  return { kind: 'unknown', value: plainText(text) }
}
