import { countText } from './format'

const minute = 60
const gigabyte = 1024

/** What a package's rest is counted in, in the words of a language; `forms` by the plural rules of CLDR. */
export interface UnitTexts {
  locale: string
  decimal: string
  word(unit: 'second' | 'minute' | 'piece', form: PluralForm): string
  megabyte: string
  gigabyte: string
}

export const pluralForms = ['one', 'few', 'many', 'other'] as const
export type PluralForm = (typeof pluralForms)[number]

const aliases: Readonly<Record<string, 'second' | 'minute' | 'piece' | 'megabyte' | 'gigabyte'>> = {
  second: 'second',
  seconds: 'second',
  minute: 'minute',
  minutes: 'minute',
  piece: 'piece',
  pieces: 'piece',
  message: 'piece',
  sms: 'piece',
  unit: 'piece',
  megabyte: 'megabyte',
  mb: 'megabyte',
  gigabyte: 'gigabyte',
  gb: 'gigabyte',
}

/** `9 минут 43 секунды`, `15,54 ГБ`, `12 штук`; a unit that is not known stays as the core wrote it. */
export function packageText(amount: number, units: string, texts: UnitTexts): string {
  const unit = aliases[units.toLowerCase()]
  if (unit === undefined) return `${decimalText(amount, texts)}\u00A0${units}`
  if (unit === 'megabyte') return dataText(amount, texts)
  if (unit === 'gigabyte') return `${decimalText(amount, texts)}\u00A0${texts.gigabyte}`
  return unit === 'second' ? timeText(amount, texts) : counted(amount, unit, texts)
}

function timeText(amount: number, texts: UnitTexts): string {
  const whole = Math.floor(amount)
  if (whole < minute) return counted(whole, 'second', texts)
  const rest = whole % minute
  const minutes = counted(Math.floor(whole / minute), 'minute', texts)
  return rest === 0 ? minutes : `${minutes} ${counted(rest, 'second', texts)}`
}

function dataText(amount: number, texts: UnitTexts): string {
  if (amount < gigabyte) return `${decimalText(amount, texts)}\u00A0${texts.megabyte}`
  return `${decimalText(amount / gigabyte, texts)}\u00A0${texts.gigabyte}`
}

function counted(amount: number, unit: 'second' | 'minute' | 'piece', texts: UnitTexts): string {
  const form = new Intl.PluralRules(texts.locale).select(amount)
  const known = pluralForms.find((each) => each === form) ?? 'other'
  return `${decimalText(amount, texts)}\u00A0${texts.word(unit, known)}`
}

/** At most two decimals, rounded down: a rest is never shown larger than it is. */
function decimalText(amount: number, { decimal }: UnitTexts): string {
  const hundredths = Math.floor(amount * 100 + 1e-6)
  const tail = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  const whole = countText(Math.floor(hundredths / 100))
  return tail === '' ? whole : `${whole}${decimal}${tail}`
}
