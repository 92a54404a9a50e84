import type { Names, OrderStand, PersonHead } from '../common/model'

/** A SIM given out with the order of its replacement. */
export interface HandoverHead extends PersonHead {
  iccid: string
  /** Unknown where the card has left this office's stock. */
  simKind: 'physical' | 'esim' | undefined
  reason: Names
  acceptedAt: string
  stand: OrderStand
}
