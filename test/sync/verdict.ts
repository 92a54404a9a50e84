import { openReader } from '#db/connection'
import { sha256, type OutboxRow } from '#db/outbox/outbox'
import type { Sim } from '#db/repositories/stock'
import { characteristicsToRecord } from '#domain/core/common'
import { isFeedKind } from '#domain/core/feed'
import { productOrderCreate } from '#domain/core/order'
import type { StoreLocation } from '#electron/link/store-api'
import type { HistoryEntry } from '#test/core/history'
import { missingKey, type Screen, type Violation } from './screen'

type Effect = Extract<HistoryEntry, { entry: 'effect' }>
type FeedItem = { kind: string; id: string; version: number; body: unknown }

export interface Stored {
  outbox: OutboxRow[]
  sims: Sim[]
  reference: { kind: string; id: string; body: string | null }[]
}

export interface Ended {
  screen: Screen
  stored: Stored
  /** Ids on the list of what needs attention. */
  attention: ReadonlySet<string>
  history: readonly HistoryEntry[]
  feed: readonly FeedItem[]
}

export async function readStore(location: StoreLocation): Promise<Stored> {
  const store = await openReader(location)
  try {
    return await store.read(async (tx) => ({
      outbox: await tx('outbox').orderBy('seq'),
      sims: await tx('sim_stock'),
      reference: await tx('reference_item'),
    }))
  } finally {
    await store.close()
  }
}

/** Everything that must hold once a history has come to its end: between what was told, what is stored and what the core did. */
export function judge(ended: Ended): Violation[] {
  const { screen } = ended
  return [
    ...screen.violations,
    ...doubled(ended),
    ...strange(ended),
    ...[...screen.told.values()].flatMap(({ view }) => fateOf(ended, view)),
    ...outOfOrder(ended),
    ...simsGivenTwice(ended),
    ...feedLost(ended),
  ]
}

function effectsOf({ history }: Ended, kind: Effect['kind']): string[] {
  return history.flatMap((entry) => (entry.entry === 'effect' && entry.kind === kind ? [entry.commandId ?? ''] : []))
}

function doubled(ended: Ended): Violation[] {
  const kinds = ['orderAccepted', 'orderApplied', 'feeCharged', 'simMoved'] as const
  return kinds.flatMap((kind) => repeated(effectsOf(ended, kind))).map((about) => ({ kind: 'twice', about }))
}

/** Orders that nobody asked for: an old wish under a new id. */
function strange(ended: Ended): Violation[] {
  const asked = new Set(ended.screen.asked.map(({ id }) => id))
  const unasked = effectsOf(ended, 'orderAccepted').filter((id) => !asked.has(id))
  return unasked.map((about) => ({ kind: 'keyMadeAnew', about }))
}

/** Of one that was told as accepted: applied exactly once, or shown as needing a person. */
function fateOf(ended: Ended, view: { id: string; createdAt: string; msisdn: string }): Violation[] {
  const { id } = view
  const applied = effectsOf(ended, 'orderApplied').includes(id)
  const row = ended.stored.outbox.find((one) => one.id === id)
  const told = (kind: Violation['kind']): Violation[] => [{ kind, about: `${id} ${row?.state ?? 'gone'}` }]
  if (!row) return applied || !ended.screen.missing.has(missingKey(view)) ? told('lost') : []
  if (row.state === 'done') return applied ? [] : told('contradiction')
  if (applied) return told('contradiction')
  if (row.state !== 'rejected' && row.state !== 'dead') return told('stuck')
  const isShown = ended.attention.has(id) || ended.screen.withdrawn.has(id)
  return isShown ? [] : told('lost')
}

/** Orders of one number reach the core as they were placed, but for those that a person has sent again. */
function outOfOrder(ended: Ended): Violation[] {
  const accepted = effectsOf(ended, 'orderAccepted')
  const queues = new Map<string, number[]>()
  for (const row of ended.stored.outbox) {
    const turn = accepted.indexOf(row.id)
    if (turn < 0 || ended.screen.retried.has(row.id) || isTakenOver(row)) continue
    queues.set(row.aggregate, [...(queues.get(row.aggregate) ?? []), turn])
  }
  return [...queues.values()].flatMap((turns) => {
    const early = turns.find((turn, index) => turn < Math.max(...turns.slice(0, index)))
    return early === undefined ? [] : [{ kind: 'order' as const, about: accepted[early] ?? '' }]
  })
}

/** What a restored store took over from the core came into it later than it was placed. */
function isTakenOver({ id, payloadHash }: OutboxRow): boolean {
  return payloadHash === sha256(id)
}

function simsGivenTwice({ history, screen }: Ended): Violation[] {
  const given = history.flatMap((entry) => {
    return entry.entry === 'effect' && entry.kind === 'simMoved' ? [screen.iccidOf(entry.commandId ?? '') ?? ''] : []
  })
  return repeated(given).map((about) => ({ kind: 'simTwice', about }))
}

const forOrders = ['orderChanged', 'productChanged', 'simLease']

/** What the feed said last is what the store has. */
function feedLost({ feed, stored, attention }: Ended): Violation[] {
  const last = new Map<string, FeedItem>()
  for (const item of feed) last.set(`${item.kind} ${item.id}`, item)
  const said = [...last.values()].filter(({ kind }) => isFeedKind(kind) && !forOrders.includes(kind))
  const lost = said.filter(({ kind, id, body }) => {
    const row = stored.reference.find((one) => one.kind === kind && one.id === id)
    return JSON.stringify(row?.body ? JSON.parse(row.body) : null) !== JSON.stringify(body)
  })
  const leases = [...last.values()].filter(({ kind }) => kind === 'simLease')
  const wrong = leases.filter((item) => !isLeaseKnown(item, { stored, attention }))
  return [...lost, ...wrong].map(({ kind, id }) => ({ kind: 'feed', about: `${kind} ${id}` }))
}

function isLeaseKnown({ id, body }: FeedItem, { stored, attention }: Pick<Ended, 'stored' | 'attention'>): boolean {
  const { state, fence } = body as { state: string; fence: number }
  const sim = stored.sims.find(({ iccid }) => iccid === id)
  if (!sim || sim.fence !== fence) return false
  // A claim stays while a person has not decided on its order.
  return sim.state === state || (sim.state === 'reserved' && attention.has(sim.reservedBy ?? ''))
}

function repeated(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}

/** Fence of each SIM that a frozen order asks for. */
export function fencesOf({ payload }: OutboxRow): { iccid: string; fence: number }[] {
  if (payload === null) return []
  const { productOrderItem } = productOrderCreate.parse(JSON.parse(payload))
  return productOrderItem.flatMap(({ product }) => {
    const { iccid, fence } = characteristicsToRecord(product.productCharacteristic)
    return typeof iccid === 'string' && typeof fence === 'number' ? [{ iccid, fence }] : []
  })
}
