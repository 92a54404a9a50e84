import type { AuthorityName } from '../core/generator/authorities'
import { CoreView } from '../fixtures/coreView'
import { whenReady } from '../fixtures/app'
import { typedDate, type Counter, type Person } from '../fixtures/pages/counter'
import { chooseIn, tabTo, typeInto } from '../fixtures/pages/keys'
import { expect, test, type Core } from '../fixtures/test'

async function beginByPerson(counter: Counter): Promise<void> {
  await counter.press('find-person')
  await whenReady(counter.page, 'verify')
}

test('a customer who does not know the number: the document leads to all of the person’s numbers', async ({
  counter,
  core,
  page,
}) => {
  const { manyNumbers } = core.facts.people
  await beginByPerson(counter)
  await counter.tryVerify(manyNumbers)
  await whenReady(page, 'numbers')
  const shown = await counter
    .byId('person-number')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-msisdn')))
  expect(shown.toSorted()).toEqual(manyNumbers.numbers.map(({ msisdn }) => msisdn).toSorted())
  const blocked = manyNumbers.numbers[2]
  await tabTo(page, page.locator(`[data-msisdn="${blocked?.msisdn ?? ''}"]`))
  await page.keyboard.press('Enter')
  await whenReady(page, 'customer')
  await page.keyboard.press('F4')
  await counter.confirm('unblock-submit')
  await expect(counter.order()).toHaveAttribute('data-state', 'done')
  const orders = await (await CoreView.of(core)).orders(core.facts.office.id)
  expect(orders.map(({ productOrderItem }) => productOrderItem[0]?.product.id)).toEqual([blocked?.productId])
})

test('the old SIM card narrows it to its own number', async ({ counter, core, page }) => {
  const { manyNumbers } = core.facts.people
  const own = manyNumbers.numbers[1]
  await beginByPerson(counter)
  await typeInto(page, 'verify-old-iccid', own?.iccid ?? '')
  await counter.tryVerify(manyNumbers)
  await whenReady(page, 'numbers')
  await expect(counter.byId('person-number')).toHaveCount(1)
  await expect(counter.byId('person-number')).toHaveAttribute('data-msisdn', own?.msisdn ?? '')
})

/** Somebody who acts for the subscriber: the document of this person and the paper that allows it. */
async function actsFor(counter: Counter, core: Core, subscriber: Person, name: AuthorityName): Promise<void> {
  const { page } = counter
  const { kind, proxy, authority } = core.facts.authorities[name]
  const { document, iin } = core.facts.people[proxy]
  await counter.find(subscriber.msisdn)
  await chooseIn(page, 'verify-who', kind)
  await counter.fillDocument(subscriber)
  await chooseIn(page, 'verify-proxy-doc-type', document.type)
  await typeInto(page, 'verify-proxy-iin', iin)
  await typeInto(page, 'verify-proxy-doc-number', document.number)
  await typeInto(page, 'verify-proxy-doc-expiry', typedDate(document.validUntil))
  await typeInto(page, 'verify-authority-number', authority.number)
  if (kind === 'powerOfAttorney') await typeInto(page, 'verify-authority-notary', authority.notary)
  await typeInto(page, 'verify-authority-date', typedDate(authority.date))
  await typeInto(page, 'verify-authority-until', typedDate(authority.until))
  for (const operation of authority.covers) {
    await tabTo(page, counter.byId(`verify-covers-${operation}`))
    if (!(await counter.byId(`verify-covers-${operation}`).isChecked())) await page.keyboard.press('Space')
  }
  await counter.press('verify-submit')
  await expect(counter.byId('session-countdown')).toBeVisible()
}

test('a proxy may do what the power of attorney names, and nothing else', async ({ counter, core, page }) => {
  const { voluntary } = core.facts.people
  await actsFor(counter, core, voluntary, 'unblockOnly')
  await page.keyboard.press('F4')
  await counter.confirm('unblock-submit')
  await expect(counter.order()).toHaveAttribute('data-state', 'done')
  await page.keyboard.press('F6')
  await expect(counter.byId('detail-submit')).toHaveCount(0)
  expect(await (await CoreView.of(core)).orders(core.facts.office.id)).toHaveLength(1)
})

test('a parent acts for a minor by the birth certificate', async ({ counter, core }) => {
  await actsFor(counter, core, core.facts.people.minor, 'parent')
  await counter.chooseReissue({ iccid: core.facts.sims.free19[0]?.iccid ?? '', reason: 'DAMAGED' })
  await counter.confirm('reissue-submit')
  await expect(counter.order()).toHaveAttribute('data-state', 'done')
  const [order] = await (await CoreView.of(core)).orders(core.facts.office.id)
  expect(order?.productOrderItem[0]?.product.id).toBe(core.facts.people.minor.productId)
})

test('the representative of a company acts by its letter, and not with a BIN cut short', async ({
  counter,
  core,
  page,
}) => {
  const { company } = core.facts.people
  const { bin, representative } = core.facts.organization
  await counter.find(company.msisdn)
  await chooseIn(page, 'verify-who', 'organization')
  await counter.fillDocument(company)
  await typeInto(page, 'verify-bin', bin.slice(0, 11))
  await typeInto(page, 'verify-letter-number', '17-04')
  await typeInto(page, 'verify-letter-date', typedDate(core.facts.generatedAt.slice(0, 10)))
  await typeInto(page, 'verify-representative', representative)
  await counter.press('verify-submit')
  await counter.expectError('BIN_MALFORMED')
  await typeInto(page, 'verify-bin', bin)
  await counter.press('verify-submit')
  await expect(counter.byId('session-countdown')).toBeVisible()
  await page.keyboard.press('F4')
  await counter.confirm('unblock-submit')
  await expect(counter.order()).toHaveAttribute('data-state', 'done')
  const [order] = await (await CoreView.of(core)).orders(core.facts.office.id)
  expect(order?.productOrderItem[0]?.product.id).toBe(company.productId)
})

test('a document that is shown in an app is named as such', async ({ counter, core, page }) => {
  const { voluntary } = core.facts.people
  await counter.find(voluntary.msisdn)
  await counter.fillDocument(voluntary)
  await tabTo(page, counter.byId('verify-digital'))
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await expect(counter.byId('session-countdown')).toBeVisible()
})
