import { CoreView } from '../fixtures/coreView'
import { Counter } from '../fixtures/pages/counter'
import { expect, test } from '../fixtures/test'

test.describe('a second press of the confirm key', () => {
  test.use({ faults: [{ match: { endpoint: 'placeOrder' }, fault: { kind: 'latency', ms: 300 } }] })

  test('does nothing twice', async ({ counter, core, page }) => {
    await counter.receive(core.facts.people.voluntary)
    await page.keyboard.press('F4')
    await expect(counter.byId('unblock-submit')).toBeEnabled()
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Control+Enter')
    await expect(counter.order()).toHaveAttribute('data-state', 'done')
    expect(await (await CoreView.of(core)).orders(core.facts.office.id)).toHaveLength(1)
    await expect(counter.byId('order-state')).toHaveCount(1)
  })
})

test.describe('the answer is lost after the core committed', () => {
  test.use({ faults: [{ match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'answerLost' } }] })

  test('the order exists once at the core', async ({ counter, core, page }) => {
    await counter.receive(core.facts.people.voluntary)
    await page.keyboard.press('F4')
    await counter.confirm('unblock-submit')
    await expect(counter.order()).toHaveAttribute('data-state', 'done')
    const accepted = core.history().filter((entry) => entry.entry === 'effect' && entry.kind === 'orderAccepted')
    expect(accepted).toHaveLength(1)
    expect(await (await CoreView.of(core)).orders(core.facts.office.id)).toHaveLength(1)
  })
})

test('an unsent order survives the power going and is sent after the restart', async ({
  app,
  core,
  relaunch,
  counter,
  page,
}) => {
  await counter.receive(core.facts.people.voluntary)
  await page.keyboard.press('F4')
  await expect(counter.byId('unblock-submit')).toBeEnabled()
  core.setFaults([
    { match: { endpoint: 'placeOrder' }, fault: { kind: 'down' } },
    { match: { endpoint: 'orders' }, fault: { kind: 'down' } },
  ])
  await page.keyboard.press('Control+Enter')
  await expect(counter.order()).toHaveAttribute('data-state', /pending|sending/)
  await expect(counter.byId('outbox-count')).toHaveAttribute('data-count', '1')
  await app.kill()
  core.setFaults([])

  const again = await relaunch()
  await expect(again.page.getByTestId('outbox-count')).toHaveAttribute('data-count', '0')
  const view = await CoreView.of(core)
  await expect
    .poll(async () => (await view.orders(core.facts.office.id)).map(({ state }) => state))
    .toEqual(['completed'])
  expect(core.history().filter((entry) => entry.entry === 'effect' && entry.kind === 'orderAccepted')).toHaveLength(1)
})

test('the light tells that the core does not answer, and that it answers again', async ({ core, counter }) => {
  await expect(counter.byId('sync-state')).toHaveAttribute('data-core', 'online')
  core.setFaults([{ match: {}, fault: { kind: 'down' } }])
  await counter.tryFind(core.facts.people.active.msisdn)
  await counter.expectError('CORE_UNREACHABLE')
  await expect(counter.byId('sync-state')).toHaveAttribute('data-core', 'offline')
  core.setFaults([])
  await counter.find(core.facts.people.active.msisdn)
  await expect(counter.byId('sync-state')).toHaveAttribute('data-core', 'online')
})

test.describe('signing in', () => {
  test.use({ entrance: 'enrolled' })

  test('a wrong PIN is told and the number is kept', async ({ app, core }) => {
    const counter = new Counter(app.page)
    const { clerk } = core.facts.clerks
    await counter.trySignIn({ id: clerk.id, pin: '9999' })
    await counter.expectError('CLERK_OR_PIN')
    await expect(counter.byId('signin-clerk')).toHaveValue(clerk.id)
    await counter.signIn(clerk)
  })
})

test.describe('enrolment', () => {
  test.use({ entrance: 'fresh' })

  test('a wrong code and a wrong address are told', async ({ app }) => {
    const counter = new Counter(app.page)
    await counter.tryEnrol({ code: 'NO-SUCH-CODE' })
    await counter.expectError('ENROLMENT_CODE')
    await counter.tryEnrol({ address: 'http://example.invalid' })
    await counter.expectError('ENROLMENT_ADDRESS')
  })
})
