import type { Bilingual, Wording } from './bilingual'

const names: readonly Bilingual[] = [
  ['қаңтар', 'январь'],
  ['ақпан', 'февраль'],
  ['наурыз', 'март'],
  ['сәуір', 'апрель'],
  ['мамыр', 'май'],
  ['маусым', 'июнь'],
  ['шілде', 'июль'],
  ['тамыз', 'август'],
  ['қыркүйек', 'сентябрь'],
  ['қазан', 'октябрь'],
  ['қараша', 'ноябрь'],
  ['желтоқсан', 'декабрь'],
]

/** `2024-02` as `ақпан / февраль 2024`, `2024 ж. ақпан` or `февраль 2024`; Electron's ICU has no Kazakh. */
export function monthText(month: string, wording: Wording): string {
  const year = month.slice(0, 4)
  const name = names[Number(month.slice(5)) - 1] ?? ['', '']
  return wording.language === 'kk' ? `${year} ж. ${name[0]}` : `${wording.line(name)} ${year}`
}
