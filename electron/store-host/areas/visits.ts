import { numberView, type NumberView } from '#domain/contract/views'
import { readMaskedProduct, type Product } from '#domain/core/resources'
import { AppError } from '#domain/errors'
import type { AuditEntry } from '#db/audit'
import type { Store } from '#db/connection'
import { findCommandResult, purgeCommandResults, saveCommandResult } from '#db/repositories/commands'
import { findSetting, removeSetting, saveSetting } from '#db/repositories/settings'
import { purgeUsage } from '#db/repositories/usage'
import { addVisit, closeVisit, findVisit, listOpenVisits, type EndReason } from '#db/repositories/visits'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import { readAnswer } from '../core/readAnswer'
import type { Counter } from '../counter'
import { createPump, type Pump } from '../sync/pump'
import type { UsageFetches } from './usage'

type Opening = { commandId: string; clerkId: string }
type Own = { msisdn: string; productId: string }

export function visitsArea(
  counter: Counter,
  fetches: UsageFetches,
): Pick<StoreApi, 'openVisit' | 'openPersonVisit' | 'endVisit'> {
  const { store, session } = counter

  return {
    async openVisit({ commandId, clerkId, msisdn }) {
      const clerkToken = session.requireToken()
      const first = await store.read((tx) => findCommandResult(tx, commandId))
      if (first) return numberView.parse(first.answer)
      const query = { productSerialNumber: msisdn, fields: 'id,status,productCharacteristic' as const }
      const [found] = await counter.core().ask('productByNumber', { query, clerkToken, correlationId: commandId })
      if (!found) throw new AppError('NUMBER_UNKNOWN')
      const { id: productId, status, blocks } = readAnswer('productByNumber', () => readMaskedProduct(found))
      const view: NumberView = { visitId: counter.ids.uuid(), msisdn, status: statusOf(status), blocks }
      await open(counter, { commandId, clerkId }, view, { msisdn, productId })
      return view
    },

    async openPersonVisit(opening) {
      session.requireClerk()
      const first = await store.read((tx) => findCommandResult(tx, opening.commandId))
      if (first) return first.answer as { visitId: string }
      const view = { visitId: counter.ids.uuid() }
      await open(counter, opening, view)
      return view
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

async function open(
  counter: Counter,
  { commandId, clerkId }: Opening,
  answer: { visitId: string },
  own?: Own,
): Promise<void> {
  const { store, clock, session } = counter
  const { visitId } = answer
  const at = clock.iso()
  const facts = own ? { productId: own.productId } : { begins: 'document' }
  await unitOfWork(
    store,
    { clock, audit: { actor: clerkId, event: 'visitOpened', subject: visitId, facts } },
    async (tx) => {
      const { msisdn = null, productId = null } = own ?? {}
      await addVisit(tx, { id: visitId, clerkId, msisdn, productId, openedAt: at })
      await saveCommandResult(tx, { commandId, name: 'openVisit', visitId, answer, at })
    },
  )
  session.addVisit({ visitId, ...(own && { own }) })
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
      await purgeCommandResults(tx, { visitId: id })
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
  await store.write(async (tx) => {
    await purgeUsage(tx, { before })
    await purgeCommandResults(tx, { before })
  })
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
    await purgeCommandResults(tx, { visitId })
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
