import { expect, test } from '@playwright/test'
import { soakKill } from '../soak/kill'

test('twenty times the power goes in the middle of visits: nothing is lost, nothing is done twice', async () => {
  test.setTimeout(600_000)
  const figures = await soakKill({ count: 20, seed: 7 })
  await test.info().attach('figures', { body: JSON.stringify(figures), contentType: 'application/json' })
  expect(figures).toMatchObject({ kills: 20, lost: 0, doubled: 0, contradicted: 0 })
  expect(figures.accepted, 'the clerk was told of orders').toBeGreaterThan(10)
})
