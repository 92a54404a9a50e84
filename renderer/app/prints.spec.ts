import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PrintJobView } from '#domain/contract/printing'
import { usePrints } from './prints'

const job = (state: PrintJobView['state'], more: Partial<PrintJobView> = {}): PrintJobView => ({
  ...{ id: 'j1', paperId: 'p1', printer: 'Desk', copies: 2, troubles: [], createdAt: '2026-11-23T05:00:00.000Z' },
  state,
  ...more,
})

beforeEach(() => setActivePinia(createPinia()))

describe('what is chosen for a print', () => {
  const chosen = { printer: 'Desk', copies: '2', sides: 'two', pages: '1-2', reason: 'damaged' } as const

  it.each(['queued', 'printing', 'waiting', 'failed', 'cancelled'] as const)('is kept while it is %s', (state) => {
    const prints = usePrints()
    Object.assign(prints.draftOf('p1'), chosen)
    prints.take(job(state))
    expect(prints.draftOf('p1')).toEqual(chosen)
  })

  it.each(['done', 'handedOver'] as const)('begins anew once it is %s, at the same printer', (state) => {
    const prints = usePrints()
    Object.assign(prints.draftOf('p1'), chosen)
    Object.assign(prints.draftOf('p2'), chosen)
    prints.take(job(state))
    expect(prints.draftOf('p1')).toEqual({ printer: 'Desk', copies: '1', sides: 'two', pages: '', reason: '' })
    expect(prints.draftOf('p2')).toEqual(chosen)
  })

  it('goes with the visit', () => {
    const prints = usePrints()
    Object.assign(prints.draftOf('p1'), chosen)
    prints.forgetEnded()
    expect(prints.draftOf('p1').pages).toBe('')
  })
})

it('an answer that comes after the end of its job changes nothing', () => {
  const prints = usePrints()
  prints.take(job('failed'))
  prints.take(job('queued'))
  expect(prints.jobs).toMatchObject([{ state: 'failed' }])
  prints.take(job('queued', { id: 'j2' }))
  expect(prints.jobs.map(({ id }) => id)).toEqual(['j2', 'j1'])
})
