import type { Clock } from '#domain/clock'
import { appendAudit, type AuditEntry } from './audit'
import type { Store, WriteTx } from './connection'

export interface WorkContext {
  clock: Clock
  audit: AuditEntry
}

/**
 * Business rows, outbox rows and the journal entry in one transaction: all of them or none. `work` does not wait for
 * anything but the store. Use `store.write` alone only for what needs no journal (feed, leases, purges).
 */
export function unitOfWork<T>(
  store: Store,
  { clock, audit }: WorkContext,
  work: (tx: WriteTx) => Promise<T>,
): Promise<T> {
  return store.write(async (tx) => {
    const result = await work(tx)
    await appendAudit(tx, clock.iso(), audit)
    return result
  })
}
