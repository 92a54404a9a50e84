import type { UsageBounds } from '#domain/core/office'
import { AppError } from '#domain/errors'
import type { ReportApi } from '#electron/link/report-api'
import type { StoreApi, StoreLocation, UtcPeriod } from '#electron/link/store-api'
import type { DetailizationHead } from '#reports/documents/detailization/model'

export interface GatherDeps {
  store: StoreApi
  reportHost: ReportApi
  location(): Promise<StoreLocation>
  /** All that the paper says and that neither the wish nor the registry knows. */
  letterhead(): Promise<Pick<DetailizationHead, 'operator' | 'office' | 'timeZone' | 'training'>>
}

/** Rows of a number, and what the core says they come to. */
export interface GatherWish {
  fetchId: string
  visitId: string
  msisdn: string
  covered: UtcPeriod
  bounds: UsageBounds
}

export type Gathered = Awaited<ReturnType<typeof gather>>

/**
 * Fetches the rows into the store, sums them up and compares; a repeat goes on where the first one stopped. Costs the
 * subscriber nothing.
 * @throws REPORT_CANCELLED when the fetch is, REPORT_TOTALS_DIFFER, and what store and core answer
 */
export async function gather({ store, reportHost, ...deps }: GatherDeps, wish: GatherWish) {
  const { fetchId, visitId, msisdn, covered, bounds } = wish
  const { rows, totalTiyn, topUpsTiyn } = bounds
  await store.fetchUsage({ fetchId, visitId, msisdn, period: covered, rows, totalTiyn, topUpsTiyn })
  // Read before anything is paid: a paper that cannot name its customer or its rates is not made.
  const [location, { name }, vat, letterhead] = await Promise.all([
    deps.location(),
    store.customer({ msisdn }),
    store.vatRates({}),
    deps.letterhead(),
  ])
  const head = { ...letterhead, vat, periodFrom: covered.from, periodTo: covered.to }
  const { summary, rowsSha256 } = await reportHost.summarize({ location, fetchId, head })
  requireEqual(summary, bounds)
  return { location, head, subscriber: name, summary, rowsSha256 }
}

function requireEqual(found: Pick<UsageBounds, 'rows' | 'totalTiyn' | 'topUpsTiyn'>, expected: UsageBounds): void {
  for (const field of ['rows', 'totalTiyn', 'topUpsTiyn'] as const) {
    // Sums of a customer are personal: the field is named, the amounts are not.
    if (found[field] !== expected[field]) throw new AppError('REPORT_TOTALS_DIFFER', { field })
  }
}
