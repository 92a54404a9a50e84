import { expect, test } from '@playwright/test'
import { soakKill } from '../soak/kill'

/** Twenty kills in all; in two halves, so that they can run side by side. */
for (const [half, seed] of [
  ['first', 7],
  ['second', 8],
] as const) {
  test(`twenty times the power goes in the middle of visits, ${half} half: nothing is lost, nothing is done twice`, async () => {
    test.setTimeout(300_000)
    const figures = await soakKill({ count: 10, seed })
    await test.info().attach('figures', { body: JSON.stringify(figures), contentType: 'application/json' })
    expect(figures).toMatchObject({ kills: 10, lost: 0, doubled: 0, contradicted: 0 })
    expect(
      figures.accepted,
      'the clerk was told of orders, beside the one of the visit that was let be',
    ).toBeGreaterThan(6)
  })
}
