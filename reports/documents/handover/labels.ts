import type { Bilingual } from '../../kit/bilingual'
import type { OrderStand } from '../common/model'
import { bankNote } from '../common/labels'
import type { HandoverHead } from './model'

export const title: Bilingual = ['SIM-картаны табыстау парағы', 'Лист передачи SIM-карты']

export const states: Record<OrderStand, Bilingual> = {
  accepted: ['Ауыстыру қабылданды, карта әлі қосылған жоқ', 'Замена принята, карта ещё не включена'],
  done: ['Карта қосылды', 'Карта включена'],
  refused: ['Ауыстыру орындалмады, картаны қайтарыңыз', 'Замена не выполнена, верните карту'],
}

export const simKind: Bilingual = ['SIM түрі', 'Вид SIM']
export const simKinds: Record<NonNullable<HandoverHead['simKind']>, Bilingual> = {
  physical: ['пластик карта', 'пластиковая карта'],
  esim: ['eSIM', 'eSIM'],
}

export const next: Bilingual = ['Назар аударыңыз', 'Обратите внимание']
export const points: readonly Bilingual[] = [
  [
    'Бұрынғы SIM-карта жаңасы қосылған соң жұмыс істемейді.',
    'Прежняя SIM-карта перестаёт работать после включения новой.',
  ],
  bankNote,
  [
    'PIN және PUK кодтары картаның қорабында. Оларды ешкімге айтпаңыз, кеңсе қызметкері де сұрамайды.',
    'Коды PIN и PUK — на упаковке карты. Не сообщайте их никому, сотрудник офиса их тоже не спрашивает.',
  ],
  [
    'Ауыстыруды өзіңіз сұрамаған болсаңыз, операторға бірден хабарлаңыз.',
    'Если замену запросили не вы, сразу сообщите оператору.',
  ],
]

export const givenBy: Bilingual = ['Картаны берген қызметкер', 'Карту выдал(а) сотрудник']
export const takenBy: Bilingual = ['Картаны алған абонент', 'Карту получил(а) абонент']
export const takenFor: Bilingual = ['Картаны алған өкіл', 'Карту получил(а) представитель']
