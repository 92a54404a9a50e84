import type { FaultRule } from '../core/faults'
import { whenReady, type RunningApp } from '../fixtures/app'
import { resizeTo, violationsOf } from '../fixtures/axe'
import { corruptStore } from '../fixtures/badDays'
import { Counter } from '../fixtures/pages/counter'
import { typeInto } from '../fixtures/pages/keys'
import { expect, test, type Core } from '../fixtures/test'

/** The two sizes of a counter's screen: 1366x768, and the same at 125 %. */
const sizes = [
  [1366, 768],
  [1093, 614],
] as const

const lineDown: FaultRule[] = [{ match: {}, fault: { kind: 'down' } }]

class Inspector {
  private readonly found: string[] = []

  constructor(private readonly app: RunningApp) {}

  /** Looks at the screen as it stands in both sizes. */
  async look(screen: string): Promise<void> {
    for (const [width, height] of sizes) {
      await resizeTo(this.app.electron, width, height)
      for (const line of await violationsOf(this.app.electron)) this.found.push(`${screen} ${width}x${height} ${line}`)
    }
  }

  expectNothing(): void {
    expect(this.found).toEqual([])
  }
}

test.describe('before anybody is signed in', () => {
  test.use({ entrance: 'fresh' })

  test('enrolment, sign-in and help break no rule', async ({ app }) => {
    const inspector = new Inspector(app)
    await inspector.look('enrolment')
    await new Counter(app.page).enrol()
    await inspector.look('sign-in')
    await app.page.keyboard.press('F1')
    await expect(app.page.getByRole('dialog')).toBeVisible()
    await inspector.look('help')
    inspector.expectNothing()
  })
})

test('the screens of a visit break no rule', async ({ app, counter, core, page }) => {
  const inspector = new Inspector(app)
  const { main } = core.facts.people
  await inspector.look('find')
  await counter.find(main.msisdn)
  await inspector.look('verification')
  await counter.verify(main)
  await inspector.look('customer')
  await counter.chooseReissue({ iccid: core.facts.sims.free19[0]?.iccid ?? '', reason: 'LOST_STOLEN' })
  await expect(counter.byId('reissue-submit')).toBeEnabled()
  await inspector.look('reissue')
  await page.keyboard.press('F6')
  await expect(counter.byId('detail-submit')).toBeEnabled()
  await inspector.look('detailization')
  await page.keyboard.press('F4')
  await expect(counter.byId('unblock-submit')).toBeVisible()
  await inspector.look('unblock')
  await counter.sumUp()
  await inspector.look('finish')
  inspector.expectNothing()
})

test('the screens of bad days break no rule', async ({ app, counter, core, page, userData, relaunch }) => {
  const inspector = new Inspector(app)
  await counter.press('find-person')
  await whenReady(page, 'verify')
  await inspector.look('person first')
  await page.keyboard.press('F8')
  await whenReady(page, 'attention')
  await inspector.look('needs attention, empty')
  core.setFaults(lineDown)
  await fileOffline(counter, core)
  await inspector.look('request accepted')
  await counter.press('signout')
  await expect(counter.byId('signout-unsent')).toBeVisible()
  await inspector.look('sign-out with unsent work')
  inspector.expectNothing()

  await app.close()
  corruptStore(userData)
  const again = await relaunch()
  await whenReady(again.page, 'store')
  const recovery = new Inspector(again)
  await recovery.look('recovery')
  recovery.expectNothing()
})

async function fileOffline(counter: Counter, core: Core): Promise<void> {
  const { voluntary } = core.facts.people
  await counter.tryFind(voluntary.msisdn)
  await counter.expectError('CORE_UNREACHABLE')
  await counter.press('request-open')
  await whenReady(counter.page, 'request')
  await typeInto(counter.page, 'request-number', voluntary.msisdn)
  await counter.fillDocument(voluntary)
  await counter.page.keyboard.press('Enter')
  await expect(counter.byId('request-result')).toBeVisible()
}
