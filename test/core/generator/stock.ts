import { luhnDigit } from '#domain/iccid'
import { DAY, isoAt } from '../clock'
import type { SimRow } from '../rows'
import type { Random } from './random'

/** Makes SIMs whose ICCIDs differ; the factory's counter runs on, as on real reels. */
export class SimMaker {
  private counter: number
  private made = 0

  constructor(private readonly random: Random) {
    this.counter = random.int(1_000_000, 8_000_000)
  }

  /** @param length of the ICCID with its check digit */
  iccid(length: 19 | 20 = 19, step = this.random.int(1, 9)): string {
    this.counter += step
    const body = `8999701${String(this.counter).padStart(length - 8, '0')}`
    return `${body}${luhnDigit(body)}`
  }

  sim(facts: Partial<SimRow> & { length?: 19 | 20; step?: number } = {}): SimRow {
    const { length, step, ...given } = facts
    this.made += 1
    return {
      iccid: this.iccid(length, step),
      id: `sim-${String(this.made).padStart(6, '0')}`,
      imsi: `40102${String(this.counter).padStart(10, '0')}`,
      sim_kind: 'physical',
      form_factor: 'triple',
      resource_status: 'available',
      usage_state: 'idle',
      lease_office: null,
      lease_until: null,
      fence: null,
      product_id: null,
      order_id: null,
      ...given,
    }
  }
}

/** A box on its way to an office: its numbers follow one another, and no office has a lease on them yet. */
export function makeBox(maker: SimMaker, count: number): SimRow[] {
  return Array.from({ length: count }, () => maker.sim({ step: 1 }))
}

export interface OfficeStock {
  free19: SimRow[]
  free20: SimRow[]
  expired: SimRow
  used: SimRow[]
}

/** What one office has in its drawer: `count` free cards (every fourth with 20 digits), one expired lease, three used. */
export function makeStock(maker: SimMaker, officeId: string, now: number, count: number): OfficeStock {
  const lease = { lease_office: officeId, lease_until: isoAt(now + 90 * DAY) }
  const free = Array.from({ length: count }, (_, index) =>
    maker.sim({ ...lease, fence: 100 + index, length: index % 4 === 3 ? 20 : 19 }),
  )
  return {
    free19: free.filter((sim) => sim.iccid.length === 19),
    free20: free.filter((sim) => sim.iccid.length === 20),
    expired: maker.sim({ ...lease, fence: 7, lease_until: isoAt(now - DAY) }),
    used: Array.from({ length: 3 }, () =>
      maker.sim({ ...lease, fence: 9, resource_status: 'reserved', usage_state: 'busy' }),
    ),
  }
}

export function stockRows(stock: OfficeStock): SimRow[] {
  return [...stock.free19, ...stock.free20, stock.expired, ...stock.used]
}
