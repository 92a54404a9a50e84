import type { OrderView } from '#domain/contract/views'
import type { Tone } from '../ui/field'
import type { StatusIcon } from '../ui/UiStatus.vue'

/** What a clerk needs to know of an order. Only `done` means that the core has carried it out. */
export type OrderOutcome = 'unsent' | 'sending' | 'accepted' | 'inProgress' | 'held' | 'done' | 'refused' | 'stuck'

export function orderOutcome({ state, orderState }: Pick<OrderView, 'state' | 'orderState'>): OrderOutcome {
  if (state === 'pending') return 'unsent'
  if (state === 'sending') return 'sending'
  if (state === 'done') return orderState === undefined || orderState === 'completed' ? 'done' : 'refused'
  if (state === 'rejected') return 'refused'
  if (state === 'dead') return 'stuck'
  if (orderState === 'inProgress') return 'inProgress'
  return orderState === 'held' ? 'held' : 'accepted'
}

export const outcomeLooks: Readonly<Record<OrderOutcome, { tone: Tone; icon: StatusIcon }>> = {
  unsent: { tone: 'warn', icon: 'waiting' },
  sending: { tone: 'accent', icon: 'waiting' },
  accepted: { tone: 'accent', icon: 'waiting' },
  inProgress: { tone: 'accent', icon: 'working' },
  held: { tone: 'warn', icon: 'waiting' },
  done: { tone: 'ok', icon: 'done' },
  refused: { tone: 'bad', icon: 'failed' },
  stuck: { tone: 'bad', icon: 'warning' },
}
