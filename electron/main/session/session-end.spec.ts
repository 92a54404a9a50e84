import { describe, expect, it } from 'vitest'
import { AppError } from '#domain/errors'
import { sessionEnd } from './session-end'
import { msisdn } from '../testing/bridge'
import { recordingLog } from '../testing/log'
import { fakeStore } from '../testing/store'

const visit = { visitId: '0193a1b2-7c00-7000-8000-00000000000a', msisdn }

function ending(o: { endVisit?: () => Promise<void>; removed?: boolean } = {}) {
  const order: string[] = []
  const log = recordingLog()
  const { store } = fakeStore({
    endVisit: async () => {
      order.push('store')
      await o.endVisit?.()
    },
    signOut: () => Promise.reject(new AppError('HOST_RESTARTED')),
  })
  const hooks = sessionEnd({
    store,
    log,
    events: { send: (name: string) => void order.push(name) } as never,
    slips: { end: () => ['slip-1'] } as never,
    visitPapers: { endVisit: () => ['p1'] },
    reports: { endVisit: async () => (order.push('reports'), ['r1']) } as never,
    printJobs: { handedOver: async () => void order.push('handed over') },
    spool: { remove: async (ids: string[]) => (order.push(`spool ${ids.join()}`), o.removed ?? true) } as never,
    replacePage: () => void order.push('page'),
    forgetCommands: () => void order.push('commands'),
  })
  return { hooks, order, log }
}

describe('the end of a visit', () => {
  it('tells the page, stops the reports, purges the store and removes the papers', async () => {
    const { hooks, order } = ending()
    await hooks.visitEnded(visit, 'finished')
    expect(order).toEqual(['visit.ended', 'reports', 'store', 'handed over', 'spool r1,p1'])
  })

  it('goes on when the store cannot answer or a viewer holds a paper, and notes both', async () => {
    const { hooks, order, log } = ending({
      endVisit: () => Promise.reject(new AppError('STORE_CLOSED')),
      removed: false,
    })
    await hooks.visitEnded(visit, 'finished')
    expect(order.at(-1)).toBe('spool r1,p1')
    expect(log.events()).toEqual(['visit.end', 'spool.kept'])
    expect(log.lines.join('')).not.toContain(msisdn)
  })
})

it('signing out forgets the answers and removes the slips of this clerk, even when the store cannot be told', async () => {
  const { hooks, order, log } = ending()
  await hooks.signedOut()
  expect(order).toEqual(['commands', 'handed over', 'spool slip-1'])
  expect(log.events()).toEqual(['session.signOut'])
})
