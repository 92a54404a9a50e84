import { effectsOf, expect, expectNamed, test } from '../fixtures/badDayTest'
import { whenReady } from '../fixtures/app'
import { storedOrders } from '../fixtures/store'

test.describe('an order that the core refused', () => {
  test.use({
    faults: [{ match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'orderFails', code: 'ORDER_FAILED' } }],
  })

  test('corrected as a new order leaves the list; both stay in the store and only the new one is done', async ({
    counter,
    core,
    page,
    userData,
  }) => {
    const { voluntary } = core.facts.people
    await counter.openUnblock(voluntary)
    await page.keyboard.press('Control+Enter')
    await expect(counter.order()).toHaveAttribute('data-state', 'rejected')
    await expect(counter.byId('attention-count')).toHaveAttribute('data-count', '1')
    await page.keyboard.press('F8')
    await whenReady(page, 'attention')
    await expectNamed(page, 'ORDER_FAILED', 'attention-withdraw')
    await expect(counter.byId('attention-retry'), 'the core would only refuse it again').toHaveCount(0)
    await counter.press('attention-correct')
    await whenReady(page, 'verify')
    await counter.verify(voluntary)
    await page.keyboard.press('F4')
    await counter.confirm('unblock-submit')
    await expect(counter.byId('attention-count')).toHaveAttribute('data-count', '0')
    await expect.poll(() => effectsOf(core, 'blockLifted')).toHaveLength(1)
    await expect.poll(() => storedOrders(userData)).toMatchObject([{ state: 'rejected' }, { state: 'done' }])
  })

  test('blocks only its own number', async ({ counter, core, page }) => {
    const { voluntary, foreigner } = core.facts.people
    await counter.openUnblock(voluntary)
    await page.keyboard.press('Control+Enter')
    await expect(counter.order()).toHaveAttribute('data-state', 'rejected')
    await counter.finish()
    await counter.openUnblock(foreigner)
    await page.keyboard.press('Control+Enter')
    await expect(counter.order()).toHaveAttribute('data-state', 'done')
  })
})

test.describe('an order that was given up', () => {
  const body = { code: 'COMMAND_ID_REUSED', reason: 'another body' }
  test.use({
    faults: [{ match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'status', status: 409, body } }],
  })

  test('has all three choices; sent again it is done once, under its own id', async ({
    counter,
    core,
    page,
    userData,
    picture,
  }) => {
    await counter.openUnblock(core.facts.people.voluntary)
    await page.keyboard.press('Control+Enter')
    await expect(counter.order()).toHaveAttribute('data-state', 'dead')
    await page.keyboard.press('F8')
    await whenReady(page, 'attention')
    for (const choice of ['retry', 'correct', 'withdraw']) {
      await expectNamed(page, 'COMMAND_ID_REUSED', `attention-${choice}`)
    }
    await picture(page, 'order-given-up')
    const [before] = await storedOrders(userData)
    await counter.press('attention-retry')
    await expect(counter.byId('attention-count')).toHaveAttribute('data-count', '0')
    await expect.poll(() => storedOrders(userData)).toMatchObject([{ id: before?.id, state: 'done' }])
    expect(effectsOf(core, 'orderAccepted', 'blockLifted')).toEqual(['orderAccepted', 'blockLifted'])
  })
})
