import type { RecountView } from '#domain/contract/stock'
import { AppError } from '#domain/errors'
import { compareStock, isInDrawer, type StockCard } from '#domain/recount'
import type { ReadTx, WriteTx } from '#db/connection'
import { addCard, beginRecount, endRecount, findOpenRecount, listCards, type Recount } from '#db/repositories/recounts'
import { listSims } from '#db/repositories/stock'
import { appendAudit } from '#db/audit'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { requireProtocol } from './placing'
import { readCard } from './stockKeeping'

type Recounting = Pick<StoreApi, 'recount' | 'countCard' | 'closeRecount' | 'dropRecount'>

/** Counting needs the store only; its end is reported to the core. */
export function recountArea(counter: Counter): Recounting {
  const { store, clock } = counter

  return {
    async recount() {
      return await store.read(async (tx) => {
        const recount = await findOpenRecount(tx)
        return recount ? await viewOf(counter, tx, recount) : null
      })
    },

    async countCard({ commandId, card }) {
      const iccid = await readCard(counter, card)
      return await store.write(async (tx) => {
        const recount = (await findOpenRecount(tx)) ?? (await begin(counter, tx, commandId))
        const stock = await stockOf(counter, tx)
        const expected = isInDrawer(stock.find((sim) => sim.iccid === iccid)?.state)
        const isNew = await addCard(tx, recount.id, { iccid, expected }, clock.iso())
        const view = await viewOf(counter, tx, recount)
        const isSurplus = view.surplus.some((one) => one.iccid === iccid)
        if (!isNew) return { iccid, outcome: 'again', recount: view }
        return { iccid, outcome: isSurplus ? 'surplus' : 'counted', recount: view }
      })
    },

    async closeRecount({ commandId, recountId, ...shown }) {
      requireProtocol(counter)
      const view = await store.read((tx) => required(counter, tx, recountId))
      const counts = { counted: view.counted, missing: view.missing.length, surplus: view.surplus.length }
      const same = (['counted', 'missing', 'surplus'] as const).every((name) => counts[name] === shown[name])
      if (!same) throw new AppError('STOCK_CHANGED')
      const clerkToken = counter.session.requireToken()
      const { id: endedBy } = counter.session.requireClerk()
      const found = { missing: view.missing, surplus: view.surplus.map(({ iccid }) => iccid) }
      const body = { commandId, recountId, counted: view.counted, ...found }
      await counter.core().ask('recountSims', { body, clerkToken, correlationId: commandId })
      const audit = { actor: endedBy, event: 'recountClosed', subject: recountId, facts: counts }
      const end = { outcome: 'closed' as const, endedBy, endedAt: clock.iso() }
      await unitOfWork(store, { clock, audit }, (tx) => endRecount(tx, recountId, end))
    },

    async dropRecount({ recountId }) {
      const { id: endedBy } = counter.session.requireClerk()
      const audit = { actor: endedBy, event: 'recountDropped', subject: recountId }
      const end = { outcome: 'dropped' as const, endedBy, endedAt: clock.iso() }
      await unitOfWork(store, { clock, audit }, (tx) => endRecount(tx, recountId, end))
    },
  }
}

async function begin({ session, clock }: Counter, tx: WriteTx, id: string): Promise<Recount> {
  const { id: startedBy } = session.requireClerk()
  const recount = { id, startedBy, startedAt: clock.iso() }
  await beginRecount(tx, recount)
  await appendAudit(tx, recount.startedAt, { actor: startedBy, event: 'recountBegun', subject: id })
  return recount
}

async function required(counter: Counter, tx: ReadTx, recountId: string): Promise<RecountView> {
  const recount = await findOpenRecount(tx)
  if (recount?.id !== recountId) throw new AppError('RECOUNT_UNKNOWN')
  return await viewOf(counter, tx, recount)
}

async function viewOf(counter: Counter, tx: ReadTx, { id, startedAt }: Recount): Promise<RecountView> {
  const counted = await listCards(tx, id)
  return { id, startedAt, counted: counted.length, ...compareStock(counted, await stockOf(counter, tx)) }
}

/** A lease that another office holds by now is no card of ours. */
async function stockOf(counter: Counter, tx: ReadTx): Promise<StockCard[]> {
  const { officeId } = counter.device()
  const sims = await listSims(tx)
  return sims.map((sim) => {
    const gone = sim.state === 'leased' && sim.officeId !== officeId
    return { iccid: sim.iccid, simKind: sim.simKind, state: gone ? 'returned' : sim.state }
  })
}
