import { numberView, type NumberView } from '#domain/contract/views'
import { readMaskedProduct, type Product } from '#domain/core/resources'
import { AppError } from '#domain/errors'
import type { Store, WriteTx } from '#db/connection'
import { findCommandResult, purgeCommandResults, saveCommandResult } from '#db/repositories/commands'
import { findSetting, removeSetting, saveSetting } from '#db/repositories/settings'
import { purgeUsage } from '#db/repositories/usage'
import { addVisit, closeVisit, findVisit, listOpenVisits, type EndReason } from '#db/repositories/visits'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import { readAnswer } from '../core/readAnswer'
import type { Counter } from '../counter'
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

/** Visits that a crash left open end now, and what is older than a day goes in any case. */
export async function purgeLeftovers(counter: Pick<Counter, 'store' | 'clock'>): Promise<void> {
  const { store, clock } = counter
  for (const visit of await store.read(listOpenVisits)) await endVisit(counter, visit.id, 'expired', 'counter')
  const before = new Date(clock.now() - 24 * 3600 * 1000).toISOString()
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
  const audit = { actor, event: 'visitEnded', subject: visitId, facts: { reason } }
  await unitOfWork(store, { clock, audit }, (tx) => purgeVisit(tx, visitId, reason, clock.iso()))
}

async function purgeVisit(tx: WriteTx, visitId: string, reason: EndReason, at: string): Promise<void> {
  await purgeUsage(tx, { visitId })
  await purgeCommandResults(tx, { visitId })
  await closeVisit(tx, visitId, reason, at)
}

export function statusOf(state: Product['status']): NumberView['status'] {
  if (state === 'active') return 'active'
  return state === 'suspended' ? 'blocked' : 'inactive'
}
