import { setTimeout as after } from 'node:timers/promises'
import { once } from 'node:events'
import sqlite3 from 'sqlite3'
import { v7 } from 'uuid'
import type { OrderLine } from '#domain/core/order'
import type { StoreLocation } from '#electron/link/store-api'
import { createStoreHost } from '#electron/store-host/host'
import { systemTimers } from '#electron/store-host/sync/pump'
import type { KnownPerson } from '#test/core/generator/facts'
import { systemClock } from '#test/core/clock'
import { presented } from '#test/core/harness'
import { tell } from './log'

/** What `recorder.ts` asks of the process whose writes it records. */
export interface Work {
  location: StoreLocation
  backupDir: string
  log: string
  core: { address: string; code: string }
  clerk: { clerkId: string; pin: string }
  people: KnownPerson[]
  iccids: string[]
  visits: number
  synchronous: 'FULL' | 'NORMAL' | 'OFF'
}

const ended = ['done', 'rejected', 'dead']

/** The whole store host as the application runs it, from an empty folder through visits to its orderly end. */
async function work(o: Work): Promise<void> {
  if (o.synchronous !== 'FULL') weaken(o.synchronous)
  const host = createStoreHost({
    clock: systemClock,
    ids: { uuid: () => v7() },
    fetch,
    log: () => undefined,
    timers: systemTimers,
    random: () => 0.5,
  })
  const open = new Set<string>()
  host.on('order', ({ id, state }) => {
    tell(o.log, { id, state })
    if (ended.includes(state)) open.delete(id)
  })
  const { api } = host
  await api.open({ location: o.location, backupDir: o.backupDir, ballastBytes: 0 })
  await api.enrol({ commandId: v7(), ...o.core, deviceName: 'Counter 3' })
  await api.signIn({ commandId: v7(), ...o.clerk })

  const place = async (visitId: string, msisdn: string, lines: OrderLine[]) => {
    const commandId = v7()
    open.add(commandId)
    const { id, state } = await api.placeOrder({ commandId, visitId, msisdn, lines })
    tell(o.log, { id, state })
  }
  for (let visit = 0; visit < o.visits; visit++) {
    const person = o.people[visit % o.people.length] as KnownPerson
    const { msisdn } = person
    const { visitId } = await api.openVisit({ commandId: v7(), clerkId: o.clerk.clerkId, msisdn })
    await api.verify({ commandId: v7(), visitId, msisdn, person: presented(person) })
    await place(visitId, msisdn, [{ operation: 'unblock', blockIds: person.blocks.map(({ id }) => id) }])
    const iccid = o.iccids[visit]
    if (iccid !== undefined) {
      const { fence } = await api.checkSim({ iccid })
      const quote = await api.quote({ msisdn, operation: 'simReissue', reason: 'LOST_STOLEN' })
      const { feeId, quoteId, tiyn, taxRate } = quote
      const fee = { feeId, quoteId, tiyn, taxRate }
      await place(visitId, msisdn, [{ operation: 'simReissue', reason: 'LOST_STOLEN', iccid, fence, fee }])
    }
    await api.endVisit({ visitId, reason: 'finished' })
  }
  while (open.size > 0) await after(20)
  await api.close({})
}

/** The pragma of every connection, for the runs that show what the check can see. */
function weaken(level: string): void {
  const { prototype } = sqlite3.Database
  const { exec } = prototype
  prototype.exec = function (this: sqlite3.Database, sql, callback) {
    return exec.call(this, sql.replace('synchronous=FULL', `synchronous=${level}`), callback)
  }
}

const [task] = (await once(process, 'message')) as [Work]
await work(task)
process.disconnect()
