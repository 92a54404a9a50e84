import type {
  AttentionItem,
  ClerkView,
  CustomerView,
  Language,
  Leftover,
  NumberView,
  OrderView,
  QuoteView,
  RecoveryView,
  ReissueReason,
  Status,
  StockSim,
  VerificationView,
} from '#domain/contract/views'
import type { BoxView, CountedView, RecountView, StockRow } from '#domain/contract/stock'
import type { Names } from '#domain/core/common'
import type { OrganizationLetter, PresentedPerson, Proxy, UsageBounds } from '#domain/core/office'
import type { OrderLine } from '#domain/core/order'
import type { DamageReason } from '#domain/sim'
import type { SimBox } from '#domain/simBox'
import type { UsageTotals } from '#domain/usage'
import type { VatRate } from '#domain/vat'
import type { RegistryAnswer } from '#reports/verify/check'
import type { PaperTrust } from '#reports/verify/trust'

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
  /** Absent until somebody has chosen one. */
  language?: Language
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
  /** `ballastBytes`: size of the file kept beside the store for a full disk, 20 MiB when absent. */
  open(o: {
    location: StoreLocation
    backupDir: string
    ballastBytes?: number
  }): Promise<StoreInfo & { leftovers: Leftover[] }>
  info(o: object): Promise<StoreInfo>
  setLanguage(o: { language: Language }): Promise<void>
  status(o: object): Promise<Status>
  /** Of the core's reference data, in the order of their dates. */
  vatRates(o: object): Promise<VatRate[]>
  enrol(o: {
    commandId: string
    address: string
    code: string
    deviceName: string
  }): Promise<{ officeId: string; officeName: string }>
  signIn(o: { commandId: string; clerkId: string; pin: string }): Promise<ClerkView>
  signOut(o: object): Promise<void>
  openVisit(o: { commandId: string; clerkId: string; msisdn: string }): Promise<NumberView>
  /** A visit that begins with the document. */
  openPersonVisit(o: { commandId: string; clerkId: string }): Promise<{ visitId: string }>
  /** Without `msisdn` the person's numbers come back; a match covers them all. */
  verify(o: {
    commandId: string
    visitId: string
    msisdn?: string
    oldIccid?: string
    person: PresentedPerson
    proxy?: Proxy
    organization?: OrganizationLetter
  }): Promise<VerificationView>
  customer(o: { msisdn: string }): Promise<CustomerView>
  /** Drops the verification, purges customer and usage rows, journals the end. Harmless when the visit has ended already. */
  endVisit(o: { visitId: string; reason: 'finished' | 'expired' | 'locked' }): Promise<void>
  visitOrders(o: { visitId: string }): Promise<OrderView[]>
  reissueOptions(o: object): Promise<{ reasons: ReissueReason[]; stock: StockSim[] }>
  checkSim(o: { iccid: string }): Promise<ClaimableSim>
  stock(o: object): Promise<{ rows: StockRow[] }>
  /** What the core has of the cards of a delivered box. */
  checkBox(o: SimBox): Promise<BoxView>
  /** The core leases the box's fresh cards to this office: as many as were shown, or STOCK_CHANGED. */
  receiveBox(o: SimBox & { commandId: string; fresh: number }): Promise<{ received: number }>
  /** Throws ICCID_… unless this card may be written off; `card` as scanned or typed. */
  checkCard(o: { card: string }): Promise<StockSim>
  writeOffSim(o: { commandId: string; card: string; reason: DamageReason }): Promise<StockSim>
  /** The recount under way. */
  recount(o: object): Promise<RecountView | null>
  /** The first card begins a recount, whose id is then the command's. */
  countCard(o: { commandId: string; card: string }): Promise<CountedView>
  /** Reported to the core and journaled; the counts are those that were shown. */
  closeRecount(o: {
    commandId: string
    recountId: string
    counted: number
    missing: number
    surplus: number
  }): Promise<void>
  dropRecount(o: { recountId: string }): Promise<void>
  quote(o: {
    msisdn: string
    operation: 'simReissue' | 'detailization'
    reason?: string
    period?: UtcPeriod
  }): Promise<QuoteView>
  /** Business row, audit row and outbox row in one transaction. A repeated `commandId` answers the first order. */
  placeOrder(o: {
    commandId: string
    visitId: string
    msisdn: string
    lines: OrderLine[]
    replaces?: string
  }): Promise<OrderView>
  /** An unblock on evidence, without the core. Refused with OFFLINE_NOT_POSSIBLE when the core answers. */
  fileUnblock(o: {
    commandId: string
    clerkId: string
    msisdn: string
    person: PresentedPerson
    replaces?: string
  }): Promise<OrderView>
  attention(o: object): Promise<AttentionItem[]>
  retryOrder(o: { id: string; clerkId: string }): Promise<OrderView>
  withdrawOrder(o: { id: string; clerkId: string; reason: string }): Promise<void>
  order(o: { id: string }): Promise<OrderView | null>
  /** What an order asked for; empty when it is unknown or its payload is no longer kept. */
  orderLines(o: { id: string }): Promise<OrderLine[]>
  /** For its papers: its blocks by the names under which the visit has seen them, as far as it has, and the kind of the new SIM. */
  orderNames(o: { id: string; visitId: string }): Promise<{ blocks: Names[]; simKind?: StockSim['simKind'] }>
  usageBounds(o: { msisdn: string; period: UtcPeriod }): Promise<UsageBounds>
  /**
   * Pages of usage into the store under `fetchId`; goes on where an earlier call with this id, or of this visit and period,
   * stopped. A line that drops is waited for. REPORT_TOTALS_DIFFER: what came is not what the core has counted.
   */
  fetchUsage(o: { fetchId: string; visitId: string; msisdn: string; period: UtcPeriod } & UsageTotals): Promise<void>
  cancelFetch(o: { fetchId: string }): Promise<void>
  /** This counter has a certificate to sign papers with, got now if need be. Costs nothing; asked before the fee. */
  prepareSigning(o: object): Promise<void>
  /** `code`: the text of the paper's QR code, the core's signature already checked. */
  registerReport(o: {
    commandId: string
    msisdn: string
    period: UtcPeriod
    rows: number
    totalTiyn: number
    topUpsTiyn: number
    rowsSha256: string
  }): Promise<{ number: string; code: string }>
  /** What was printed, by whom, why once more, and how it ended. Ids, codes and counts only. */
  journalPrint(o: {
    jobId: string
    clerkId: string
    event: string
    facts: Record<string, string | number>
  }): Promise<void>
  sealReport(o: { number: string; fileSha256: string }): Promise<void>
  /**
   * The order that has paid for this period of a verified number, while its paper has not been handed out. STORE_RECONCILING:
   * the store does not know yet.
   */
  paidReport(o: { msisdn: string; period: UtcPeriod }): Promise<{ orderId: string; orderedAt: string } | null>
  /** The paper is the customer's now: the same period once more is another order. Harmless when said before. */
  reportHandedOut(o: { orderId: string; clerkId: string }): Promise<void>
  /** Whom papers are believed by, without a line. */
  paperTrust(o: object): Promise<PaperTrust>
  /** What the registry holds under a number; null when it has no such number. */
  findReport(o: { number: string }): Promise<RegistryAnswer>
  /** Works on a store that is not open: what happened, which backups can be used, what they lack. */
  recoveryState(o: {
    location: StoreLocation
    backupDir: string
    problem: RecoveryView['problem']
  }): Promise<RecoveryView>
  /** On a store that is not open. The damaged files are kept beside it; the restored store reconciles with the core before it writes. */
  restoreBackup(o: { location: StoreLocation; backupDir: string; backupId: string }): Promise<void>
  /** Figures for the diagnostics: counts and states only, no numbers, names or payloads. */
  figures(o: object): Promise<Record<string, number | string>>
  /**
   * Stops sender and puller, lets a running request finish, checkpoints and closes the store. `midVisit`: the program ends
   * during a visit, which its next start says.
   */
  close(o: { midVisit?: boolean }): Promise<void>
}

export interface StoreEvents {
  status: Status
  order: OrderView
  usage: { fetchId: string; done: number; total: number }
}
