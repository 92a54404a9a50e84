import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkDocumentNumber } from '#domain/document'
import { parseIccid } from '#domain/iccid'
import { checkIin } from '#domain/iin'
import { factsOf } from './generator/facts'
import { generate } from './generator/generate'
import { blockCodes } from './generator/samples'
import { stockRows } from './generator/stock'
import { localDateAt, startOfLocalDay } from './localTime'

const now = Date.parse('2026-11-23T06:00:00.000Z')
const options = { seed: 7, subscribers: 300, usageRows: 4000, now }
const set = generate(options)
const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

describe('generator', () => {
  it('gives the same data for the same seed and other data for another', () => {
    expect(hashOf(generate(options))).toBe(hashOf(set))
    expect(hashOf(generate({ ...options, seed: 8 }))).not.toBe(hashOf(set))
  })

  it('keeps people and numbers where only the amount of usage changes', () => {
    const other = generate({ ...options, usageRows: 10 })
    expect(hashOf([other.individuals, other.products])).toBe(hashOf([set.individuals, set.products]))
  })

  it('makes only valid and distinct IINs, document numbers and ICCIDs', () => {
    const iins = set.individuals.map((row) => row.iin)
    expect(iins.filter((iin) => !checkIin(iin).ok)).toEqual([])
    expect(new Set(iins).size).toBe(iins.length)
    const wrongDocuments = [...set.individuals, ...set.renewedDocuments].filter(
      (row) => !checkDocumentNumber(row.document_type, row.document_number).ok,
    )
    expect(wrongDocuments).toEqual([])
    const sims = [...set.sims, ...Object.values(set.stock).flatMap(stockRows)].map((sim) => sim.iccid)
    expect([...sims, set.unknownIccid].filter((iccid) => !parseIccid(iccid).ok)).toEqual([])
    expect(new Set([...sims, set.unknownIccid]).size).toBe(sims.length + 1)
    expect(new Set(sims.map((iccid) => iccid.length))).toEqual(new Set([19, 20]))
  })

  it('has every kind of block, document and usage, and all Kazakh letters', () => {
    expect(new Set(set.blocks.map((block) => block.code))).toEqual(new Set(blockCodes))
    expect(new Set(set.individuals.map((row) => row.document_type)).size).toBe(5)
    expect(new Set(set.usage.map((row) => row.type)).size).toBe(9)
    const letters = set.individuals
      .map((row) => row.family_name + row.given_name)
      .join('')
      .toLowerCase()
    for (const letter of 'әғқңөұүһі') expect(letters).toContain(letter)
  })

  it('gives the main subscriber exactly the rows asked for, over 36 months', () => {
    const rows = set.usage
      .filter((row) => row.product_id === 'prod-000001')
      .map((row) => row.at)
      .sort()
    expect(rows).toHaveLength(4000)
    expect(rows[0]).toBe('2023-11-22T18:00:00.000Z')
    expect((rows.at(-1) ?? '') < new Date(now).toISOString()).toBe(true)
    const negative = set.usage.filter((row) => row.amount_tiyn < 0).map((row) => row.type)
    expect(new Set(negative)).toEqual(new Set(['topup', 'correction']))
  })

  it('has rows in the last local minute of days, also around the change of the zone', () => {
    const mine = set.usage.filter((row) => row.product_id === 'prod-000001').map((row) => Date.parse(row.at))
    const lastMinute = (date: string, next: string) =>
      mine.filter((at) => localDateAt(at) === date && at >= startOfLocalDay(next) - 60_000)
    expect(lastMinute('2024-02-29', '2024-03-01').length).toBeGreaterThan(0)
    expect(lastMinute('2024-03-01', '2024-03-02').length).toBeGreaterThan(0)
    expect(lastMinute('2025-12-31', '2026-01-01').length).toBeGreaterThan(0)
    expect(lastMinute('2026-11-22', '2026-11-23').length).toBeGreaterThan(0)
  })
})

describe('what a subscriber spends', () => {
  it('is 3,000 to 8,000 tenge a month, most rows cost nothing, top-ups are about as much', () => {
    const busy = generate({ ...options, usageRows: 20_000 }).usage.filter((row) => row.product_id === 'prod-000001')
    const months = new Map<string, number>()
    for (const { type, at, amount_tiyn } of busy) {
      if (type === 'topup') continue
      const month = localDateAt(Date.parse(at)).slice(0, 7)
      months.set(month, (months.get(month) ?? 0) + amount_tiyn / 100)
    }
    const whole = [...months.values()].slice(1, -1).sort((a, b) => a - b)
    expect(whole.length).toBeGreaterThan(30)
    expect(whole[Math.floor(whole.length * 0.1)]).toBeGreaterThan(3_000)
    expect(whole[Math.floor(whole.length * 0.9)]).toBeLessThan(8_000)
    expect(busy.filter((row) => row.amount_tiyn === 0).length / busy.length).toBeGreaterThan(0.9)
    const spent = [...months.values()].reduce((sum, own) => sum + own, 0)
    const paid = busy.reduce((sum, row) => sum - (row.type === 'topup' ? row.amount_tiyn / 100 : 0), 0)
    expect(paid / spent).toBeGreaterThan(0.7)
    expect(paid / spent).toBeLessThan(1.5)
    expect(busy.some((row) => row.facts.includes('"roaming":true'))).toBe(true)
    expect(busy.some((row) => row.type === 'correction')).toBe(true)
  })
})

describe('people with more than one number', () => {
  const facts = factsOf(set, options)

  it('have them beside the first; others are there too', () => {
    const { manyNumbers, dozen, main } = facts.people
    expect(manyNumbers.numbers.map((own) => own.blocks.map((block) => block.code))).toEqual([
      [],
      ['LOST_STOLEN'],
      ['VOLUNTARY'],
    ])
    expect([main.numbers.length, dozen.numbers.length]).toEqual([1, 12])
    const owners = set.products.slice(Object.keys(facts.people).length).map((row) => row.individual_id)
    expect(new Set(owners).size).toBeLessThan(owners.length)
    expect(new Set(set.products.map((row) => row.msisdn)).size).toBe(set.products.length)
  })

  it('and a company has a right BIN, its number no other owner', () => {
    const { organization, people } = facts
    expect(checkIin(organization.bin).ok).toBe(true)
    expect(people.company.numbers).toEqual([])
    expect(set.products.filter((row) => row.organization_id !== null).map((row) => row.msisdn)).toEqual([
      people.company.msisdn,
    ])
  })
})

describe('local days', () => {
  it('agree with the zone data of the runtime', () => {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Almaty',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    for (const date of ['2023-11-23', '2024-02-29', '2024-03-01', '2024-03-02', '2026-01-01']) {
      const start = startOfLocalDay(date)
      expect(format.format(start)).toBe(`${date} 00:00:00`)
      expect(localDateAt(start)).toBe(date)
      expect(localDateAt(start - 1) < date).toBe(true)
    }
  })
})
