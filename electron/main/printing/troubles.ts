import type { PrintTrouble } from '#domain/contract/printing'

/** Keywords of RFC 8011, 5.4.12 and of CUPS, without their -error, -warning and -report. */
const known: readonly (readonly [RegExp, PrintTrouble])[] = [
  [/^(offline|shutdown|connecting-to-device|timed-out|cups-remote-.*|stopping)$/, 'offline'],
  [/^(media-empty|media-needed|media-low|input-tray-missing)$/, 'paper'],
  [/^media-jam$/, 'jam'],
  [/^(cover-open|door-open|interlock-open)$/, 'cover'],
  [/^(toner|marker-supply|developer|opc)-(empty|low|life-.*|near-.*)$/, 'ink'],
  [/^(paused|moving-to-paused|hold-new-jobs)$/, 'paused'],
]

/** What a printer reports, in the few words that a clerk can act on. A mere report of good health is none. */
export function troublesOf(reasons: readonly string[]): PrintTrouble[] {
  const found = reasons.flatMap((reason): PrintTrouble[] => {
    const keyword = reason.replace(/-(error|warning|report)$/, '')
    if (keyword === 'none' || keyword === '') return []
    return [known.find(([pattern]) => pattern.test(keyword))?.[1] ?? 'other']
  })
  return [...new Set(found)]
}
