import type { Names, PaperHead, PersonHead } from './model'

/** Invented, for samples and specs. */
export const samplePaper: PaperHead = {
  operator: 'Activ',
  office: 'Activ, Алматы, Абылай хан даңғылы, 92',
  clerk: 'Сейітова Мөлдір (1042)',
  msisdn: '77011234567',
  printedAt: '2026-11-23T05:05:30.000Z',
  timeZone: 'Asia/Almaty',
  training: false,
  reference: '0193a1b2-7c0a',
}

export const samplePerson: PersonHead = {
  ...samplePaper,
  subscriber: 'Әлімбекова Гүлнұр Қайратқызы',
  represented: false,
}

export const sampleReason: Names = { kk: 'Жоғалған немесе ұрланған', ru: 'Утеря или кража' }
