import type { Operation } from '#domain/core/order'
import type { Fee, OrderStand, PaperHead } from '../common/model'

export interface VisitOrder {
  reference: string
  operations: readonly Operation[]
  /** UTC */
  at: string
  stand: OrderStand
  fee?: Fee | undefined
}

/** A detailization that was made. */
export interface VisitReport {
  number: string
  /** Local dates, both inclusive. */
  from: string
  to: string
  rows: number
  pages: number
}

/** What was done for one number in a visit. */
export interface VisitHead extends PaperHead {
  orders: readonly VisitOrder[]
  reports: readonly VisitReport[]
}
