import type { FaultRule } from '../core/faults'
import { effectsOf, expect, expectNamed, test } from '../fixtures/badDayTest'
import type { RunningApp } from '../fixtures/app'
import { whenReady } from '../fixtures/app'
import { Counter, type Person } from '../fixtures/pages/counter'
import { typeInto } from '../fixtures/pages/keys'
import { storedOrders } from '../fixtures/store'
import type { Core } from '../fixtures/test'

const lineDown: FaultRule[] = [{ match: {}, fault: { kind: 'down' } }]
/** The puller finds out by itself, with back-off. */
const lineReturns = { timeout: 30_000 }

/** Signed in yesterday with the core, today without it. */
async function signedInWithoutCore(
  app: RunningApp,
  core: Core,
  relaunch: () => Promise<RunningApp>,
): Promise<RunningApp> {
  await app.close()
  core.setFaults(lineDown)
  const again = await relaunch()
  await new Counter(again.page).signIn(core.facts.clerks.clerk)
  return again
}

async function fileRequest(counter: Counter, person: Person): Promise<void> {
  await counter.press('request-open')
  await whenReady(counter.page, 'request')
  await typeInto(counter.page, 'request-number', person.msisdn)
  await counter.fillDocument(person)
  await counter.page.keyboard.press('Enter')
  await expect(counter.byId('request-result')).toHaveAttribute('data-stage', 'accepted')
}

test('without the core: sign in, file a request with its slip; when the line returns it is done by itself', async ({
  app,
  core,
  userData,
  relaunch,
  picture,
}) => {
  const { voluntary } = core.facts.people
  const { page } = await signedInWithoutCore(app, core, relaunch)
  const counter = new Counter(page)
  await expect(counter.byId('offline-signin')).toBeVisible()
  await expect(counter.byId('sync-state')).toHaveAttribute('data-core', 'offline')
  await fileRequest(counter, voluntary)
  await expect(counter.order()).toHaveAttribute('data-state', 'pending')
  await picture(page, 'offline-request')
  await counter.press('request-slip')
  await whenReady(page, 'slip')
  await expect(counter.byId('paper-view').locator('.textLayer')).toContainText('Activ')
  await picture(page, 'offline-slip')
  await page.keyboard.press('Escape')
  await expect(counter.byId('request-result')).toHaveAttribute('data-stage', 'accepted')
  // The sender tries now and then, and is then sending for a moment.
  await expect.poll(() => storedOrders(userData)).toMatchObject([{ state: 'pending' }])
  expect(effectsOf(core, 'orderAccepted')).toEqual([])

  core.setFaults([])
  await expect(counter.byId('request-result')).toHaveAttribute('data-stage', 'done', lineReturns)
  expect(effectsOf(core, 'orderAccepted', 'blockLifted')).toEqual(['orderAccepted', 'blockLifted'])
  expect(await storedOrders(userData)).toMatchObject([{ state: 'done' }])
})

test('evidence that does not match opens a task; withdrawn with a reason it leaves the list and stays in the store', async ({
  app,
  core,
  userData,
  relaunch,
  picture,
}) => {
  const { voluntary } = core.facts.people
  const { page } = await signedInWithoutCore(app, core, relaunch)
  const counter = new Counter(page)
  await fileRequest(counter, { ...voluntary, document: { ...voluntary.document, number: '012345678' } })
  core.setFaults([])
  await expect(counter.byId('request-result')).toHaveAttribute('data-stage', 'refused', lineReturns)
  await expect(counter.byId('attention-count')).toHaveAttribute('data-count', '1')
  await page.keyboard.press('F8')
  await whenReady(page, 'attention')
  await expectNamed(page, 'IDENTITY_MISMATCH', 'attention-withdraw')
  await picture(page, 'offline-mismatch')
  await counter.press('attention-withdraw')
  await typeInto(page, 'attention-withdraw-reason', 'клиент ушёл')
  await page.keyboard.press('Enter')
  await expect(counter.byId('attention-count')).toHaveAttribute('data-count', '0')
  await expect(counter.byId('attention-row')).toHaveCount(0)
  expect(effectsOf(core, 'blockLifted')).toEqual([])
  expect(await storedOrders(userData)).toHaveLength(1)
})

test('signing out with unsent work says so; what is unsent is sent although nobody is signed in', async ({
  app,
  core,
  userData,
  relaunch,
}) => {
  const running = await signedInWithoutCore(app, core, relaunch)
  const counter = new Counter(running.page)
  await fileRequest(counter, core.facts.people.voluntary)
  await counter.press('signout')
  await expect(counter.byId('signout-unsent')).toHaveAttribute('data-count', '1')
  const replaced = running.electron.waitForEvent('window')
  // The page is replaced while the key is still down: how the press ends on the old one does not matter.
  await Promise.allSettled([counter.press('signout-submit')])
  await whenReady(await replaced, 'signin')
  core.setFaults([])
  await expect.poll(() => storedOrders(userData), lineReturns).toMatchObject([{ state: 'done' }])
  expect(effectsOf(core, 'blockLifted')).toHaveLength(1)
})
