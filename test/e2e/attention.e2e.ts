import { effectsOf, expect, test } from '../fixtures/badDayTest'
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
    await counter.press('attention-correct')
    await whenReady(page, 'verify')
    await counter.verify(voluntary)
    await page.keyboard.press('F4')
    await counter.confirm('unblock-submit')
    await expect(counter.byId('attention-count')).toHaveAttribute('data-count', '0')
    await expect.poll(() => effectsOf(core, 'blockLifted')).toHaveLength(1)
    expect(await storedOrders(userData)).toHaveLength(2)
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
