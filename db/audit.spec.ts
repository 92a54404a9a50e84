import { describe, expect, it } from 'vitest'
import { verifyAudit } from './audit'
import { isConstraintFault } from './faults'
import { addTestOrder, addTestVisit, operationId, start, stoppedClock, tempStore, visitId } from './spec/tempStore'
import { unitOfWork } from './unitOfWork'

const clock = stoppedClock()
const entry = (event: string) => ({ clock, audit: { actor: 'clerk-1', event, subject: visitId } })

async function storeWithJournal(rows: number) {
  const { store } = await tempStore()
  for (let row = 1; row <= rows; row++) await unitOfWork(store, entry(`event${row}`), async () => undefined)
  return store
}

describe('a unit of work', () => {
  it('leaves business, outbox and journal rows together', async () => {
    const { store } = await tempStore()
    await unitOfWork(store, entry('orderPlaced'), async (tx) => {
      await addTestVisit(tx)
      await addTestOrder(tx, operationId(1), '77010000001')
    })
    for (const table of ['operation', 'outbox', 'audit'])
      expect(await store.read((tx) => tx(table).select())).toHaveLength(1)
    expect(await store.read((tx) => tx('audit').first())).toMatchObject({ seq: 1, at: start, event: 'orderPlaced' })
  })

  it('leaves nothing when it fails in the middle', async () => {
    const { store } = await tempStore()
    const work = unitOfWork(store, entry('orderPlaced'), async (tx) => {
      await addTestVisit(tx)
      await addTestOrder(tx, operationId(1), '77010000001')
      await addTestOrder(tx, operationId(1), '77010000001')
    })
    expect(await work.catch((error: unknown) => isConstraintFault(error))).toBe(true)
    for (const table of ['visit', 'operation', 'outbox', 'audit']) {
      expect(await store.read((tx) => tx(table).select())).toEqual([])
    }
  })
})

describe('the journal', () => {
  it('refuses to be changed or shortened', async () => {
    const store = await storeWithJournal(2)
    const attempts = [
      store.write((tx) => tx('audit').where({ seq: 1 }).update({ actor: 'clerk-2' })),
      store.write((tx) => tx('audit').where({ seq: 2 }).delete()),
    ]
    expect(await Promise.all(attempts.map((attempt) => attempt.catch(isConstraintFault)))).toEqual([true, true])
    expect(await store.read(verifyAudit)).toMatchObject({ rows: 2 })
    expect((await store.read(verifyAudit)).brokenAt).toBeUndefined()
  })

  it('shows where a row was changed or taken out behind its back', async () => {
    const store = await storeWithJournal(5)
    await store.write(async (tx) => {
      await tx.raw('DROP TRIGGER audit_no_update')
      await tx('audit').where({ seq: 3 }).update({ actor: 'clerk-2' })
    })
    expect((await store.read(verifyAudit)).brokenAt).toBe(3)
    await store.write(async (tx) => {
      await tx.raw('DROP TRIGGER audit_no_delete')
      await tx('audit').where({ seq: 2 }).delete()
    })
    expect((await store.read(verifyAudit)).brokenAt).toBe(3)
  })
})
