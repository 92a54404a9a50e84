import kazakh from 'i18n-iso-countries/langs/kk.json'
import russian from 'i18n-iso-countries/langs/ru.json'
import type { Bilingual } from './bilingual'

type Names = Record<string, string | string[] | undefined>

/** Name of an ISO 3166-1 alpha-2 code in both languages, or undefined. Electron's ICU has no Kazakh. */
export function countryName(code: string): Bilingual | undefined {
  const kk = shortest((kazakh.countries as Names)[code])
  const ru = shortest((russian.countries as Names)[code])
  return kk === undefined || ru === undefined ? undefined : [kk, ru]
}

/** Where the list knows an official and a usual name: a table has room for the usual one. */
function shortest(name: string | string[] | undefined): string | undefined {
  if (!Array.isArray(name)) return name
  return name.reduce((best, other) => (other.length < best.length ? other : best))
}
