import type { ErrorCode } from '#domain/errors'
import type { FaultRule } from '../../core/faults'
import { effectsOf, expect, expectNamed, test } from '../../fixtures/badDayTest'
import { CoreView } from '../../fixtures/coreView'
import { Counter } from '../../fixtures/pages/counter'
import { storedOrders } from '../../fixtures/store'
import type { Core } from '../../fixtures/test'

type Fault = FaultRule['fault']

/** How the core misbehaves, and by which name the clerk hears of it. */
const days: { name: string; code: ErrorCode; fault: Fault }[] = [
  { name: 'core-429', code: 'CORE_BUSY', fault: { kind: 'retryAfter', status: 429, seconds: 1, form: 'seconds' } },
  { name: 'core-5xx', code: 'CORE_FAULT', fault: { kind: 'status', status: 500 } },
  { name: 'core-html', code: 'CORE_ANSWER_MALFORMED', fault: { kind: 'html' } },
  { name: 'core-truncated-json', code: 'CORE_ANSWER_MALFORMED', fault: { kind: 'truncated', how: 'json' } },
  { name: 'core-truncated-body', code: 'CORE_UNREACHABLE', fault: { kind: 'truncated', how: 'length' } },
]

for (const { name, code, fault } of days) {
  test(`${name}: a question says what is wrong and may be asked again; an order gets through once`, async ({
    counter,
    core,
    page,
    userData,
    picture,
  }) => {
    core.setFaults([{ match: { endpoint: 'productByNumber' }, fault }])
    await counter.tryFind(core.facts.people.voluntary.msisdn)
    await expect(page.locator(`[data-code="${code}"]`).first()).toBeVisible({ timeout: 15_000 })
    await expectNamed(page, code, 'find-submit')
    await picture(page, name)
    expect(await storedOrders(userData)).toEqual([])

    core.setFaults([{ match: { endpoint: 'placeOrder' }, times: 1, fault }])
    await counter.openUnblock(core.facts.people.voluntary)
    await counter.confirm('unblock-submit')
    await expect(counter.order()).toHaveAttribute('data-state', 'done', { timeout: 20_000 })
    expect(effectsOf(core, 'orderAccepted', 'blockLifted')).toEqual(['orderAccepted', 'blockLifted'])
    expect(await (await CoreView.of(core)).orders(core.facts.office.id)).toHaveLength(1)
    expect(await storedOrders(userData)).toMatchObject([{ state: 'done' }])
  })
}

test('core-slow: ten seconds are waited for in sight, the counter stays usable, the order is done once', async ({
  counter,
  core,
  page,
  userData,
  picture,
}) => {
  const slow = { kind: 'latency', ms: 10_000 } as const
  core.setFaults([{ match: { endpoint: 'productByNumber' }, fault: slow }])
  await counter.tryFind(core.facts.people.voluntary.msisdn)
  await expect(counter.byId('find-submit')).toHaveAttribute('aria-busy', 'true')
  await expectNamed(page, 'CORE_SLOW', 'attention-count')
  await picture(page, 'core-slow')
  await expect(counter.byId('number-status')).toBeVisible({ timeout: 20_000 })
  await expect(counter.byId('sync-state')).toHaveAttribute('data-core', 'online')
  await expect(page.locator('[data-code="CORE_SLOW"]')).toHaveCount(0)

  core.setFaults([{ match: { endpoint: 'placeOrder' }, fault: slow }])
  await counter.verify(core.facts.people.voluntary)
  await page.keyboard.press('F4')
  await counter.confirm('unblock-submit')
  await expect(counter.order()).toHaveAttribute('data-state', 'sending')
  await expectNamed(page, 'CORE_SLOW', 'op-detail')
  await expect(counter.order()).toHaveAttribute('data-state', 'done', { timeout: 20_000 })
  expect(effectsOf(core, 'orderAccepted', 'blockLifted')).toEqual(['orderAccepted', 'blockLifted'])
  expect(await storedOrders(userData)).toMatchObject([{ state: 'done' }])
})

test('token-revoked: the counter renews it by itself; signed off for good it says so and keeps the order', async ({
  counter,
  core,
  page,
  userData,
  picture,
}) => {
  await core.change.revoke.deviceTokens()
  await counter.openUnblock(core.facts.people.voluntary)
  await core.change.revoke.device()
  await page.keyboard.press('Control+Enter')
  await expect(counter.byId('outbox-count')).toHaveAttribute('data-count', '1')
  await expectNamed(page, 'DEVICE_REFUSED', 'signout')
  await picture(page, 'token-revoked')
  expect(effectsOf(core, 'orderAccepted')).toEqual([])
  await expect.poll(() => storedOrders(userData), 'between two tries').toMatchObject([{ state: 'pending' }])
})

// The counter's clock is this much ahead of the core's (negative: behind).
for (const minutes of [5, 30, -30]) {
  test.describe(`the clock is ${minutes} minutes wrong`, () => {
    test.use({ faults: [{ match: {}, fault: { kind: 'clockOffset', seconds: -minutes * 60 } }] })

    test(`clock-offset-${minutes}: said on the screen; orders carry the core's time and go through`, async ({
      counter,
      core,
      page,
      userData,
      picture,
    }) => {
      await counter.openUnblock(core.facts.people.voluntary)
      await expectNamed(page, 'CLOCK_WRONG', 'unblock-submit')
      await picture(page, `clock-offset-${minutes}`)
      await counter.confirm('unblock-submit')
      await expect(counter.order()).toHaveAttribute('data-state', 'done')
      const [order] = await (await CoreView.of(core)).orders(core.facts.office.id)
      const ahead = Date.now() - Date.parse(order?.requestedStartDate ?? '')
      expect(Math.round(ahead / 60_000)).toBe(minutes)
      expect(await storedOrders(userData)).toMatchObject([{ state: 'done' }])
    })
  })
}

test.describe('the clock is half an hour wrong', () => {
  // Ahead, so that the customer's session still holds when the core's clock goes back with the rule.
  const wrong: FaultRule = { match: {}, fault: { kind: 'clockOffset', seconds: 30 * 60 } }
  test.use({ faults: [wrong] })

  test('clock-blocks-reissue: said before anything is typed, nothing is ordered; put right the key is live again', async ({
    counter,
    core,
    page,
    userData,
    picture,
  }) => {
    await counter.receive(core.facts.people.main)
    await counter.chooseReissue({ iccid: core.facts.sims.free19[0]?.iccid ?? '', reason: 'LOST_STOLEN' })
    await expect(counter.byId('clock-note')).toContainText('30')
    await expectNamed(page, 'CLOCK_WRONG', 'reissue-iccid')
    await expect(counter.byId('reissue-submit')).toHaveAttribute('aria-disabled', 'true')
    await page.keyboard.press('Control+Enter')
    await picture(page, 'clock-blocks-reissue')
    core.setFaults([])
    await expect(counter.byId('clock-note')).toHaveCount(0, { timeout: 25_000 })
    await expect(page.locator('[data-code="CLOCK_WRONG"]')).toHaveCount(0)
    await expect(counter.byId('reissue-submit')).not.toHaveAttribute('aria-disabled', 'true')
    await expect(counter.byId('reissue-iccid')).not.toHaveValue('')
    expect(await storedOrders(userData)).toEqual([])
  })
})

/** Days on which the core takes the request and then refuses what it asks for. */
const refusals: { name: string; code: ErrorCode; fault: (core: Core) => Fault; jobs: 'unblock' | 'reissue' }[] = [
  {
    name: 'order-fails-later',
    code: 'ORDER_FAILED',
    fault: () => ({ kind: 'orderFails', code: 'ORDER_FAILED' }),
    jobs: 'unblock',
  },
  {
    name: 'price-changed',
    code: 'PRICE_CHANGED',
    fault: () => ({ kind: 'priceChanges', feeId: 'fee.simReissue.LOST_STOLEN', tiyn: 777_700 }),
    jobs: 'reissue',
  },
  { name: 'sim-lease-lost', code: 'ICCID_OTHER_OFFICE', fault: () => ({ kind: 'leaseLost' }), jobs: 'reissue' },
  { name: 'sim-fence-stale', code: 'FENCE_STALE', fault: () => ({ kind: 'fenceStale' }), jobs: 'reissue' },
]

for (const { name, code, fault, jobs } of refusals) {
  test(`${name}: told at the order, kept in the list with its choices, nothing done`, async ({
    counter,
    core,
    page,
    userData,
    picture,
  }) => {
    const { voluntary, main } = core.facts.people
    if (jobs === 'reissue') {
      await counter.receive(main)
      await counter.chooseReissue({ iccid: core.facts.sims.free19[0]?.iccid ?? '', reason: 'LOST_STOLEN' })
      await expect(counter.byId('reissue-submit')).toBeEnabled()
    } else await counter.openUnblock(voluntary)
    core.setFaults([{ match: { endpoint: 'placeOrder' }, fault: fault(core) }])
    await page.keyboard.press('Control+Enter')
    await expect(counter.order()).toHaveAttribute('data-state', 'rejected')
    await expectNamed(page, code, 'attention-count')
    await page.keyboard.press('F8')
    await expectNamed(page, code, 'attention-withdraw')
    await expect(counter.byId('attention-correct')).toBeEnabled()
    await picture(page, name)
    expect(effectsOf(core, 'orderApplied', 'blockLifted', 'simMoved', 'feeCharged')).toEqual([])
    expect(await storedOrders(userData)).toMatchObject([{ state: 'rejected', lastError: code }])
  })
}

test('core-protocol: both versions are named, questions work, nothing is accepted or written', async ({
  app,
  core,
  userData,
  relaunch,
  picture,
}) => {
  await app.close()
  core.setFaults([{ match: { endpoint: 'about' }, fault: { kind: 'protocol', min: 90, max: 99 } }])
  const { page } = await relaunch()
  const counter = new Counter(page)
  await expectNamed(page, 'CORE_PROTOCOL', 'signin-submit')
  await expect(counter.byId('system-alert')).toContainText('90')
  await counter.signIn(core.facts.clerks.clerk)
  await counter.openUnblock(core.facts.people.voluntary)
  await counter.confirm('unblock-submit')
  await expect(page.locator('[data-testid="error-banner"][data-code="CORE_PROTOCOL"]')).toBeVisible()
  await picture(page, 'core-protocol')
  expect(core.history().some((entry) => entry.entry === 'request' && entry.endpoint === 'placeOrder')).toBe(false)
  expect(await storedOrders(userData)).toEqual([])
})
