import type { ReportForm } from '#domain/paper'
import type { ChargeSource, UsageType } from '#domain/usage'
import type { Bilingual } from '../../kit/bilingual'

export const typeNames: Record<UsageType, Bilingual> = {
  voice: ['Қоңырау', 'Звонок'],
  sms: ['SMS', 'SMS'],
  mms: ['MMS', 'MMS'],
  data: ['Интернет', 'Интернет'],
  ussd: ['USSD', 'USSD'],
  service: ['Қызмет', 'Услуга'],
  fee: ['Төлемақы', 'Плата'],
  topup: ['Толтыру', 'Пополнение'],
  correction: ['Түзету', 'Корректировка'],
}

export const directions: Record<'in' | 'out', Bilingual> = { out: ['шығыс', 'исх.'], in: ['кіріс', 'вх.'] }
export const roaming: Bilingual = ['роуминг', 'роуминг']
export const sources: Record<ChargeSource, Bilingual> = {
  balance: ['теңгерім', 'баланс'],
  package: ['пакет', 'пакет'],
  bonus: ['бонус', 'бонус'],
}

export const title: Bilingual = ['Егжей-тегжейлі есеп', 'Детализация']
export const forms: Record<ReportForm, Bilingual> = {
  expanded: ['толық нысан', 'развёрнутая форма'],
  summary: ['жиынтық нысан', 'сводная форма'],
}

export const fields = {
  subscriber: ['Абонент', 'Абонент'],
  period: ['Кезең', 'Период'],
  zone: ['Уақыт белдеуі', 'Часовой пояс'],
  office: ['Кеңсе', 'Офис'],
  clerk: ['Қызметкер', 'Сотрудник'],
  printedAt: ['Басып шығарылды', 'Напечатано'],
} as const satisfies Record<string, Bilingual>

export const columns = {
  no: ['№', '№'],
  date: ['Күні', 'Дата'],
  time: ['Уақыты', 'Время'],
  type: ['Түрі', 'Тип'],
  other: ['Басқа нөмір, атауы', 'Другой номер, название'],
  direction: ['Бағыты, елі', 'Направление, страна'],
  quantity: ['Ұзақт., көлемі', 'Длит., объём'],
  source: ['Көзі', 'Источник'],
  charge: ['Сомасы, ₸', 'Сумма, ₸'],
} as const satisfies Record<string, Bilingual>

export const sections = {
  reading: ['Қалай оқу керек', 'Как читать'],
  types: ['Түрлері бойынша', 'По типам'],
  months: ['Айлар бойынша', 'По месяцам'],
  roaming: ['Роуминг', 'Роуминг'],
  fees: ['Төлемақы, қызметтер, түзетулер', 'Плата, услуги, корректировки'],
  topUps: ['Толтырулар', 'Пополнения'],
  rows: ['Барлық жазбалар', 'Все записи'],
  totals: ['Қорытынды', 'Итоги'],
} as const satisfies Record<string, Bilingual>

export const summary = {
  type: ['Түрі', 'Тип'],
  month: ['Ай', 'Месяц'],
  country: ['Ел', 'Страна'],
  name: ['Атауы', 'Название'],
  topUpSource: ['Толтыру тәсілі', 'Способ пополнения'],
  count: ['Саны', 'Количество'],
  duration: ['Ұзақтығы', 'Длительность'],
  volume: ['Көлемі', 'Объём'],
  calls: ['Қоңыраулар', 'Звонки'],
  internet: ['Интернет', 'Интернет'],
  topUps: ['Толтыру, ₸', 'Пополнено, ₸'],
  charge: ['Сомасы, ₸', 'Сумма, ₸'],
  sum: ['Жиыны', 'Всего'],
  others: ['Өзгелері', 'Прочие'],
  unnamed: ['Атауы жоқ', 'Без названия'],
  unknownCountry: ['Елі көрсетілмеген', 'Страна не указана'],
} as const satisfies Record<string, Bilingual>

export const totals = {
  count: ['Саны', 'Количество'],
  charge: ['Сомасы, ₸', 'Сумма, ₸'],
  total: ['Барлығы', 'Итого, ₸'],
  topUps: ['Толтырулар (бөлек)', 'Пополнения (отдельно), ₸'],
  vat: ['Оның ішінде ҚҚС', 'В том числе НДС'],
  vatOf: ['Мерзімі', 'Срок действия'],
  vatRate: ['Мөлшерлеме', 'Ставка'],
  vatSum: ['ҚҚС, ₸', 'НДС, ₸'],
  vatTotal: ['ҚҚС жиыны', 'НДС всего'],
} as const satisfies Record<string, Bilingual>

export const none = {
  rows: ['Бұл кезеңде жазбалар жоқ', 'За этот период записей нет'],
  roaming: ['Бұл кезеңде роумингте қызметтер болған жоқ.', 'В этом периоде услуг в роуминге не было.'],
  topUps: ['Бұл кезеңде толтырулар болған жоқ.', 'В этом периоде пополнений не было.'],
  fees: [
    'Бұл кезеңде төлемақы, қызметтер, түзетулер болған жоқ.',
    'В этом периоде платы, услуг и корректировок не было.',
  ],
} as const satisfies Record<string, Bilingual>

export const stamp: Bilingual = ['М.О.', 'М.П.']
export const signature: Bilingual = ['қолы, аты-жөні', 'подпись, Ф. И. О.']
export const received: Bilingual = ['Есепті алдым: абонент', 'Детализацию получил(а): абонент']
export const proof = (operator: string): Bilingual => [`Тексеру: ${operator} кеңсесі`, `Проверка: офис ${operator}`]
export const pageOf = (page: number, pages: number): Bilingual => [`бет ${page} / ${pages}`, `стр. ${page} из ${pages}`]

export const notes = {
  noContent: [
    'Бұл — хабарламалар мен сөйлесулердің мазмұнынсыз егжей-тегжейлі есеп.',
    'Это детализация без содержания сообщений и разговоров.',
  ],
  sign: [
    'Минус (−) — қайтарылған немесе шотқа салынған сома; толтырулар қорытындыға кірмейді. Көзі — соманың неден есептелгені: теңгерім, пакет немесе бонус.',
    'Минус (−) — сумма возвращена или внесена на счёт; пополнения в итог не входят. Источник — откуда списано: баланс, пакет или бонус.',
  ],
  volume: [
    '1 КБ = 1024 байт, 1 МБ = 1024 КБ, 1 ГБ = 1024 МБ. Көлем жүздікке дейін дөңгелектелген, қорытындысы байтпен есептелген.',
    '1 КБ = 1024 байта, 1 МБ = 1024 КБ, 1 ГБ = 1024 МБ. Объём округлён до сотых, итоги посчитаны в байтах.',
  ],
  vat: [
    'Барлық сомалар теңгемен көрсетілген, ҚҚС қосылған. ҚҚС әр жазбаның күніндегі мөлшерлеме бойынша есептелген.',
    'Все суммы в тенге и включают НДС. НДС посчитан по ставке, действовавшей на дату записи.',
  ],
  legal: [
    'Есеп абоненттің немесе оның өкілінің өтініші бойынша берілді. Ондағы мәліметтер байланыс құпиясына және дербес деректерге жатады. Фискалдық чек емес.',
    'Детализация выдана по заявлению абонента или его представителя. Её сведения составляют тайну связи и персональные данные. Не является фискальным чеком.',
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
