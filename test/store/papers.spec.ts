import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { codeOf, Office, startTestCore } from './office'

const period = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' }

/** A customer whose detailization has been ordered. */
async function ordered(orderFails = false) {
  const core = await startTestCore({ orderDelayMs: 20 })
  const office = await Office.signedIn(core)
  const person = core.facts.people.main
  const { msisdn } = person
  const visitId = await office.visitOf(core, person)
  const { feeId, quoteId, tiyn, taxRate } = await office.api.quote({ msisdn, operation: 'detailization', period })
  const fault = { kind: 'orderFails', code: 'ORDER_FAILED' } as const
  if (orderFails) core.setFaults([{ match: { endpoint: 'placeOrder' }, fault }])
  const orderId = v7()
  const fee = { feeId, quoteId, tiyn, taxRate }
  const lines = [{ operation: 'detailization' as const, ...period, form: 'expanded' as const, fee }]
  await office.api.placeOrder({ commandId: orderId, visitId, msisdn, lines })
  return { core, office, person, visitId, orderId }
}

describe('a paper that an order has paid for', () => {
  it('is known in a later visit, also after a restart, until it has been handed out', async () => {
    const { core, office, person, visitId, orderId } = await ordered()
    const clerkId = core.facts.clerks.clerk.id
    await office.orderIn(orderId, 'done')
    await office.api.endVisit({ visitId, reason: 'locked' })
    await office.api.close({})

    const later = await Office.open(office.dir)
    await later.signIn(core)
    const asked = { msisdn: person.msisdn, period }
    expect(await codeOf(later.api.paidReport(asked)), 'only for who is verified').toBe('NO_CUSTOMER_SESSION')
    await later.visitOf(core, person)
    expect(await later.api.paidReport(asked)).toMatchObject({ orderId })
    const otherPeriod = { ...period, to: '2026-02-02T00:00:00.000Z' }
    expect(await later.api.paidReport({ ...asked, period: otherPeriod })).toBeNull()
    await later.api.reportHandedOut({ orderId, clerkId })
    await later.api.reportHandedOut({ orderId, clerkId })
    expect(await later.api.paidReport(asked)).toBeNull()
  })

  it('is paid for from the moment the order is accepted here, and not when the core refused it', async () => {
    const paid = await ordered()
    expect(await paid.office.api.paidReport({ msisdn: paid.person.msisdn, period })).toMatchObject({
      orderId: paid.orderId,
    })
    const failed = await ordered(true)
    await failed.office.orderIn(failed.orderId, 'rejected')
    expect(await failed.office.api.paidReport({ msisdn: failed.person.msisdn, period })).toBeNull()
  })
})
