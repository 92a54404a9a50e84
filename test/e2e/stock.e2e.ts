import path from 'node:path'
import { luhnDigit } from '#domain/iccid'
import { mostInBox } from '#domain/simBox'
import { projectRoot, whenReady, type RunningApp } from '../fixtures/app'
import { resizeTo, violationsOf } from '../fixtures/axe'
import { Counter } from '../fixtures/pages/counter'
import { Stock } from '../fixtures/pages/stock'
import { expect, test, type Core } from '../fixtures/test'

const sizes = [
  [1366, 768],
  [1093, 614],
] as const
const album = path.join(projectRoot, 'test-results', 'stock')
const down = [{ match: {}, fault: { kind: 'down' as const } }]

function effectsOf(core: Core, kind: string): unknown[] {
  return core.history().filter((entry) => entry.entry === 'effect' && entry.kind === kind)
}

/** Everything that lies in the office's drawer. */
function drawerOf({ facts }: Core): string[] {
  const { free19, free20, expiredLease } = facts.sims
  return [...free19, ...free20, expiredLease].map(({ iccid }) => iccid)
}

/** The number `steps` further on, with its own check digit. */
function further(iccid: string, steps: number): string {
  const body = String(BigInt(iccid.slice(0, -1)) + BigInt(steps))
  return `${body}${luhnDigit(body)}`
}

function misread(iccid: string): string {
  return iccid.slice(0, -1) + String((Number(iccid.at(-1)) + 1) % 10)
}

/** No rule of accessibility is broken and nothing scrolls sideways, in both sizes. */
async function look(app: RunningApp, name: string): Promise<void> {
  for (const [width, height] of sizes) {
    await resizeTo(app.electron, width, height)
    expect(await violationsOf(app.electron), `${name} ${width}x${height}`).toEqual([])
    const sideways = await app.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(sideways, `${name} ${width}x${height}`).toBeLessThanOrEqual(0)
    await app.page.screenshot({ path: path.join(album, `${name}-${width}.png`), animations: 'disabled' })
  }
}

test.describe('a supervisor', () => {
  test.use({ entrance: 'enrolled' })

  for (const language of ['ru', 'kk'] as const) {
    test.describe(language, () => {
      test.use({ language })

      test('receives a box and writes a card off by keys and scanner', async ({ app, core, counter, page }) => {
        const { delivery } = core.facts.sims
        const free = drawerOf(core).length - 1
        const stock = new Stock(page)
        await counter.signIn(core.facts.clerks.supervisor)
        await page.keyboard.press('F1')
        await expect(page.getByRole('dialog')).toContainText('F9')
        await page.keyboard.press('Escape')
        await stock.open()
        await stock.expectCount('leased', free)
        await stock.expectCount('expired', 1)
        await look(app, `${language}-empty`)

        await stock.scan(delivery[0])
        await expect(counter.byId('stock-last')).toBeFocused()
        await stock.scan(further(delivery.at(-1) ?? '', 2))
        await expect(counter.byId('stock-box')).toContainText('52')
        await expect(counter.byId('stock-effect')).toContainText('50')
        await look(app, `${language}-box`)
        await stock.confirm()
        await stock.expectCount('leased', free + delivery.length)
        expect(effectsOf(core, 'simsReceived')).toHaveLength(1)

        await stock.choose('writeOff')
        await stock.typeCard(delivery[0] ?? '')
        await expect(counter.byId('stock-reason')).toBeFocused()
        await stock.chooseReason('broken')
        await look(app, `${language}-write-off`)
        await stock.confirm()
        await stock.expectCount('damaged', 1)
        await stock.expectCount('leased', free + delivery.length - 1)
        expect(effectsOf(core, 'simDamaged')).toHaveLength(1)
        await page.keyboard.press('Escape')
        await whenReady(page, 'find')
      })

      test('recounts the drawer by keys and scanner', async ({ app, core, counter, page }) => {
        const { used } = core.facts.sims
        const [missing, ...there] = drawerOf(core)
        const stock = new Stock(page)
        await counter.signIn(core.facts.clerks.supervisor)
        await stock.open()
        await stock.choose('recount')
        await page.keyboard.press('Tab')
        // As fast as the keys come: none of them may be lost.
        for (const iccid of there) await stock.scan(iccid)
        await stock.expectFound(there.length)
        await stock.scan(there[0])
        await stock.expectOutcome('again')
        await stock.scan(used.iccid)
        await stock.expectOutcome('surplus')
        await look(app, `${language}-recount`)
        await page.keyboard.press('Enter')
        await expect(counter.byId('recount-missing')).toHaveText(new RegExp(`${missing?.slice(-4) ?? ''}$`))
        await expect(counter.byId('recount-surplus')).toHaveAttribute('data-why', 'used')
        await look(app, `${language}-recount-result`)
        await stock.confirm()
        await expect(counter.byId('recount-result')).toHaveCount(0)
        expect(effectsOf(core, 'simsRecounted')).toHaveLength(1)
        await stock.expectCount('leased', there.length)
      })
    })
  }

  test('is told what is wrong with a box, and what was typed stays', async ({ app, core, counter, page }) => {
    const { delivery, free20 } = core.facts.sims
    const [first = '', second = ''] = delivery
    const stock = new Stock(page)
    await counter.signIn(core.facts.clerks.supervisor)
    await stock.open()
    const refused = [
      ['box', second, 'ICCID_MALFORMED', 'stock-first'],
      [misread(first), second, 'ICCID_CHECK_DIGIT', 'stock-first'],
      [first, misread(second), 'ICCID_CHECK_DIGIT', 'stock-last'],
      [first, second.slice(0, 18), 'ICCID_NO_CHECK_DIGIT', 'stock-last'],
      [second, first, 'BOX_REVERSED', 'stock-last'],
      [first, free20[0]?.iccid ?? '', 'BOX_PREFIX', 'stock-last'],
      [first, further(first, mostInBox), 'BOX_SIZE', 'stock-last'],
    ] as const
    for (const [from, to, code, field] of refused) {
      await stock.typeBox(from, to)
      await counter.expectError(code)
      await expect(counter.byId(field)).toHaveAttribute('aria-invalid', 'true')
      await expect(counter.byId(field)).toBeFocused()
      await expect(counter.byId('stock-last')).toHaveValue(to)
    }
    await look(app, 'ru-refused')
    await stock.typeBox(further(delivery.at(-1) ?? '', 1), further(delivery.at(-1) ?? '', 9))
    await expect(counter.byId('stock-box')).toContainText('9')
    await page.keyboard.press('Control+Enter')
    await expect(counter.byId('stock-submit')).toHaveAttribute('aria-disabled', 'true')
    expect(effectsOf(core, 'simsReceived')).toEqual([])
  })

  test('waits for the line, and is told when another counter was first', async ({ app, core, counter, page }) => {
    const { delivery } = core.facts.sims
    const stock = new Stock(page)
    await counter.signIn(core.facts.clerks.supervisor)
    await stock.open()
    core.setFaults(down)
    await stock.typeBox(delivery[0], delivery.at(-1))
    await counter.expectError('CORE_UNREACHABLE')
    await look(app, 'ru-offline')
    core.setFaults([])
    await page.keyboard.press('Enter')
    await expect(counter.byId('stock-effect')).toContainText('50')
    await core.change.deliverElsewhere(delivery.slice(0, 3))
    await stock.confirm()
    await counter.expectError('STOCK_CHANGED')
    await expect(counter.byId('stock-effect')).toContainText('47')
    await stock.confirm()
    await expect.poll(() => effectsOf(core, 'simsReceived').length).toBe(1)
  })
})

test.describe('a clerk', () => {
  test.use({ orderDelayMs: 60_000 })

  test('may write off and count, not receive; a card of an order stays', async ({ core, counter, page }) => {
    const { free19, used, unknownIccid } = core.facts.sims
    const [reserved = '', free = ''] = free19.map(({ iccid }) => iccid)
    const stock = new Stock(page)
    await counter.receive(core.facts.people.active)
    await counter.chooseReissue({ iccid: reserved, reason: 'DAMAGED' })
    await counter.confirm('reissue-submit')
    await whenReady(page, 'customer')
    await stock.open()
    await stock.expectCount('reserved', 1)
    const refused = [
      ['12', 'ICCID_MALFORMED'],
      [misread(free), 'ICCID_CHECK_DIGIT'],
      [unknownIccid, 'ICCID_UNKNOWN'],
      [used.iccid, 'ICCID_USED'],
      [reserved, 'ICCID_RESERVED'],
    ] as const
    for (const [card, code] of refused) {
      await stock.typeCard(card)
      await counter.expectError(code)
      await expect(counter.byId('stock-card')).toHaveValue(card)
      await expect(counter.byId('stock-card')).toBeFocused()
    }
    await stock.typeCard(free.slice(0, 18))
    await expect(counter.byId('stock-card')).toHaveValue(free)
    await page.keyboard.press('Control+Enter')
    await expect(counter.byId('stock-reason')).toHaveAttribute('aria-invalid', 'true')
    expect(effectsOf(core, 'simDamaged')).toEqual([])

    await stock.choose('receive')
    await expect(counter.byId('stock-no-right')).toBeVisible()
    await expect(counter.byId('stock-first')).toHaveCount(0)
  })

  test('counts without the line, and a recount goes on after the power went', async ({
    app,
    core,
    counter,
    page,
    relaunch,
  }) => {
    const [first = '', second = ''] = drawerOf(core)
    const stock = new Stock(page)
    core.setFaults(down)
    await stock.open()
    await stock.choose('recount')
    await stock.typeCard(first)
    await stock.expectFound(1)
    await stock.typeCard(misread(second))
    await counter.expectError('ICCID_CHECK_DIGIT')
    await stock.expectOutcome('refused')
    await app.kill()

    core.setFaults([])
    const again = await relaunch()
    const later = new Counter(again.page)
    const goingOn = new Stock(again.page)
    await later.signIn(core.facts.clerks.clerk)
    await goingOn.open()
    await goingOn.expectFound(1)
    await goingOn.typeCard(second)
    await goingOn.expectFound(2)
    await again.page.keyboard.press('Enter')
    await expect(later.byId('recount-result')).toBeVisible()
    await again.page.keyboard.press('Control+Enter')
    await expect(later.byId('stock-submit')).toHaveAttribute('aria-disabled', 'true')
    expect(effectsOf(core, 'simsRecounted')).toEqual([])
  })
})
