import type {
  ClerkView,
  CustomerView,
  Language,
  NumberView,
  OrderView,
  QuoteView,
  ReissueReason,
  Status,
  StockSim,
  VerificationView,
} from '#domain/contract/views'
import type { IdentityDocument, UsageBounds } from '#domain/core/office'
import type { OrderLine } from '#domain/core/order'

/** Where the store is and how it is opened. The key crosses only between our own processes, never by environment or arguments. */
export interface StoreLocation {
  file: string
  /** 32 bytes, hex. */
  keyHex: string
}

export interface StoreInfo {
  enrolled: boolean
  officeId?: string
  officeName?: string
  operator: string
  language: Language
}

/** A SIM with what an order needs to claim it; `fence` stays out of the renderer. */
export interface ClaimableSim extends StockSim {
  fence: number
}

/** Period in UTC, half open. */
export interface UtcPeriod {
  from: string
  to: string
}

/** What the store host does for the main process. Every method settles with an {@link AppError} code on failure. */
export interface StoreApi {
  open(o: { location: StoreLocation; backupDir: string }): Promise<StoreInfo>
  info(o: object): Promise<StoreInfo>
  setLanguage(o: { language: Language }): Promise<void>
  status(o: object): Promise<Status>
  enrol(o: {
    commandId: string
    address: string
    code: string
    deviceName: string
  }): Promise<{ officeId: string; officeName: string }>
  signIn(o: { commandId: string; clerkId: string; pin: string }): Promise<ClerkView>
  signOut(o: object): Promise<void>
  openVisit(o: { commandId: string; clerkId: string; msisdn: string }): Promise<NumberView>
  verify(o: {
    commandId: string
    visitId: string
    msisdn: string
    document: IdentityDocument
    iin: string
    method: 'scanned' | 'typed' | 'digitalDocument'
  }): Promise<VerificationView>
  customer(o: { msisdn: string }): Promise<CustomerView>
  /** Drops the verification, purges customer and usage rows, journals the end. Harmless when the visit has ended already. */
  endVisit(o: { visitId: string; reason: 'finished' | 'expired' | 'locked' }): Promise<void>
  visitOrders(o: { visitId: string }): Promise<OrderView[]>
  reissueOptions(o: object): Promise<{ reasons: ReissueReason[]; stock: StockSim[] }>
  checkSim(o: { iccid: string }): Promise<ClaimableSim>
  quote(o: {
    msisdn: string
    operation: 'simReissue' | 'detailization'
    reason?: string
    period?: UtcPeriod
  }): Promise<QuoteView>
  /** Business row, audit row and outbox row in one transaction. A repeated `commandId` answers the first order. */
  placeOrder(o: { commandId: string; visitId: string; msisdn: string; lines: OrderLine[] }): Promise<OrderView>
  order(o: { id: string }): Promise<OrderView | null>
  usageBounds(o: { msisdn: string; period: UtcPeriod }): Promise<UsageBounds>
  /** Pages of usage into the store under `fetchId`; resumes where an earlier call with this id stopped. */
  fetchUsage(o: { fetchId: string; visitId: string; msisdn: string; period: UtcPeriod; rows: number }): Promise<void>
  cancelFetch(o: { fetchId: string }): Promise<void>
  registerReport(o: {
    commandId: string
    msisdn: string
    period: UtcPeriod
    rows: number
    totalTiyn: number
    topUpsTiyn: number
    rowsSha256: string
  }): Promise<{ number: string }>
  sealReport(o: { number: string; fileSha256: string }): Promise<void>
  /** Stops sender and puller, lets a running request finish, checkpoints and closes the store. */
  close(o: object): Promise<void>
}

export interface StoreEvents {
  status: Status
  order: OrderView
  usage: { fetchId: string; done: number; total: number }
}
