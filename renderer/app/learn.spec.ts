import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { learn } from './learn'
import { useSession } from './session'

const answers = new Map<string, unknown>()
const asked: string[] = []
const page = { documentElement: { lang: '', dataset: {} } }

beforeEach(() => {
  setActivePinia(createPinia())
  answers.clear()
  asked.length = 0
  answers.set('session.current', { clerk: null, interrupted: false })
  const call = async (name: string) => {
    asked.push(name)
    return { ok: true, value: await answers.get(name) }
  }
  vi.stubGlobal('window', { bridge: { call, on: () => () => undefined } })
  vi.stubGlobal('document', page)
})
afterEach(() => vi.unstubAllGlobals())

const last = { enrolled: true, officeName: 'Алматы 42', language: 'kk' }

describe('what the first screen depends on', () => {
  it('is waited for at the first start', async () => {
    answers.set('app.lastInfo', null)
    answers.set('app.info', Promise.resolve({ ...last, enrolled: false }))
    await learn(() => undefined)
    expect(useSession().enrolled).toBe(false)
    expect(page.documentElement.lang).toBe('kk')
  })

  it('is what the last start said while the store opens', async () => {
    answers.set('app.lastInfo', last)
    answers.set('app.info', new Promise(() => undefined))
    await learn(() => undefined)
    expect(useSession().info).toEqual(last)
  })

  it.each([
    ['that it cannot be opened', { ...last, enrolled: false, storeError: 'STORE_CORRUPT' }, 0],
    ['another office', { ...last, officeName: 'Алматы 43' }, 0],
    ['that this counter is not enrolled', { ...last, enrolled: false }, 1],
  ])('gives way when the store says %s', async (_case, truth, times) => {
    const corrected = vi.fn()
    answers.set('app.lastInfo', last)
    answers.set('app.info', truth)
    await learn(corrected)
    await vi.waitFor(() => expect(useSession().info).toEqual(truth))
    expect(corrected).toHaveBeenCalledTimes(times)
  })
})
