import type { NumberView } from '#domain/contract/views'
import { readMaskedProduct, type Product } from '#domain/core/resources'
import { AppError } from '#domain/errors'
import type { AuditEntry } from '#db/audit'
import type { Store } from '#db/connection'
import { findSetting, removeSetting, saveSetting } from '#db/repositories/settings'
import { purgeUsage } from '#db/repositories/usage'
import { addVisit, closeVisit, findVisit, listOpenVisits, type EndReason } from '#db/repositories/visits'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import { readAnswer } from '../core/readAnswer'
import type { Counter } from '../counter'
import type { NewVisit } from '../session'
import { createPump, type Pump } from '../sync/pump'
import type { UsageFetches } from './usage'

type Opening = { commandId: string; clerkId: string }

export function visitsArea(
  counter: Counter,
  fetches: UsageFetches,
): Pick<StoreApi, 'openVisit' | 'openPersonVisit' | 'endVisit'> {
  const { store, session } = counter
  const numberVisits = onePerKey<NumberView>()
  const personVisits = onePerKey<{ visitId: string }>()

  async function openByNumber(opening: Opening & { msisdn: string }, clerkToken: string): Promise<NumberView> {
    const { commandId, clerkId, msisdn } = opening
    const query = { productSerialNumber: msisdn, fields: 'id,status,productCharacteristic' as const }
    const [found] = await counter.core().ask('productByNumber', { query, clerkToken, correlationId: commandId })
    if (!found) throw new AppError('NUMBER_UNKNOWN')
    const { id: productId, status, blocks } = readAnswer('productByNumber', () => readMaskedProduct(found))
    const view: NumberView = { visitId: counter.ids.uuid(), msisdn, status: statusOf(status), blocks }
    await open(counter, clerkId, { visitId: view.visitId, commandId, own: { msisdn, productId }, view })
    return view
  }

  async function openByDocument({ commandId, clerkId }: Opening): Promise<{ visitId: string }> {
    const visitId = counter.ids.uuid()
    await open(counter, clerkId, { visitId, commandId })
    return { visitId }
  }

  return {
    async openVisit(opening) {
      const clerkToken = session.requireToken()
      const { commandId } = opening
      const first = session.openedBy(commandId)?.view
      return first ?? (await numberVisits(commandId, () => openByNumber(opening, clerkToken)))
    },

    async openPersonVisit(opening) {
      session.requireClerk()
      const { commandId } = opening
      const { visitId } = session.openedBy(commandId) ?? (await personVisits(commandId, () => openByDocument(opening)))
      return { visitId }
    },

    async endVisit({ visitId, reason }) {
      session.dropVisit(visitId)
      await fetches.abandon(visitId)
      const visit = await store.read((tx) => findVisit(tx, visitId))
      if (!visit || visit.endedAt !== null) return
      await endVisit(counter, visitId, reason, visit.clerkId)
    },
  }
}

/** A command that comes again while it is at work gets what that gives, as it later does from the visit. */
function onePerKey<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<T>>()
  return (key, work) => {
    const first = running.get(key)
    if (first) return first
    const own = work().finally(() => running.delete(key))
    running.set(key, own)
    return own
  }
}

async function open(counter: Counter, clerkId: string, visit: NewVisit): Promise<void> {
  const { store, clock, session } = counter
  const { visitId, own } = visit
  const facts = own ? { productId: own.productId } : { begins: 'document' }
  await unitOfWork(
    store,
    { clock, audit: { actor: clerkId, event: 'visitOpened', subject: visitId, facts } },
    async (tx) => {
      const { msisdn = null, productId = null } = own ?? {}
      await addVisit(tx, { id: visitId, clerkId, msisdn, productId, openedAt: clock.iso() })
    },
  )
  session.addVisit(visit)
}

/** Setting of a store that was closed during a visit. */
const midVisitSetting = 'visit.interrupted'

/** Not worth a failure: whoever comes next only does not hear of it. */
export async function noteMidVisit({ store, clock, log }: Pick<Counter, 'store' | 'clock' | 'log'>): Promise<void> {
  await store
    .write((tx) => saveSetting(tx, midVisitSetting, clock.iso()))
    .catch((error: unknown) => log('warn', 'visit.note', { code: error instanceof AppError ? error.code : 'INTERNAL' }))
}

/** Whether the last run ended during a visit, by a crash or by being closed. Told once. */
export async function endedMidVisit(store: Store): Promise<boolean> {
  const [open, noted] = await store.read((tx) => Promise.all([listOpenVisits(tx), findSetting(tx, midVisitSetting)]))
  if (noted !== undefined) await store.write((tx) => removeSetting(tx, midVisitSetting))
  return noted !== undefined || open.length > 0
}

/**
 * Visits that a crash left open end now. What was fetched for them stays: a customer who is verified again need not wait for
 * it twice.
 */
export async function endLeftovers(counter: Pick<Counter, 'store' | 'clock'>): Promise<void> {
  const { store, clock } = counter
  for (const { id } of await store.read(listOpenVisits)) {
    await unitOfWork(store, { clock, audit: endOf(id, 'expired', 'counter') }, async (tx) => {
      await closeVisit(tx, id, 'expired', clock.iso())
    })
  }
  await purgeOld(counter)
}

const dayMs = 24 * 3600 * 1000
const hourMs = 3600 * 1000

/** Lets go each hour what belongs to customers and is older than a day. */
export function createPurger(counter: Pick<Counter, 'store' | 'clock' | 'timers' | 'log'>): Pump {
  const purge = async () => {
    await purgeOld(counter)
    return hourMs
  }
  return createPump(purge, counter.timers, (error) => {
    counter.log('error', 'purge.fault', { code: error instanceof AppError ? error.code : 'INTERNAL' })
  })
}

async function purgeOld({ store, clock }: Pick<Counter, 'store' | 'clock'>): Promise<void> {
  const before = new Date(clock.now() - dayMs).toISOString()
  await store.write((tx) => purgeUsage(tx, { before }))
}

async function endVisit(
  counter: Pick<Counter, 'store' | 'clock'>,
  visitId: string,
  reason: EndReason,
  actor: string,
): Promise<void> {
  const { store, clock } = counter
  await unitOfWork(store, { clock, audit: endOf(visitId, reason, actor) }, async (tx) => {
    await purgeUsage(tx, { visitId })
    await closeVisit(tx, visitId, reason, clock.iso())
  })
}

function endOf(visitId: string, reason: EndReason, actor: string): AuditEntry {
  return { actor, event: 'visitEnded', subject: visitId, facts: { reason } }
}

export function statusOf(state: Product['status']): NumberView['status'] {
  if (state === 'active') return 'active'
  return state === 'suspended' ? 'blocked' : 'inactive'
}
