import type { Knex } from 'knex'
import type { SimBoxAnswer } from '#domain/core/stock'
import type { AnswerOf } from '#domain/core/endpoints'
import { readBox, type SimBox } from '#domain/simBox'
import { DAY, isoAt } from '../clock'
import { once } from '../commands'
import type { Context, Handler } from '../context'
import { appendFeed } from '../feed'
import { leaseBodyOf } from '../generator/seed'
import { CoreProblem } from '../problem'
import { rolesOf } from '../roles'
import type { ClerkRow, SimRow, StockEntryRow } from '../rows'

const leasedFor = 90 * DAY
type Standing = Exclude<keyof SimBoxAnswer, 'cards' | 'unknown'>

export const simBox: Handler<'simBox'> = async ({ tx, query, device, clerk }) => {
  mustSupervise(clerk())
  const box = boxOf(query)
  const standings = (await cardsOf(tx, box)).map((sim) => standingOf(sim, device().office_id))
  const counted = (standing: Standing) => standings.filter((one) => one === standing).length
  return {
    cards: box.count,
    fresh: counted('fresh'),
    here: counted('here'),
    elsewhere: counted('elsewhere'),
    spent: counted('spent'),
    unknown: box.count - standings.length,
  }
}

export const receiveSims: Handler<'receiveSims'> = (context) => {
  mustSupervise(context.clerk())
  return once(context, context.body, () => receive(context))
}

/** The cards are locked in the order of their numbers, so that two receipts of one box do not wait for each other. */
async function receive(context: Context<'receiveSims'>): Promise<AnswerOf<'receiveSims'>> {
  const { tx, now, body, device, effect } = context
  const office = device().office_id
  const fresh = (await cardsOf(tx, boxOf(body), 'forChange')).filter((sim) => standingOf(sim, office) === 'fresh')
  if (fresh.length !== body.fresh) throw new CoreProblem(409, 'STOCK_CHANGED', { count: fresh.length })
  const lease = { lease_office: office, lease_until: isoAt(now + leasedFor) }
  for (const sim of fresh) {
    const after = { ...sim, ...lease, fence: (sim.fence ?? 0) + 1 }
    await tx<SimRow>('sims')
      .where({ iccid: sim.iccid })
      .update({ ...lease, fence: after.fence })
    await tellLease(tx, after)
  }
  await keep(context, 'receipt')
  effect({ kind: 'simsReceived', commandId: body.commandId })
  return { received: fresh.length }
}

export const damageSim: Handler<'damageSim'> = (context) => once(context, context.body, () => damage(context))

async function damage(context: Context<'damageSim'>): Promise<AnswerOf<'damageSim'>> {
  const { tx, body, device, effect } = context
  const sim = await tx<SimRow>('sims').where({ iccid: body.iccid }).forUpdate().first()
  if (!sim) throw new CoreProblem(422, 'ICCID_UNKNOWN')
  if (sim.lease_office !== device().office_id) throw new CoreProblem(422, 'ICCID_OTHER_OFFICE')
  if (sim.usage_state === 'active') throw new CoreProblem(422, 'ICCID_RESERVED')
  if (sim.usage_state === 'busy') throw new CoreProblem(422, 'ICCID_USED')
  if (sim.resource_status === 'suspended') throw new CoreProblem(422, 'ICCID_DAMAGED')
  if (sim.fence !== body.fence) throw new CoreProblem(409, 'FENCE_STALE')
  const after: SimRow = { ...sim, resource_status: 'suspended' }
  await tx<SimRow>('sims').where({ iccid: sim.iccid }).update({ resource_status: after.resource_status })
  await tellLease(tx, after)
  await keep(context, 'damage')
  effect({ kind: 'simDamaged', commandId: body.commandId, id: sim.id })
  return leaseBodyOf(after)
}

export const recountSims: Handler<'recountSims'> = (context) => {
  mustSupervise(context.clerk())
  return once(context, context.body, async () => {
    await keep(context, 'recount')
    context.effect({ kind: 'simsRecounted', commandId: context.body.commandId })
    return { takenAt: isoAt(context.now) }
  })
}

function mustSupervise(clerk: ClerkRow): void {
  if (!rolesOf(clerk).includes('supervisor')) throw new CoreProblem(403, 'NO_RIGHT')
}

function boxOf({ first, last }: { first: string; last: string }): SimBox {
  const read = readBox(first, last)
  if (!read.ok) throw new CoreProblem(422, read.code, read.params)
  return read.value
}

/** Numbers of one length, so that their order as text is that of the numbers. */
async function cardsOf(tx: Knex, { first, last }: SimBox, how?: 'forChange'): Promise<SimRow[]> {
  const found = tx<SimRow>('sims')
    .whereBetween('iccid', [first, last])
    .whereRaw('length(iccid) = ?', [first.length])
    .orderBy('iccid')
  return how === 'forChange' ? await found.forUpdate() : await found
}

function standingOf(sim: SimRow, office: string): Standing {
  if (sim.usage_state === 'busy' || sim.resource_status === 'suspended') return 'spent'
  if (sim.lease_office === null) return 'fresh'
  return sim.lease_office === office ? 'here' : 'elsewhere'
}

async function tellLease(tx: Knex, sim: SimRow): Promise<void> {
  await appendFeed(tx, { kind: 'simLease', id: sim.iccid, body: leaseBodyOf(sim), officeId: sim.lease_office })
}

/** What a counter has reported, for the operator's people. */
async function keep(
  { tx, now, body, device, clerk }: Context<'receiveSims' | 'damageSim' | 'recountSims'>,
  kind: StockEntryRow['kind'],
): Promise<void> {
  await tx<StockEntryRow>('stock_entries').insert({
    command_id: body.commandId,
    kind,
    office_id: device().office_id,
    clerk_id: clerk().id,
    at: isoAt(now),
    body: JSON.stringify(body),
  })
}
