import type { PaperChoice } from '#domain/contract/documents'
import type { ClerkView, OrderView } from '#domain/contract/views'
import type { OrderLine } from '#domain/core/order'
import { AppError } from '#domain/errors'
import type { PaperFormat, PaperKind } from '#domain/paper'
import { localDateOf } from '#domain/period'
import type { PaperOrder, ReportApi } from '#electron/link/report-api'
import type { StoreApi } from '#electron/link/store-api'
import type { ApplicationRequest } from '#reports/documents/application/model'
import type { Fee, Names, OrderStand, PaperHead } from '#reports/documents/common/model'
import type { VisitOrder } from '#reports/documents/visit/model'
import type { CustomerSession } from '../session/session'
import type { Spool } from '../papers/spool'
import type { Reports } from './reports'

export interface VisitPapersDeps {
  store: StoreApi
  reportHost: Pick<ReportApi, 'writePaper'>
  reports: Pick<Reports, 'made'>
  spool: Spool
  letterhead(): Promise<Pick<PaperHead, 'operator' | 'office' | 'timeZone' | 'training'>>
  /** UTC */
  now(): string
}

export interface PaperWish {
  paperId: string
  msisdn: string
  kind: PaperKind
  orderId?: string | undefined
  format: PaperFormat
}

export interface MadePaper {
  visitId: string
  msisdn: string
  file: string
  pages: number
}

/** The customer's papers of the open visit, made when asked for and kept until it ends. */
export class VisitPapers {
  readonly #deps: VisitPapersDeps
  readonly #made = new Map<string, MadePaper>()

  constructor(deps: VisitPapersDeps) {
    this.#deps = deps
  }

  async choices(msisdn: string, visitId: string): Promise<PaperChoice[]> {
    const orders = await this.#orders(msisdn, visitId)
    const choices = await Promise.all(orders.map((order) => this.#choicesOf(order)))
    return [...choices.flat(), { kind: 'visit', operations: [] }]
  }

  /** @throws ORDER_UNKNOWN, PAPER_NOT_POSSIBLE for an order that has no such paper, REPORT_DISK_FULL, REPORT_FILE */
  async make(wish: PaperWish, clerk: ClerkView, customer: CustomerSession): Promise<MadePaper> {
    const { paperId, msisdn } = wish
    const known = this.#made.get(paperId)
    if (known) return known
    const paper = await this.#paperOf(wish, clerk, customer)
    const file = await this.#deps.spool.place(paperId)
    const { pages } = await this.#deps.reportHost.writePaper({ paper, file })
    const made = { visitId: customer.visitId, msisdn, file, pages }
    this.#made.set(paperId, made)
    return made
  }

  find(paperId: string): MadePaper | undefined {
    return this.#made.get(paperId)
  }

  /** Names under which the spool holds them; forgets them. */
  endVisit(): string[] {
    const ids = [...this.#made.keys()]
    this.#made.clear()
    return ids
  }

  async #orders(msisdn: string, visitId: string): Promise<OrderView[]> {
    const orders = await this.#deps.store.visitOrders({ visitId })
    return orders.filter((order) => order.msisdn === msisdn)
  }

  async #choicesOf({ id, operations, state }: OrderView): Promise<PaperChoice[]> {
    const lines = await this.#deps.store.orderLines({ id })
    return kindsOf(lines, standOf({ state })).map((kind) => ({ kind, orderId: id, operations }))
  }

  async #paperOf(wish: PaperWish, clerk: ClerkView, customer: CustomerSession): Promise<PaperOrder> {
    const { msisdn, kind } = wish
    const orders = await this.#orders(msisdn, customer.visitId)
    const head = { ...(await this.#deps.letterhead()), msisdn, clerk: clerk.name, printedAt: this.#deps.now() }
    if (kind === 'visit') return await this.#visitPaper({ ...head, reference: referenceOf(customer.visitId) }, orders)
    const order = orders.find(({ id }) => id === wish.orderId)
    if (order === undefined) throw new AppError('ORDER_UNKNOWN')
    const lines = await this.#deps.store.orderLines({ id: order.id })
    if (!kindsOf(lines, standOf(order)).includes(kind)) throw new AppError('PAPER_NOT_POSSIBLE')
    return await this.#orderPaper(wish, { ...head, reference: referenceOf(order.id) }, { order, lines, customer })
  }

  async #visitPaper(head: PaperHead, orders: OrderView[]): Promise<PaperOrder> {
    const listed = orders.map(async (order): Promise<VisitOrder> => ({
      reference: referenceOf(order.id),
      operations: order.operations,
      at: order.createdAt,
      stand: standOf(order),
      fee: feeIn(await this.#deps.store.orderLines({ id: order.id })),
    }))
    const reports = this.#deps.reports.made(head.msisdn)
    return { kind: 'visit', head: { ...head, orders: await Promise.all(listed), reports } }
  }

  async #orderPaper(wish: PaperWish, head: PaperHead, facts: OrderFacts): Promise<PaperOrder> {
    const { order, lines, customer } = facts
    const fee = feeIn(lines)
    const { name, documentType, documentTail } = await this.#deps.store.customer({ msisdn: head.msisdn })
    const person = { ...head, subscriber: name, represented: customer.covers !== undefined }
    if (wish.kind === 'receipt' && fee) {
      const receipt = { ...person, operations: order.operations, acceptedAt: order.createdAt, fee }
      return { kind: 'receipt', head: receipt, format: wish.format }
    }
    const named = await this.#deps.store.orderNames({ id: order.id, visitId: customer.visitId })
    const reissue = lines.find((line) => line.operation === 'simReissue')
    if (wish.kind === 'handover' && reissue) {
      const reason = await this.#reasonOf(reissue.reason)
      const { iccid } = reissue
      const sim = { iccid, simKind: named.simKind, reason, acceptedAt: order.createdAt, stand: standOf(order) }
      return { kind: 'handover', head: { ...person, ...sim } }
    }
    const request = await this.#requestOf(lines, named.blocks, head.timeZone)
    const documentRenewed = lines.some(({ operation }) => operation === 'identityUpdate')
    const application = { ...person, documentType, documentTail, documentRenewed, request }
    return { kind: 'application', head: { ...application, ...(fee && { fee }) } }
  }

  /** What the customer asks for: a new SIM with or without an unblock, an unblock, or a detailization. */
  async #requestOf(lines: OrderLine[], names: Names[], zone: string): Promise<ApplicationRequest> {
    const unblock = lines.find((line) => line.operation === 'unblock')
    const blocks = { count: unblock?.blockIds.length ?? 0, names }
    for (const line of lines) {
      if (line.operation === 'simReissue') {
        return { operation: 'simReissue', reason: await this.#reasonOf(line.reason), iccid: line.iccid, blocks }
      }
      if (line.operation !== 'detailization') continue
      const lastMoment = new Date(Date.parse(line.to) - 1).toISOString()
      const dates = { from: localDateOf(line.from, zone), to: localDateOf(lastMoment, zone) }
      return { operation: 'detailization', ...dates, form: line.form }
    }
    return { operation: 'unblock', blocks }
  }

  async #reasonOf(code: string): Promise<Names> {
    const { reasons } = await this.#deps.store.reissueOptions({})
    const names = reasons.find((reason) => reason.code === code)?.names
    return { kk: names?.kk ?? code, ru: names?.ru ?? code }
  }
}

interface OrderFacts {
  order: OrderView
  lines: OrderLine[]
  customer: CustomerSession
}

/** Nothing is called done before the core said so. */
function standOf({ state }: Pick<OrderView, 'state'>): OrderStand {
  if (state === 'done') return 'done'
  return state === 'rejected' || state === 'dead' ? 'refused' : 'accepted'
}

function kindsOf(lines: readonly OrderLine[], stand: OrderStand): PaperKind[] {
  if (lines.length === 0) return []
  const kinds: PaperKind[] = ['application']
  if (stand === 'done' && (feeIn(lines)?.tiyn ?? 0) > 0) kinds.push('receipt')
  if (stand !== 'refused' && lines.some(({ operation }) => operation === 'simReissue')) kinds.push('handover')
  return kinds
}

function feeIn(lines: readonly OrderLine[]): Fee | undefined {
  const fees = lines.flatMap((line) => ('fee' in line ? [line.fee] : []))
  const [first] = fees
  return first && { tiyn: fees.reduce((sum, { tiyn }) => sum + tiyn, 0), taxRate: first.taxRate }
}

/** An id, short: its front is the time to the minute, its end tells those of one minute apart. */
function referenceOf(id: string): string {
  return `${id.slice(0, 8)}-${id.slice(-4)}`
}
