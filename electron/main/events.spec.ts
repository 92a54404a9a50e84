import { beforeEach, describe, expect, it } from 'vitest'
import { makeEventSender, type EventSender } from './events'
import { orderView } from './testing/store'

const status = {
  core: 'online',
  since: '2026-11-23T05:00:00.000Z',
  kind: 'training',
  slow: false,
  reconciling: false,
  unsent: 0,
  attention: 0,
  clockSeconds: 0,
} as const
const visitEnded = { visitId: '0193a1b2-7c00-7000-8000-00000000000a', reason: 'locked' } as const

let sent: [string, unknown][]
let broken: [string, string][]
let isSignedIn: boolean
let events: EventSender

beforeEach(() => {
  sent = []
  broken = []
  isSignedIn = true
  events = makeEventSender({
    send: (name, payload) => void sent.push([name, payload]),
    isSignedIn: () => isSignedIn,
    onBroken: (name, path) => void broken.push([name, path]),
  })
})

describe('events', () => {
  it('wait until the page listens and then come in order', () => {
    events.send('app.statusChanged', status)
    events.send('visit.ended', visitEnded)
    expect(sent).toEqual([])
    events.pageReady()
    events.send('app.statusChanged', { ...status, unsent: 1 })
    expect(sent.map(([name]) => name)).toEqual(['app.statusChanged', 'visit.ended', 'app.statusChanged'])
  })

  it('meant for a page that has gone do not reach the next one', () => {
    events.pageReady()
    events.pageGone()
    events.send('visit.ended', visitEnded)
    events.pageGone()
    events.pageReady()
    expect(sent).toEqual([])
  })

  it('of orders come to a signed-in clerk only', () => {
    events.pageReady()
    isSignedIn = false
    events.send('order.changed', orderView('0193a1b2-7c00-7000-8000-000000000001'))
    events.send('app.statusChanged', status)
    expect(sent.map(([name]) => name)).toEqual(['app.statusChanged'])
  })

  it('lose fields the contract does not name, and are not sent at all when they break it', () => {
    events.pageReady()
    events.send('app.statusChanged', { ...status, secret: 1 } as never)
    events.send('app.statusChanged', { ...status, unsent: -1 })
    expect(sent).toEqual([['app.statusChanged', status]])
    expect(broken).toEqual([['app.statusChanged', 'unsent']])
  })
})
