import type { Operation } from '#domain/core/order'
import type { Bilingual } from '../../kit/bilingual'
import type { OrderStand } from './model'

/** Words that several papers share; the glossary's terms. */
export const fields = {
  msisdn: ['Нөмір', 'Номер'],
  subscriber: ['Абонент', 'Абонент'],
  document: ['Жеке басын куәландыратын құжат', 'Документ'],
  office: ['Кеңсе', 'Офис'],
  clerk: ['Қызметкер', 'Сотрудник'],
  printedAt: ['Басып шығарылды', 'Напечатано'],
  reason: ['Себебі', 'Причина'],
  newSim: ['Жаңа SIM-карта', 'Новая SIM-карта'],
  operation: ['Әрекет', 'Операция'],
  vat: ['Оның ішінде ҚҚС', 'В том числе НДС'],
  acceptedAt: ['Қабылданды', 'Принято'],
  state: ['Күйі', 'Состояние'],
  period: ['Кезең', 'Период'],
  total: ['Барлығы', 'Итого'],
} as const satisfies Record<string, Bilingual>

export const operations: Record<Operation, Bilingual> = {
  unblock: ['Бұғаттан шығару', 'Разблокировка'],
  simReissue: ['SIM-картаны ауыстыру', 'Замена SIM-карты'],
  identityUpdate: ['Құжатты жаңарту', 'Обновление документа'],
  detailization: ['Егжей-тегжейлі есеп', 'Детализация'],
}

export const stands: Record<OrderStand, Bilingual> = {
  accepted: ['қабылданды, әлі орындалған жоқ', 'принято, ещё не выполнено'],
  done: ['орындалды', 'выполнено'],
  refused: ['орындалмады', 'не выполнено'],
}

export const documents: Record<string, Bilingual> = {
  idCard: ['жеке куәлік', 'удостоверение личности'],
  passport: ['паспорт', 'паспорт'],
  residencePermit: ['тұруға ықтиярхат', 'вид на жительство'],
  statelessCertificate: ['азаматтығы жоқ адамның куәлігі', 'удостоверение лица без гражданства'],
  foreignPassport: ['шетелдік паспорт', 'паспорт иностранного государства'],
}

export const signature: Bilingual = ['қолы, аты-жөні, күні', 'подпись, Ф. И. О., дата']
export const notFiscal: Bilingual = ['Фискалдық чек емес', 'Не является фискальным чеком']
/** After a swap banks may hold their messages: no rule says how long, so no time is named. */
export const bankNote: Bilingual = [
  'SIM-карта ауыстырылған соң банктердің SMS-хабарламалары біраз уақыт келмеуі мүмкін. Мұндай жағдайда банкіңізге хабарласыңыз.',
  'После замены SIM-карты SMS от банков могут какое-то время не приходить. Если это случится, обратитесь в свой банк.',
]
