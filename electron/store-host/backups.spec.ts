import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openStore } from '#db/openStore'
import { keyHex, stoppedClock, tempDir } from '#db/spec/tempStore'
import { createBackupKeeper } from './backups'

const hour = 3600 * 1000

/** Timers that run when told. */
async function keeperOf() {
  const dir = tempDir()
  const clock = stoppedClock()
  const location = { file: join(dir, 'office.db'), keyHex }
  const backupDir = join(dir, 'backups')
  const store = await openStore({ location, backupDir, clock })
  onTestFinished(() => store.close())
  const asked: number[] = []
  const log: string[] = []
  let due: (() => void) | undefined
  let waiting: (() => void) | undefined
  const timers = {
    set(ms: number, run: () => void) {
      asked.push(ms)
      due = run
      waiting?.()
      return () => (due = undefined)
    },
  }
  const keeper = createBackupKeeper({
    store,
    location,
    backupDir,
    clock,
    timers,
    log: (_level, event) => void log.push(event),
  })
  /** Until the backup has been taken and the next one asked for. */
  const fire = () => {
    const next = new Promise<void>((resolve) => (waiting = resolve))
    due?.()
    return next
  }
  const taken = () => readdirSync(backupDir).length
  return { keeper, clock, asked, log, fire, taken, backupDir, isDue: () => due !== undefined }
}

it('takes one an hour while the store is open', async () => {
  const { keeper, clock, asked, fire, taken, isDue } = await keeperOf()
  keeper.start()
  await fire()
  clock.advance(hour)
  await fire()
  expect([asked, taken()]).toEqual([[60_000, hour, hour], 2])
  await keeper.stop()
  expect([isDue(), taken()]).toEqual([false, 2])
})

it('waits until the last one is an hour old, also over a restart', async () => {
  const { keeper, clock, asked, log, taken } = await keeperOf()
  await keeper.stop()
  clock.advance(hour / 2)
  keeper.start()
  await keeper.stop()
  expect([asked, log, taken()]).toEqual([[hour / 2], ['backup.taken'], 1])
  clock.advance(hour / 2)
  await keeper.stop()
  expect(taken()).toBe(2)
})

it('goes on after one that failed, and says so', async () => {
  const { keeper, clock, asked, log, fire, backupDir } = await keeperOf()
  writeFileSync(backupDir, 'in the way')
  keeper.start()
  await fire()
  expect([asked, log]).toEqual([[60_000, hour], ['backup.failed']])
  clock.advance(hour)
  await keeper.stop()
  expect(log).toEqual(['backup.failed', 'backup.failed'])
})
