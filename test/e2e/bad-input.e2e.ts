import { addDays, addMonths } from '#domain/calendar'
import { localDateOf } from '#domain/period'
import { expect, test } from '../fixtures/test'

const today = localDateOf(new Date().toISOString())

/** As people write and say the number `7XXXXXXXXXX`. */
const spellings: Record<string, (msisdn: string) => string> = {
  plus: (m) => `+7 ${m.slice(1, 4)} ${m.slice(4, 7)} ${m.slice(7, 9)} ${m.slice(9)}`,
  eight: (m) => `8${m.slice(1)}`,
  seven: (m) => m,
  bare: (m) => m.slice(1),
  brackets: (m) => `8 (${m.slice(1, 4)}) ${m.slice(4, 7)}-${m.slice(7, 9)}-${m.slice(9)}`,
}

test.describe('numbers', () => {
  test('a number is found as people write it', async ({ counter, core }) => {
    for (const [name, spelled] of Object.entries(spellings)) {
      await test.step(name, async () => {
        await counter.find(spelled(core.facts.people.active.msisdn))
        await expect(counter.byId('number-status')).toHaveAttribute('data-status', 'active')
        await counter.finish()
        await expect(counter.byId('number-status')).toHaveCount(0)
      })
    }
  })

  test('what is wrong with a number is told and the text is kept', async ({ counter }) => {
    for (const [text, code] of [
      ['70112', 'MSISDN_MALFORMED'],
      ['+44 20 7946 0958', 'MSISDN_FOREIGN'],
      ['7019999999', 'NUMBER_UNKNOWN'],
    ] as const) {
      await test.step(code, async () => {
        await counter.tryFind(text)
        await counter.expectError(code)
        await expect(counter.byId('find-input')).toHaveValue(text)
      })
    }
  })
})

test.describe('documents', () => {
  test('an IIN of the wrong length and one with a wrong check digit', async ({ counter, core }) => {
    const { voluntary } = core.facts.people
    await counter.find(voluntary.msisdn)
    await counter.tryVerify({ ...voluntary, iin: voluntary.iin.slice(0, 11) })
    await counter.expectError('IIN_LENGTH')
    const last = (Number(voluntary.iin[11]) + 1) % 10
    await counter.tryVerify({ ...voluntary, iin: voluntary.iin.slice(0, 11) + String(last) })
    await counter.expectError('IIN_CHECK_DIGIT')
    expect(core.history().some((entry) => entry.entry === 'request' && entry.endpoint === 'verify')).toBe(false)
  })

  test('a mismatch names the fields, never the right values; the third locks', async ({ counter, core, page }) => {
    const { voluntary } = core.facts.people
    const withNumber = (number: string) => ({ ...voluntary, document: { ...voluntary.document, number } })
    const result = counter.byId('verify-result')
    await counter.find(voluntary.msisdn)
    await counter.tryVerify(withNumber('012345671'))
    await expect(result).toHaveAttribute('data-result', 'mismatched')
    await expect(result).toHaveAttribute('data-attempts-left', '2')
    await page.keyboard.press('Enter')
    await expect(result, 'the same data again cost no attempt').toHaveAttribute('data-attempts-left', '2')
    await counter.tryVerify(withNumber('012345672'))
    await expect(result).toHaveAttribute('data-attempts-left', '1')
    await counter.tryVerify(withNumber('012345673'))
    await expect(result).toHaveAttribute('data-result', 'locked')
    expect(
      core.history().filter((entry) => entry.entry === 'effect' && entry.kind === 'verificationAttempt'),
    ).toHaveLength(3)
    expect(await page.content()).not.toContain(voluntary.document.number)
  })

  test('MRZ lines pasted into a field fill the form', async ({ counter, core, page }) => {
    const { voluntary } = core.facts.people
    await counter.find(voluntary.msisdn)
    await counter.pasteMrz(voluntary)
    await expect(counter.byId('verify-iin')).toHaveValue(voluntary.iin)
    await expect(counter.byId('verify-doc-number')).toHaveValue(voluntary.document.number)
    await page.keyboard.press('F3')
    await page.keyboard.press('Enter')
    await expect(counter.byId('session-countdown')).toBeVisible()
  })
})

test.describe('SIM cards', () => {
  test('a wrong, an unknown, a used and a foreign ICCID', async ({ counter, core }) => {
    const { sims, people } = core.facts
    await counter.receive(people.main)
    const good = sims.free19[0]?.iccid ?? ''
    const misread = good.slice(0, -1) + String((Number(good.at(-1)) + 1) % 10)
    for (const [iccid, code] of [
      ['12345', 'ICCID_MALFORMED'],
      [misread, 'ICCID_CHECK_DIGIT'],
      [sims.unknownIccid, 'ICCID_UNKNOWN'],
      [sims.used.iccid, 'ICCID_USED'],
      [sims.otherOffice.iccid, 'ICCID_OTHER_OFFICE'],
      [sims.expiredLease.iccid, 'ICCID_LEASE_EXPIRED'],
    ] as const) {
      await counter.chooseReissue({ iccid, reason: 'LOST_STOLEN' })
      await counter.expectError(code)
      await expect(counter.byId('reissue-iccid')).toHaveValue(/\d/)
    }
    expect(core.history().some((entry) => entry.entry === 'effect' && entry.kind === 'orderAccepted')).toBe(false)
  })
})

test.describe('periods', () => {
  test('reversed, in the future, before the core keeps rows', async ({ counter, core }) => {
    await counter.receive(core.facts.people.main)
    for (const [from, to, code] of [
      [addDays(today, -10), addDays(today, -20), 'PERIOD_REVERSED'],
      [addDays(today, -10), addDays(today, 3), 'PERIOD_FUTURE'],
      [addMonths(today, -40), addDays(today, -1), 'PERIOD_BEFORE_EARLIEST'],
    ] as const) {
      await counter.choosePeriod(from, to)
      await counter.expectError(code)
    }
  })

  test('before the number was this customer’s', async ({ counter, core }) => {
    const { young } = core.facts.people
    await counter.receive(young)
    await counter.choosePeriod(addMonths(today, -6), addDays(today, -1))
    await counter.expectError('PERIOD_BEFORE_OWNERSHIP')
  })
})

test('blocks that only the core lifts cannot be lifted here', async ({ counter, core, page }) => {
  await counter.receive(core.facts.people.fraud)
  await page.keyboard.press('F4')
  await expect(counter.byId('unblock-submit')).toBeDisabled()
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Escape')
  await expect(counter.byId('op-unblock')).toBeVisible()
  expect(core.history().some((entry) => entry.entry === 'request' && entry.endpoint === 'placeOrder')).toBe(false)
})
