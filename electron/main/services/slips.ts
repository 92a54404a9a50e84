import type { ClerkView, OrderView } from '#domain/contract/views'
import type { ReportApi } from '#electron/link/report-api'
import type { SlipHead } from '#reports/documents/slip/model'
import type { Spool } from '../papers/spool'

export interface SlipDeps {
  reportHost: ReportApi
  spool: Spool
  letterhead(): Promise<Pick<SlipHead, 'operator' | 'office' | 'timeZone' | 'training'>>
  /** UTC */
  now(): string
}

export interface Slip {
  file: string
  clerkId: string
}

/** The customers' papers about requests filed without the core, for as long as their clerk is signed in. */
export interface Slips {
  /** Writes the slip of an order. @throws REPORT_DISK_FULL, REPORT_FILE, HOST_RESTARTED */
  make(order: OrderView, clerk: Pick<ClerkView, 'id' | 'name'>): Promise<void>
  /** A written slip and whose it is. */
  find(orderId: string): Slip | undefined
  /** Names under which the spool holds them; forgets them. */
  end(): string[]
}

/** The order's id, short: its front is the time to the minute, its end tells requests of one minute apart. */
function referenceOf(orderId: string): string {
  return `${orderId.slice(0, 8)}-${orderId.slice(-4)}`
}

export function makeSlips(deps: SlipDeps): Slips {
  const made = new Set<string>()
  const written = new Map<string, Slip>()
  return {
    async make(order, clerk) {
      const name = `slip-${order.id}`
      made.add(name)
      const head: SlipHead = {
        ...(await deps.letterhead()),
        msisdn: order.msisdn,
        clerk: clerk.name,
        acceptedAt: order.createdAt,
        printedAt: deps.now(),
        reference: referenceOf(order.id),
      }
      const { file } = await deps.reportHost.writeSlip({ head, file: await deps.spool.place(name) })
      written.set(order.id, { file, clerkId: clerk.id })
    },
    find: (orderId) => written.get(orderId),
    end() {
      const names = [...made]
      made.clear()
      written.clear()
      return names
    },
  }
}
