import { describe, expect, it } from 'vitest'
import { msisdn } from '../testing/bridge'
import { asked, detailCounter, newDesk } from '../testing/detail'

describe('detail.bounds', () => {
  const bounded = (from: string, to: string) =>
    detailCounter(newDesk(), { quote: async () => ({ quoteId: 'q1' }) as never }).detail['detail.bounds'](
      { msisdn, from, to },
      asked,
    )

  it('takes dates as people write them and names the first one that can be asked for', async () => {
    expect(await bounded('10.02.2024', '23.11.2026')).toMatchObject({
      from: '2024-02-10',
      to: '2026-11-23',
      earliest: '2024-02-10',
      ownedSince: '2024-02-10',
      rows: 3,
    })
  })

  it.each([
    ['DATE_MALFORMED', '2024-02-30', '2024-03-01'],
    ['PERIOD_REVERSED', '2024-03-02', '2024-03-01'],
    ['PERIOD_FUTURE', '2024-03-02', '2026-11-24'],
    ['PERIOD_BEFORE_OWNERSHIP', '2024-02-09', '2024-03-01'],
  ])('refuses with %s', async (code, from, to) => {
    await expect(bounded(from, to)).rejects.toThrow(code)
  })
})
