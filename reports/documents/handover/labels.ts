import type { Bilingual } from '../../kit/bilingual'
import type { OrderStand } from '../common/model'
import { bankNote } from '../common/labels'
import type { HandoverHead } from './model'

export const title: Bilingual = ['SIM-картаны табыстау парағы', 'Лист передачи SIM-карты']

type SimKind = NonNullable<HandoverHead['simKind']>

export const simKind: Bilingual = ['SIM түрі', 'Вид SIM']
export const simKinds: Record<SimKind, Bilingual> = {
  physical: ['пластик карта', 'пластиковая карта'],
  esim: ['eSIM', 'eSIM'],
}

/** What differs between a card and a profile that is installed by a code. */
interface SimWords {
  states: Record<OrderStand, Bilingual>
  codes: Bilingual
  givenBy: Bilingual
  takenBy: Bilingual
  takenFor: Bilingual
}

const card: SimWords = {
  states: {
    accepted: ['Ауыстыру қабылданды, карта әлі қосылған жоқ', 'Замена принята, карта ещё не включена'],
    done: ['Карта қосылды', 'Карта включена'],
    refused: ['Ауыстыру орындалмады, картаны қайтарыңыз', 'Замена не выполнена, верните карту'],
  },
  codes: [
    'PIN және PUK кодтары картаның қорабында. Оларды ешкімге айтпаңыз, кеңсе қызметкері де сұрамайды.',
    'Коды PIN и PUK — на упаковке карты. Не сообщайте их никому, сотрудник офиса их тоже не спрашивает.',
  ],
  givenBy: ['Картаны берген қызметкер', 'Карту выдал(а) сотрудник'],
  takenBy: ['Картаны алған абонент', 'Карту получил(а) абонент'],
  takenFor: ['Картаны алған өкіл', 'Карту получил(а) представитель'],
}

const profile: SimWords = {
  states: {
    accepted: ['Ауыстыру қабылданды, eSIM әлі қосылған жоқ', 'Замена принята, eSIM ещё не включена'],
    done: ['eSIM қосылды', 'eSIM включена'],
    refused: ['Ауыстыру орындалмады, eSIM кодын пайдаланбаңыз', 'Замена не выполнена, не пользуйтесь кодом eSIM'],
  },
  codes: [
    'eSIM орнату коды бір рет қана жарайды. Оны, PIN және PUK кодтарын ешкімге айтпаңыз, кеңсе қызметкері де сұрамайды.',
    'Код установки eSIM действует один раз. Не сообщайте никому ни его, ни коды PIN и PUK, сотрудник офиса их тоже не спрашивает.',
  ],
  givenBy: ['eSIM берген қызметкер', 'eSIM выдал(а) сотрудник'],
  takenBy: ['eSIM алған абонент', 'eSIM получил(а) абонент'],
  takenFor: ['eSIM алған өкіл', 'eSIM получил(а) представитель'],
}

/** A SIM of unknown kind lay in this office as a card. */
export const wordsOf = (kind: HandoverHead['simKind']): SimWords => (kind === 'esim' ? profile : card)

export const next: Bilingual = ['Назар аударыңыз', 'Обратите внимание']

export const pointsOf = ({ codes }: SimWords): readonly Bilingual[] => [
  [
    'Бұрынғы SIM-карта жаңасы қосылған соң жұмыс істемейді.',
    'Прежняя SIM-карта перестаёт работать после включения новой.',
  ],
  bankNote,
  codes,
  [
    'Ауыстыруды өзіңіз сұрамаған болсаңыз, операторға бірден хабарлаңыз.',
    'Если замену запросили не вы, сразу сообщите оператору.',
  ],
]
