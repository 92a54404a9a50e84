import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Knex } from 'knex'
import { endpoints, type AnswerOf } from '#domain/core/endpoints'
import { feedBodies, isFeedKind, type FeedBody, type FeedKind } from '#domain/core/feed'
import { openDb } from '#test/core/db'
import { rounded } from '../figures'
import { startCoreProcess, type CoreProcess } from './coreProcess'
import { bearerOf, enrolledCounter, newStore } from './counters'

/** As the puller asks. */
const pageSize = 500
const office = 'office-042'
const at = '2026-11-25T09:00:00.000Z'

/** Pull and apply of a long feed by the application's puller, against merely reading the same answers. */
export async function benchFeed({ items }: { items: number }): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-feed-'))
  const { store, close } = await newStore()
  const options = { data: folder, subscribers: 30, 'usage-rows': 0 }
  await (await startCoreProcess(options)).stop()
  await lengthen(join(folder, 'core.sqlite'), items)
  const core = await startCoreProcess(options)
  try {
    const pages = await bareLoop(core)
    const parse = parseAll(pages.texts)
    const { counter } = await enrolledCounter(core, store)
    const start = performance.now()
    await counter.puller.pull()
    const pull = (performance.now() - start) / 1000
    await counter.puller.stop()
    return {
      items: parse.items,
      perSecond: Math.round(parse.items / pull),
      ratioToParsing: rounded(pull / parse.seconds),
      ratioToBarePull: rounded(pull / (pages.seconds + parse.seconds)),
      seconds: rounded(pull),
      parseSeconds: rounded(parse.seconds),
    }
  } finally {
    await core.stop()
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Appends what a long absence leaves: mostly leases and orders, some notices. */
async function lengthen(file: string, count: number): Promise<void> {
  const db = await openDb(file)
  const rows = Array.from({ length: count }, (_, n) => rowOf(n))
  await db.transaction(async (tx: Knex) => {
    await tx.batchInsert('feed', rows, 100)
  })
  await db.destroy()
}

function rowOf(n: number) {
  const own = n % 10 < 6 ? lease(n) : n % 10 < 9 ? changed(n) : notice(n)
  return {
    kind: own.kind,
    op: 'upsert',
    item_id: own.id,
    version: 1,
    body: JSON.stringify(own.body),
    office_id: office,
  }
}

type Item = { [K in FeedKind]: { kind: K; id: string; body: FeedBody<K> } }[FeedKind]

function lease(n: number): Item {
  const iccid = `8999709${String(n).padStart(12, '0')}`
  const body = { iccid, simKind: 'physical', formFactor: 'nano', officeId: office, until: at, fence: 1 } as const
  return { kind: 'simLease', id: iccid, body: { ...body, state: 'leased' } }
}

function changed(n: number): Item {
  const id = `ord-${n}`
  return { kind: 'orderChanged', id, body: { orderId: id, externalId: `ext-${n}`, state: 'completed' } }
}

function notice(n: number): Item {
  const id = `notice-${n}`
  return { kind: 'notice', id, body: { id, texts: { ru: 'Сообщение', kk: 'Хабарлама', en: 'A notice' } } }
}

/** The texts of all pages, and the seconds that nothing but asking for them takes. */
async function bareLoop(core: CoreProcess): Promise<{ texts: string[]; seconds: number }> {
  const headers = { Authorization: await bearerOf(core) }
  const texts: string[] = []
  const ask = async (after: string) => {
    const query = `limit=${pageSize}${after && `&after=${after}`}`
    return (await fetch(`${core.url}/office/v1/feed?${query}`, { headers })).text()
  }
  // The first call has the core number what was appended.
  await ask('')
  const start = performance.now()
  for (let after = ''; ;) {
    const text = await ask(after)
    texts.push(text)
    const { next, more } = JSON.parse(text) as AnswerOf<'feed'>
    after = next
    if (!more) return { texts, seconds: (performance.now() - start) / 1000 }
  }
}

function parseAll(texts: readonly string[]): { items: number; seconds: number } {
  const start = performance.now()
  let items = 0
  for (const text of texts) {
    for (const item of endpoints.feed.answer.parse(JSON.parse(text)).items) {
      if (isFeedKind(item.kind)) feedBodies[item.kind].parse(item.body)
      items += 1
    }
  }
  return { items, seconds: (performance.now() - start) / 1000 }
}
