import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openStore } from '../openStore'
import { addTestVisit, keyHex, start, stoppedClock, tempDir, visitId } from '../spec/tempStore'
import { visitsInMemory } from './0006-visits-in-memory'
import { migrations } from './index'

const before = migrations.filter(({ id }) => id < visitsInMemory.id)

it('takes away the answers that an interrupted visit has left, and keeps the visit', async () => {
  const dir = tempDir()
  const location = { file: join(dir, 'office.db'), keyHex }
  const opening = { location, backupDir: join(dir, 'backups'), clock: stoppedClock() }
  const old = await openStore({ ...opening, migrations: before })
  await old.write(async (tx) => {
    await addTestVisit(tx)
    await tx('command_result').insert({ commandId: 'c', name: 'openVisit', visitId, answer: '{}', at: start })
  })
  await old.close()
  const store = await openStore(opening)
  onTestFinished(() => store.close())
  const tables: { name: string }[] = await store.read((tx) => tx('sqlite_master').where({ type: 'table' }))
  expect(tables.map(({ name }) => name)).not.toContain('command_result')
  expect(await store.read((tx) => tx('visit'))).toMatchObject([{ id: visitId }])
})
