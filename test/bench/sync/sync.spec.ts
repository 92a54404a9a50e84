import { expect, it } from 'vitest'
import { postgresFolder } from '../../../setup/postgres.mjs'
import { needs, needsPrograms } from '../../fixtures/needs'
import { benchSync } from './sync'

/** That each part runs and counts right; how fast it is says the benchmark alone. */
const few = [
  '--operations',
  '40',
  '--items',
  '60',
  '--rows',
  '3000',
  '--counters',
  '8',
  '--each',
  '3',
  '--visits',
  '10',
]
const run = (part: string) => benchSync(['sync', '--json', '--part', part, ...few])

/** Each part starts a core of its own. */
const timeout = 60_000

it.each([
  ['drain', { operations: 40, ratio: expect.any(Number) }],
  ['feed', { perSecond: expect.any(Number), ratioToParsing: expect.any(Number) }],
  ['find', { rows: 3000, visits: 10, findAndOpen: { p99Ms: expect.any(Number) } }],
])('%s', { timeout }, async (part, figures) => {
  expect(await run(part)).toMatchObject({ [part]: figures })
})

it('stores usage as the shell of SQLite imports it', { timeout }, async (test) => {
  needsPrograms(test, 'sqlite3')
  expect(await run('ingest')).toMatchObject({ ingest: { rows: 3000, ratioPlain: expect.any(Number) } })
})

it('has every order of many counters done exactly once', { timeout }, async (test) => {
  needs(test, postgresFolder() !== undefined, 'PostgreSQL (Debian: postgresql)')
  const { counters } = (await run('counters')) as { counters: { errors: number; grown: object[] } }
  const counted = [1, 2, 4, 8].map((count) => ({ counters: count, errors: 0, wrong: 0 }))
  expect(counters).toMatchObject({ errors: 0, grown: counted })
})

it('names the parts where one is unknown', async () => {
  await expect(run('nothing')).rejects.toThrow('drain, feed, ingest, counters, find')
})
