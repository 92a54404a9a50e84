import { addDays } from '#domain/calendar'
import type { UsageRow } from '#domain/usage'
import { DAY, isoAt, SECOND } from '../clock'
import { localDateAt, startOfLocalDay } from '../localTime'
import type { UsageDbRow } from '../rows'
import type { Random } from './random'
import { drawUsage, monthlyFee } from './usageKinds'

export interface UsagePlan {
  productId: string
  rows: number
  /** Milliseconds UTC; rows lie in from <= at < to. */
  from: number
  to: number
  /** When the number became the subscriber's. */
  ownedSince: number
  /** Put rows at the edges that a report gets wrong most easily. */
  edges: boolean
}

/** Rows spread evenly over the days of the plan, in no particular order of ids. */
export function makeUsage(random: Random, plan: UsagePlan): UsageDbRow[] {
  const edges = plan.edges ? edgeInstants(plan).slice(0, plan.rows) : []
  const instants = [...edges, ...spread(random, plan, plan.rows - edges.length)]
  const feesAt = feeInstants(instants, plan)
  return instants.map((at, index) => {
    const usage = feesAt.delete(at) ? monthlyFee(random) : drawUsage(random)
    return toRow(plan.productId, index, at, usage, random)
  })
}

const rowsThatPayMonthly = 5

/** A subscriber with enough rows pays the tariff with the first row of each local month. */
function feeInstants(instants: readonly number[], { from, to, rows }: UsagePlan): Set<number> {
  const months = (to - from) / (30 * DAY)
  const first = new Map<string, number>()
  if (rows / months < rowsThatPayMonthly) return new Set()
  for (const at of instants) {
    const month = localDateAt(at).slice(0, 7)
    first.set(month, Math.min(at, first.get(month) ?? at))
  }
  return new Set(first.values())
}

function toRow(
  productId: string,
  index: number,
  at: number,
  usage: Omit<UsageRow, 'id' | 'at'>,
  random: Random,
): UsageDbRow {
  const { type, amountTiyn, ...facts } = usage
  return {
    id: `use-${productId.slice(-6)}-${random.int(0x1000, 0xffff).toString(16)}-${String(index).padStart(6, '0')}`,
    product_id: productId,
    at: isoAt(at),
    type,
    amount_tiyn: amountTiyn,
    facts: JSON.stringify(facts),
  }
}

/**
 * The first instant kept today and tomorrow, both 23:59 of the day with 25 hours, the midnights of the zone and VAT changes and
 * the last minutes of the days just past, and the change of owner.
 */
function edgeInstants({ from, to, ownedSince }: UsagePlan): number[] {
  const today = startOfLocalDay(localDateAt(to))
  const firstDay = startOfLocalDay(addDays(localDateAt(from), 1))
  const fixed = [
    '2024-02-29T17:59:50.000Z',
    '2024-02-29T18:59:40.000Z',
    '2024-02-29T19:00:00.000Z',
    '2024-03-01T18:59:59.999Z',
    '2025-12-31T18:59:50.000Z',
    '2025-12-31T19:00:05.000Z',
  ].map((time) => Date.parse(time))
  const recent = [1, 2, 3].map((days) => today - (days - 1) * DAY - 20 * SECOND)
  const handedOver = [ownedSince - SECOND, ownedSince]
  return [from, ...fixed, ...recent, ...handedOver, firstDay, today + 30 * SECOND].filter((at) => at >= from && at < to)
}

function spread(random: Random, plan: UsagePlan, rows: number): number[] {
  const firstDay = localDateAt(plan.from)
  const days = Math.max(1, Math.round((startOfLocalDay(localDateAt(plan.to)) - startOfLocalDay(firstDay)) / DAY) + 1)
  const instants: number[] = []
  for (let day = 0, made = 0; day < days; day += 1) {
    const until = Math.floor(((day + 1) * rows) / days)
    if (until > made) instants.push(...ofDay(random, plan, addDays(firstDay, day), until - made))
    made = until
  }
  return instants
}

/** A day with many rows always has one in its last local minute. */
function ofDay(random: Random, plan: UsagePlan, date: string, count: number): number[] {
  const start = Math.max(startOfLocalDay(date), plan.from)
  const end = Math.min(startOfLocalDay(addDays(date, 1)), plan.to)
  const instants: number[] = []
  for (let index = 0; index < count; index += 1) {
    const previous = instants.at(-1)
    const inLastMinute = index === 0 && count >= 3 && end < plan.to
    if (inLastMinute) instants.push(end - random.int(1, 59) * SECOND)
    else if (previous !== undefined && random.chance(0.02)) instants.push(previous)
    else instants.push(start + Math.floor((random.next() * (end - start)) / SECOND) * SECOND)
  }
  return instants
}
