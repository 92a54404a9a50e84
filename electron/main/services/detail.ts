import type { Clock } from '#domain/clock'
import type { UsageBounds } from '#domain/core/office'
import type { ParsedInputOf } from '#domain/contract/index'
import { parseHumanDate } from '#domain/document'
import { AppError } from '#domain/errors'
import type { IdSource } from '#domain/ids'
import { checkPeriod, localDateOf, periodToUtc, type Period } from '#domain/period'
import type { StoreApi, UtcPeriod } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import type { CustomerSession, SessionKeeper } from '../session/session'
import type { Spool } from '../papers/spool'
import type { DetailizationJob } from './detailization'
import { feeOf, requireCovered } from './lines'
import { orThrow } from './refuse'
import type { Reports } from './reports'

export interface DetailDeps {
  store: StoreApi
  reports: Reports
  spool: Spool
  session: Pick<SessionKeeper, 'customer'>
  clock: Clock
  ids: IdSource
  zone: string
}

type StartInput = ParsedInputOf<'detail.start'>
type DetailCalls = 'detail.bounds' | 'detail.start' | 'detail.cancel'

export function detailService(deps: DetailDeps): HandlersOf<DetailCalls> {
  const { store, reports } = deps

  return {
    'detail.bounds': async ({ msisdn, from, to }, { customer }) => {
      requireCovered(customer, 'detailization')
      const written = {
        from: orThrow(parseHumanDate(from), { field: 'from' }),
        to: orThrow(parseHumanDate(to), { field: 'to' }),
      }
      const period = orThrow(checkPeriod(written, { today: todayOf(deps) }))
      const utc = periodToUtc(period, deps.zone)
      const covered = upToNow(utc, deps.clock.iso())
      const bounds = await boundsOf(deps, msisdn, period, covered)
      const [quote, paid] = await Promise.all([
        store.quote({ msisdn, operation: 'detailization', period: utc }),
        store.paidReport({ msisdn, period: utc }),
      ])
      if (isHere(deps, customer)) {
        reports.prepare({ fetchId: deps.ids.uuid(), visitId: customer.visitId, msisdn, period, covered, bounds })
      }
      const { earliest, ownedSince } = localBounds(bounds, deps.zone)
      const first = ownedSince > earliest ? ownedSince : earliest
      return {
        ...period,
        rows: bounds.rows,
        earliest: first,
        ownedSince,
        quote,
        ...(paid && { paidAt: paid.orderedAt }),
      }
    },
    'detail.start': async (input, { clerk, customer }) => {
      const { commandId } = input
      requireCovered(customer, 'detailization')
      if (reports.has(commandId)) return {}
      reports.claim(commandId)
      try {
        const job = await prepare(deps, input, clerk.name, customer)
        if (!isHere(deps, customer)) throw new AppError('NO_CUSTOMER_SESSION')
        reports.start(job)
        return {}
      } catch (error) {
        reports.release(commandId)
        throw error
      }
    },
    'detail.cancel': async ({ reportId }) => {
      await reports.cancel(reportId)
      return {}
    },
  }
}

/** The visit may have ended while the core was asked. */
function isHere({ session }: DetailDeps, { visitId }: CustomerSession): boolean {
  return session.customer()?.visitId === visitId
}

function todayOf({ clock, zone }: DetailDeps): string {
  return localDateOf(clock.iso(), zone)
}

/** @throws PERIOD_… with `allowed`, the nearest date that would do */
async function boundsOf(deps: DetailDeps, msisdn: string, period: Period, utc: UtcPeriod): Promise<UsageBounds> {
  const bounds = await deps.store.usageBounds({ msisdn, period: utc })
  orThrow(checkPeriod(period, { today: todayOf(deps), ...localBounds(bounds, deps.zone) }))
  return bounds
}

async function prepare(
  deps: DetailDeps,
  input: StartInput,
  clerkName: string,
  customer: CustomerSession,
): Promise<DetailizationJob> {
  const { commandId: reportId, msisdn, from, to, form, language } = input
  const period = orThrow(checkPeriod({ from, to }, { today: todayOf(deps) }))
  const paper = { form, language, file: await deps.spool.place(reportId) }
  const ordered = periodToUtc(period, deps.zone)
  const paid = await deps.store.paidReport({ msisdn, period: ordered })
  // What was confirmed as paid for is not charged after all.
  if (input.paid && paid === null) throw new AppError('PRICE_CHANGED')
  const ids = { reportId, orderId: paid?.orderId ?? deps.ids.uuid(), registryId: deps.ids.uuid() }
  const wish = { ...ids, customer, msisdn, clerkName, period, ordered, fee: feeOf(input), ...paper }
  const ahead = deps.reports.prepared({ visitId: customer.visitId, msisdn, period })
  if (ahead)
    return { ...wish, fetchId: ahead.fetchId, covered: ahead.covered, bounds: ahead.bounds, ahead: ahead.gathered }
  const covered = upToNow(ordered, deps.clock.iso())
  return { ...wish, fetchId: reportId, covered, bounds: await boundsOf(deps, msisdn, period, covered) }
}

function localBounds(bounds: UsageBounds, zone: string): { earliest: string; ownedSince: string } {
  return { earliest: localDateOf(bounds.earliestAvailable, zone), ownedSince: localDateOf(bounds.ownedSince, zone) }
}

function upToNow({ from, to }: UtcPeriod, now: string): UtcPeriod {
  return { from, to: now < to && now > from ? now : to }
}
