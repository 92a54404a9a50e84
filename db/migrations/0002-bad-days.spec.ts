import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Writer } from '../connection'
import { openStore } from '../openStore'
import { countOutbox, findOutboxRow } from '../outbox/outbox'
import { findOperation } from '../repositories/operations'
import { findVisit } from '../repositories/visits'
import { keyHex, operationId, start, stoppedClock, tempDir, visitId } from '../spec/tempStore'
import { first } from './0001-first'
import { badDays } from './0002-bad-days'
import type { Migration } from './migration'

const opened = (dir: string, migrations: readonly Migration[]) =>
  openStore({
    location: { file: join(dir, 'office.db'), keyHex },
    backupDir: join(dir, 'backups'),
    clock: stoppedClock(),
    migrations,
  })

/** A visit with a SIM that is reserved, rows of usage and an order in each state, as the first version wrote them. */
async function fillFirst(store: Writer): Promise<void> {
  await store.write(async (tx) => {
    const visit = { id: visitId, clerkId: 'clerk-1', msisdn: '77010000001', productId: 'prod-1', openedAt: start }
    await tx('visit').insert(visit)
    for (const [index, state] of ['pending', 'sent', 'done', 'rejected', 'dead'].entries()) {
      const id = operationId(index)
      const times = { createdAt: start, changedAt: start }
      const common = { visitId, clerkId: 'clerk-1', msisdn: `7701000000${index}`, productId: `prod-${index}` }
      await tx('operation').insert({ id, ...common, operations: '["unblock"]', requestHash: id, ...times })
      const frozen = { payload: '{}', payloadHash: id, schemaVersion: 1, baseVersion: 1, nextAt: start }
      await tx('outbox').insert({ id, aggregate: common.msisdn, kind: 'order', ...frozen, state, ...times })
    }
    const sim = { iccid: '8', officeId: 'o', until: start, fence: 1, simKind: 'physical', formFactor: 'x', version: 1 }
    await tx('sim_stock').insert({ ...sim, state: 'reserved', reservedBy: operationId(1) })
    const fetch = { key: 1, id: 'f', visitId, productId: 'prod-1', fromAt: start, toAt: start, expectedRows: 1 }
    await tx('usage_fetch').insert({ ...fetch, state: 'fetching', createdAt: start })
  })
}

it('keeps every row and reference of a store of the first version, and allows what is new', async () => {
  const dir = tempDir()
  const before = await opened(dir, [first])
  await fillFirst(before)
  await before.close()
  const store = await opened(dir, [first, badDays])
  onTestFinished(() => store.close())
  const known = { evidence: false, productId: 'prod-3', state: 'rejected', errorParams: {}, replaces: null }
  expect(await store.read((tx) => findOperation(tx, operationId(3)))).toMatchObject(known)
  expect(await store.read((tx) => findVisit(tx, visitId))).toMatchObject({ productId: 'prod-1', msisdn: '77010000001' })
  expect(await store.read((tx) => findOutboxRow(tx, operationId(4)))).toMatchObject({ state: 'dead', settledAt: null })
  expect(await store.read(countOutbox)).toEqual({ unsent: 1, open: 1, attention: 2 })
  expect(await store.read((tx) => tx('sim_stock').select('reserved_by'))).toEqual([{ reservedBy: operationId(1) }])
  expect(await store.read((tx) => tx('usage_fetch').select('id'))).toHaveLength(1)
  await store.write((tx) => tx('visit').insert({ id: 'v2', clerkId: 'clerk-1', openedAt: start }))
  const broken = { params: { sqlite: 'SQLITE_CONSTRAINT' } }
  await expect(store.write((tx) => tx('visit').where({ id: visitId }).delete())).rejects.toMatchObject(broken)
  const noProduct = store.write((tx) =>
    tx('operation')
      .where({ id: operationId(0) })
      .update({ productId: null }),
  )
  await expect(noProduct, 'only evidence does without a product').rejects.toMatchObject(broken)
})
