import type { BoxView, StockRow } from '#domain/contract/stock'
import { AppError } from '#domain/errors'
import { iccidDigits, parseIccid, completeIccid } from '#domain/iccid'
import { simStateAfter } from '#domain/sim'
import type { SimBox } from '#domain/simBox'
import { countStock, findSim, listIccids, writeOff, type Sim } from '#db/repositories/stock'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { requireProtocol } from './placing'

type Keeping = Pick<StoreApi, 'stock' | 'checkBox' | 'receiveBox' | 'checkCard' | 'writeOffSim'>

/** The office's stock as it is, boxes that come and cards that go. Both are the core's to say: without it nothing changes. */
export function stockKeepingArea(counter: Counter): Keeping {
  return {
    async stock() {
      const { officeId } = counter.device()
      return { rows: await stockRows(counter, officeId) }
    },

    checkBox: (box) => checkBox(counter, box),

    async receiveBox({ commandId, fresh, ...box }) {
      requireProtocol(counter)
      const clerkToken = counter.session.requireToken()
      const { id: actor } = counter.session.requireClerk()
      const body = { commandId, first: box.first, last: box.last, fresh }
      const { received } = await counter.core().ask('receiveSims', { body, clerkToken, correlationId: commandId })
      const audit = { actor, event: 'simsReceived', subject: commandId, facts: { received } }
      await unitOfWork(counter.store, { clock: counter.clock, audit }, () => Promise.resolve())
      await followFeed(counter)
      return { received }
    },

    async checkCard({ card }) {
      const { iccid, simKind, formFactor } = await writableOff(counter, card)
      return { iccid, simKind, formFactor }
    },

    async writeOffSim({ commandId, card, reason }) {
      requireProtocol(counter)
      const { iccid, simKind, formFactor, fence } = await writableOff(counter, card)
      const clerkToken = counter.session.requireToken()
      const { id: actor } = counter.session.requireClerk()
      const body = { commandId, iccid, fence, reason }
      await counter.core().ask('damageSim', { body, clerkToken, correlationId: commandId })
      const audit = { actor, event: 'simDamaged', subject: iccid, facts: { reason } }
      await unitOfWork(counter.store, { clock: counter.clock, audit }, (tx) => writeOff(tx, iccid))
      return { iccid, simKind, formFactor }
    },
  }
}

async function stockRows({ store, line }: Counter, officeId: string): Promise<StockRow[]> {
  const counts = await store.read((tx) => countStock(tx, officeId, line.coreIso()))
  const kinds = (['physical', 'esim'] as const).filter((kind) => counts.some(({ simKind }) => simKind === kind))
  return kinds.map((simKind) => {
    const none = { leased: 0, expired: 0, reserved: 0, used: 0, damaged: 0, returned: 0 }
    const own = counts.filter((row) => row.simKind === simKind).map(({ standing, cards }) => [standing, cards])
    return { simKind, ...none, ...(Object.fromEntries(own) as Partial<typeof none>) }
  })
}

async function checkBox(counter: Counter, { first, last }: SimBox): Promise<BoxView> {
  const clerkToken = counter.session.requireToken()
  const found = await counter.core().ask('simBox', { query: { first, last }, clerkToken })
  return { first, last, ...found }
}

/** Twice: a pull that is under way already may have asked before the core had the box. */
async function followFeed({ puller, log }: Counter): Promise<void> {
  try {
    await puller.pull()
    await puller.pull()
  } catch (error) {
    // What the core has taken shows here as soon as it can be reached.
    log('warn', 'stock.noFeed', { code: error instanceof AppError ? error.code : 'INTERNAL' })
  }
}

/** Throws by the state of the card unless it is a free one of this office; one whose lease has ended may go too. */
async function writableOff(counter: Counter, card: string): Promise<Sim> {
  const iccid = await readCard(counter, card)
  const sim = await counter.store.read((tx) => findSim(tx, iccid))
  if (!sim) throw new AppError('ICCID_UNKNOWN')
  if (sim.officeId !== counter.device().officeId) throw new AppError('ICCID_OTHER_OFFICE')
  simStateAfter(sim.state, 'damage')
  return sim
}

/** The ICCID of a card as scanned or typed; 18 digits are completed from the stock. Throws ICCID_… */
export async function readCard({ store }: Counter, text: string): Promise<string> {
  const read = parseIccid(text)
  if (read.ok) return read.value
  if (read.code !== 'ICCID_NO_CHECK_DIGIT') throw new AppError(read.code, read.params)
  const completed = completeIccid(iccidDigits(text), await store.read(listIccids))
  if (!completed.ok) throw new AppError(completed.code)
  return completed.value
}
