import type { Names, OrderStand, PaperHead } from '../common/model'

/** A SIM given out with the order of its replacement. */
export interface HandoverHead extends PaperHead {
  subscriber: string
  represented: boolean
  iccid: string
  reason: Names
  acceptedAt: string
  stand: OrderStand
}
