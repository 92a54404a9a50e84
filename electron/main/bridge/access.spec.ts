import { describe, expect, it } from 'vitest'
import { callNames, callSpec } from '#domain/contract/index'
import { clerk, customer, mainFrame, msisdn, ours, ourId, sessionOf, supervisor, testBridge } from '../testing/bridge'
import { sampleOf } from '../testing/sample'
import type { SenderEvent } from './sender'

const everyRight = sessionOf(supervisor, customer)
const sender = ours.sender

const strangers: [string, SenderEvent][] = [
  ['no frame', { sender, senderFrame: null }],
  ['a sub-frame', { sender, senderFrame: { ...mainFrame, parent: mainFrame } }],
  ['a destroyed frame', { sender, senderFrame: { ...mainFrame, isDestroyed: () => true } }],
  ['destroyed contents', { sender: { id: ourId, isDestroyed: () => true }, senderFrame: mainFrame }],
  ['another window', { sender: { id: ourId + 1, isDestroyed: () => false }, senderFrame: mainFrame }],
  ...[
    'https://bundle/index.html',
    'app://evil/index.html',
    'evil://bundle/',
    'data:text/html,x',
    'about:blank',
    '',
  ].map((url): [string, SenderEvent] => [
    `a page at ${url || 'nowhere'}`,
    { sender, senderFrame: { ...mainFrame, url } },
  ]),
]

/** Sessions that are not enough, by what a channel demands. */
const refusals = {
  none: [],
  signedIn: [['nobody signed in', sessionOf(), 'NOT_SIGNED_IN']],
  supervisor: [
    ['nobody signed in', sessionOf(), 'NOT_SIGNED_IN'],
    ['a clerk without the role', sessionOf(clerk), 'NO_RIGHT'],
  ],
  customer: [
    ['nobody signed in', sessionOf(undefined, customer), 'NOT_SIGNED_IN'],
    ['no verified customer', sessionOf(clerk), 'NO_CUSTOMER_SESSION'],
    ['another number', sessionOf(clerk, { ...customer, numbers: ['77010000002'] }), 'NO_CUSTOMER_SESSION'],
    ['no number at all', sessionOf(clerk, { ...customer, numbers: [] }), 'NO_CUSTOMER_SESSION'],
    ["another clerk's customer", sessionOf(clerk, { ...customer, clerkId: 'c2' }), 'NO_CUSTOMER_SESSION'],
  ],
} as const

it("admits each of a person's numbers", async () => {
  const numbers = ['77010000002', msisdn]
  const { bridge } = testBridge(sessionOf(clerk, { ...customer, numbers }))
  for (const number of numbers) {
    expect(await bridge.dispatch('visit.customer', ours, { msisdn: number })).toMatchObject({ ok: true })
  }
})

describe.each(callNames)('channel %s', (name) => {
  const spec = callSpec(name)
  const good = sampleOf(spec.input)

  it('answers our own page with every right', async () => {
    const { bridge, reached } = testBridge(everyRight)
    expect(await bridge.dispatch(name, ours, good)).toMatchObject({ ok: true })
    expect(reached).toEqual([name])
  })

  it.each(strangers)('refuses %s', async (_who, event) => {
    const { bridge, reached } = testBridge(everyRight)
    const answer = await bridge.dispatch(name, event, good)
    expect(answer).toEqual({
      ok: false,
      error: { code: 'FOREIGN_SENDER', params: {}, retryable: false, ref: 'REF00001' },
    })
    expect(reached).toEqual([])
  })

  const fields = Object.keys(good as object)
  const malformed = [
    undefined,
    null,
    7,
    'text',
    [],
    ...fields.map((field) => ({ ...(good as object), [field]: { $: 1 } })),
  ]
  it.each(malformed.map((input) => [input]))('refuses the malformed payload %j', async (input) => {
    const { bridge, reached } = testBridge(everyRight)
    expect(await bridge.dispatch(name, ours, input)).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } })
    expect(reached).toEqual([])
  })

  it.each(refusals[spec.access].map((row) => [...row] as const))('refuses with %s', async (_what, session, code) => {
    const { bridge, reached } = testBridge(session)
    expect(await bridge.dispatch(name, ours, good)).toMatchObject({ ok: false, error: { code } })
    expect(reached).toEqual([])
  })
})
