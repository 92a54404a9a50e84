import type { Random } from './random'

export interface PersonName {
  familyName: string
  givenName: string
  middleName: string | null
}
export type Sex = 'M' | 'F'

/** Masculine and feminine form. */
const families: readonly (readonly [string, string])[] = [
  ['Әлімжанов', 'Әлімжанова'],
  ['Ғабдуллин', 'Ғабдуллина'],
  ['Қасымов', 'Қасымова'],
  ['Қожахметов', 'Қожахметова'],
  ['Нұрғалиев', 'Нұрғалиева'],
  ['Өтегенов', 'Өтегенова'],
  ['Ұзақбаев', 'Ұзақбаева'],
  ['Үсенов', 'Үсенова'],
  ['Һәкімов', 'Һәкімова'],
  ['Ілиясов', 'Ілиясова'],
  ['Жаңабаев', 'Жаңабаева'],
  ['Сүлейменов', 'Сүлейменова'],
  ['Төлегенов', 'Төлегенова'],
  ['Мұхамедияров', 'Мұхамедиярова'],
  ['Байжанов', 'Байжанова'],
  ['Ахметов', 'Ахметова'],
  ['Иванов', 'Иванова'],
  ['Кузнецов', 'Кузнецова'],
  ['Соловьёв', 'Соловьёва'],
  ['Щербаков', 'Щербакова'],
  ['Ким', 'Ким'],
  ['Шмидт', 'Шмидт'],
  ['Петренко', 'Петренко'],
  ['Нұрмұхамбетов-Қожахметов', 'Нұрмұхамбетова-Қожахметова'],
  ['Римский-Корсаков', 'Римская-Корсакова'],
]
const given: Readonly<Record<Sex, readonly string[]>> = {
  M: [
    'Әлихан',
    'Ғалымжан',
    'Қайрат',
    'Нұрсұлтан',
    'Өмірбек',
    'Ұлан',
    'Үміт',
    'Ілияс',
    'Ерлан',
    'Санжар',
    'Әбілмансұр',
    'Сергей',
    'Дмитрий',
    'Пётр',
    'Владислав',
  ],
  F: [
    'Әйгерім',
    'Ғазиза',
    'Қарлығаш',
    'Нұргүл',
    'Өрік',
    'Ұлжан',
    'Үміткүл',
    'Інжу',
    'Гүлсім',
    'Дана',
    'Айша-Бибі',
    'Наталья',
    'Анна-Мария',
    'Людмила',
    'Юлия',
  ],
}
const middle: Readonly<Record<Sex, readonly string[]>> = {
  M: ['Әлімұлы', 'Қуанышұлы', 'Өмірбекұлы', 'Нұрланұлы', 'Серікұлы', 'Иванович', 'Александрович', 'Ерланович'],
  F: ['Әлімқызы', 'Қуанышқызы', 'Өмірбекқызы', 'Нұрланқызы', 'Серікқызы', 'Ивановна', 'Александровна', 'Ерлановна'],
}
const foreign: Readonly<Record<Sex, readonly (readonly [string, string])[]>> = {
  M: [
    ['Yılmaz', 'Mehmet'],
    ['Müller', 'Jürgen'],
    ['O’Connor', 'Seán'],
    ['Rahimov', 'Otabek'],
  ],
  F: [
    ['Yılmaz', 'Ayşe'],
    ['García-Ñuñez', 'Inés'],
    ['Li', 'Xiaomei'],
    ['Karimova', 'Nilufar'],
  ],
}

export function makeName(random: Random, sex: Sex): PersonName {
  const family = random.pick(families)
  return {
    familyName: family[sex === 'M' ? 0 : 1],
    givenName: random.pick(given[sex]),
    middleName: random.chance(0.85) ? random.pick(middle[sex]) : null,
  }
}

export function makeForeignName(random: Random, sex: Sex): PersonName {
  const [familyName, givenName] = random.pick(foreign[sex])
  return { familyName, givenName, middleName: null }
}
