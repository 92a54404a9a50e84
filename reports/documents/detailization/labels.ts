import type { ChargeSource, UsageType } from '#domain/usage'
import type { Bilingual } from '../../kit/bilingual'

export const typeNames: Record<UsageType, Bilingual> = {
  voice: ['Қоңырау', 'Звонок'],
  sms: ['SMS', 'SMS'],
  mms: ['MMS', 'MMS'],
  data: ['Интернет', 'Интернет'],
  ussd: ['USSD', 'USSD'],
  service: ['Қызмет', 'Услуга'],
  fee: ['Төлем', 'Плата'],
  topup: ['Толықтыру', 'Пополнение'],
  correction: ['Түзету', 'Корректировка'],
}

export const directions: Record<'in' | 'out', string> = { out: 'шығыс / исх.', in: 'кіріс / вх.' }
export const roaming = 'роуминг'
export const sources: Record<ChargeSource, string> = { balance: 'баланс', package: 'пакет', bonus: 'бонус' }

export const title: Bilingual = ['Егжей-тегжейлі есеп', 'Детализация']
export const form: Bilingual = ['кеңейтілген нысан', 'расширенная форма']

export const fields = {
  subscriber: ['Абонент', 'Абонент'],
  period: ['Кезең', 'Период'],
  zone: ['Уақыт белдеуі', 'Часовой пояс'],
  office: ['Кеңсе', 'Офис'],
  clerk: ['Қызметкер', 'Сотрудник'],
  printedAt: ['Басып шығарылды', 'Напечатано'],
  customer: ['Абонент', 'Абонент'],
} as const satisfies Record<string, Bilingual>

export const columns = {
  no: ['№', ''],
  date: ['Күні', 'Дата'],
  time: ['Уақыты', 'Время'],
  type: ['Түрі', 'Тип'],
  other: ['Басқа нөмір, атауы', 'Другой номер, название'],
  direction: ['Бағыты, елі', 'Направление, страна'],
  quantity: ['Ұзақт., көлемі', 'Длит., объём'],
  source: ['Көзі', 'Источник'],
  charge: ['Сомасы, ₸', 'Сумма, ₸'],
} as const satisfies Record<string, Bilingual>

export const summary = {
  title: ['Түрлері бойынша қорытынды', 'Итоги по типам'],
  type: ['Түрі', 'Тип'],
  count: ['Саны', 'Количество'],
  quantity: ['Ұзақтығы, көлемі', 'Длительность, объём'],
  charge: ['Сомасы, ₸', 'Сумма, ₸'],
  total: ['Барлығы', 'Итого, ₸'],
  topUps: ['Толықтырулар (бөлек)', 'Пополнения (отдельно), ₸'],
} as const satisfies Record<string, Bilingual>

export const empty: Bilingual = ['Бұл кезеңде жазбалар жоқ', 'За этот период записей нет']
export const stamp: Bilingual = ['М.О.', 'М.П.']
export const signature: Bilingual = ['қолы, аты-жөні', 'подпись, Ф. И. О.']
export const pageOf = (page: number, pages: number): string => `бет ${page} / ${pages} · стр. ${page} из ${pages}`

export const notes = {
  title: ['Ескертпелер', 'Примечания'],
  noContent: [
    'Бұл — хабарламалар мен сөйлесулердің мазмұнынсыз егжей-тегжейлі есеп.',
    'Это детализация без содержания сообщений и разговоров.',
  ],
  sign: [
    'Минус (−) — қайтарылған немесе шотқа салынған сома; толықтырулар қорытындыға кірмейді. Көзі — соманың неден есептелгені: баланс, пакет немесе бонус.',
    'Минус (−) — сумма возвращена или внесена на счёт; пополнения в итог не входят. Источник — откуда списано: баланс, пакет или бонус.',
  ],
  volume: [
    '1 КБ = 1024 байт, 1 МБ = 1024 КБ, 1 ГБ = 1024 МБ. Көлем жүздікке дейін дөңгелектелген, қорытындысы байтпен есептелген.',
    '1 КБ = 1024 байта, 1 МБ = 1024 КБ, 1 ГБ = 1024 МБ. Объём округлён до сотых, итоги посчитаны в байтах.',
  ],
} as const satisfies Record<string, Bilingual>

export const zoneNote = (zone: string): Bilingual => [
  `Уақыты ${zone} уақыт белдеуі бойынша көрсетілген.`,
  `Время указано по часовому поясу ${zone}.`,
]

/** `before` and `after` are the same instant, read on the old and the new clock. */
export const clockChange = (before: string, after: string, back: boolean): Bilingual => [
  `Сағат тілі ауыстырылды: ${before} → ${after}. Осы екі белгі арасындағы жергілікті уақыт ${back ? 'екі рет кездеседі' : 'түсіп қалды'}.`,
  `Часы переведены: ${before} → ${after}. Местное время между этими отметками ${back ? 'встречается дважды' : 'пропущено'}.`,
]
