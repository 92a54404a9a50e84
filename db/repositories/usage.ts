import type { UsageRow, UsageTotals } from '#domain/usage'
import type { ReadableStore, ReadTx, WriteTx } from '../connection'

/** A fetch of usage into the store; resumes at `nextOffset`. */
export interface UsageFetch {
  key: number
  id: string
  visitId: string
  productId: string
  /** UTC, half open. */
  fromAt: string
  toAt: string
  expectedRows: number
  nextOffset: number
  state: 'fetching' | 'complete'
  createdAt: string
}

export async function findFetch(tx: ReadTx, id: string): Promise<UsageFetch | undefined> {
  return await tx('usage_fetch').where({ id }).first()
}

export async function addFetch(
  tx: WriteTx,
  fetch: Omit<UsageFetch, 'key' | 'nextOffset' | 'state'>,
): Promise<UsageFetch> {
  const rows: UsageFetch[] = await tx('usage_fetch')
    .insert({ ...fetch, state: 'fetching' })
    .returning('*')
  const [row] = rows
  if (!row) throw new Error('insert returned no row')
  return row
}

/**
 * What was fetched before of the same number and period goes on under the new id: what this visit has broken off, and all
 * that was left by a visit which a crash has ended.
 */
export async function adoptFetch(
  tx: WriteTx,
  { id, visitId, ...same }: Pick<UsageFetch, 'id' | 'visitId' | 'productId' | 'fromAt' | 'toAt' | 'expectedRows'>,
): Promise<UsageFetch | undefined> {
  const ended = tx('visit').whereNotNull('ended_at').select('id')
  const left: UsageFetch | undefined = await tx('usage_fetch')
    .where(same)
    .where((own) => void own.where({ visitId, state: 'fetching' }).orWhereIn('visit_id', ended))
    .first()
  if (!left) return undefined
  await tx('usage_fetch').where({ key: left.key }).update({ id, visitId })
  return { ...left, id, visitId }
}

/** Rows go with their fetch. */
export async function dropFetch(tx: WriteTx, key: number): Promise<void> {
  await tx('usage_fetch').where({ key }).delete()
}

export async function completeFetch(tx: WriteTx, key: number): Promise<void> {
  await tx('usage_fetch').where({ key }).update({ state: 'complete' })
}

/** By `GROUP BY` and not `count(DISTINCT)`: ids are sorted then and not put into a tree, in about three quarters of the time. */
const sums = `SELECT count(*) AS rows, coalesce(sum(charged), 0) AS total, coalesce(-sum(paid), 0) AS topUps FROM (
  SELECT sum(amount_tiyn) FILTER (WHERE type <> 'topup') AS charged, sum(amount_tiyn) FILTER (WHERE type = 'topup') AS paid
  FROM usage_row WHERE fetch_key = ? GROUP BY core_id)`

/**
 * Count and sums of the rows of a fetch, as the core gives them for a period. One that came under two times counts once: ids
 * are compared here at the end, as an index of them costs a long fetch many times what its rows do.
 */
export async function sumUsage(tx: ReadTx, key: number): Promise<UsageTotals> {
  const [row]: { rows: number; total: number; topUps: number }[] = await tx.raw(sums, [key])
  return { rows: row?.rows ?? 0, totalTiyn: row?.total ?? 0, topUpsTiyn: row?.topUps ?? 0 }
}

const columns = [
  ['at', 'at'],
  ['core_id', 'id'],
  ['type', 'type'],
  ['direction', 'direction'],
  ['other_number', 'otherNumber'],
  ['other_name', 'otherName'],
  ['duration_seconds', 'durationSeconds'],
  ['volume_bytes', 'volumeBytes'],
  ['country', 'country'],
  ['network', 'network'],
  ['roaming', 'roaming'],
  ['charged_from', 'chargedFrom'],
  ['note', 'note'],
  ['amount_tiyn', 'amountTiyn'],
] as const satisfies readonly (readonly [string, keyof UsageRow])[]

/** `jsonb_each`: a row is taken apart as it was parsed, and not written out and parsed again for that. */
const insertRows = `INSERT INTO usage_row (fetch_key, ${columns.map(([column]) => column).join(', ')})
  SELECT ?, ${columns.map(([, key]) => `value ->> '$.${key}'`).join(', ')} FROM jsonb_each(?) WHERE true
  ON CONFLICT DO NOTHING`

/** Rows to one statement: binding row by row costs ten times as much, and texts of megabytes cost memory. */
const statementRows = 1000
/** Rows to one transaction where they come fast. */
export const usageBatch = 20_000

/** Rows and the place to go on from, together. */
export async function addUsagePage(
  tx: WriteTx,
  fetch: UsageFetch,
  rows: readonly UsageRow[],
  nextOffset: number,
): Promise<void> {
  let inserting: Promise<unknown> = Promise.resolve()
  for (let from = 0; from < rows.length; from += statementRows) {
    // Written out while the store takes in those before.
    const text = JSON.stringify(rows.slice(from, from + statementRows))
    await inserting
    inserting = Promise.resolve(tx.raw(insertRows, [fetch.key, text]))
  }
  await inserting
  await tx('usage_fetch').where({ key: fetch.key }).update({ nextOffset })
}

/** Rows go with their fetch. */
export async function purgeUsage(tx: WriteTx, what: { visitId: string } | { before: string }): Promise<void> {
  const fetches = tx('usage_fetch')
  await (
    'visitId' in what ? fetches.where({ visitId: what.visitId }) : fetches.where('created_at', '<', what.before)
  ).delete()
}

/** As text of one array for each row: the driver takes twice as long to hand over as many values one by one. */
const selectBatch = `SELECT json_group_array(json_array(${columns.map(([column]) => column).join(', ')})) AS batch FROM (
  SELECT * FROM usage_row WHERE fetch_key = ? AND (at, core_id) > (?, ?) ORDER BY at, core_id LIMIT ?)`

/**
 * The rows of a fetch in the order (at, id), a batch at a time by keyset: memory stays flat and the writer is never held up.
 * Each batch is its own read, made while the one before is worked on; a fetch does not change once it is complete.
 */
export async function* usageBatches(
  store: ReadableStore,
  fetchId: string,
  batch = 1000,
): AsyncGenerator<UsageRow[], void> {
  const fetch = await store.read((tx) => findFetch(tx, fetchId))
  if (!fetch) return
  const readAfter = ({ at, id }: Pick<UsageRow, 'at' | 'id'>) =>
    store.read((tx) => readBatch(tx, [fetch.key, at, id, batch]))
  let reading = readAfter({ at: '', id: '' })
  try {
    for (;;) {
      const rows = await reading
      const last = rows.at(-1)
      if (!last) return
      if (rows.length < batch) return yield rows
      reading = readAfter(last)
      // Whoever asks for the next batch is told; until then nobody waits for it.
      reading.catch(() => undefined)
      yield rows
    }
  } finally {
    await Promise.allSettled([reading])
  }
}

async function readBatch(tx: ReadTx, bindings: [number, string, string, number]): Promise<UsageRow[]> {
  const [row]: { batch: string }[] = await tx.raw(selectBatch, bindings)
  return (JSON.parse(row?.batch ?? '[]') as StoredUsage[]).map(fromStored)
}

/** Values in the order of `columns`; null where a usage row has nothing, 0 or 1 for a boolean. */
type StoredUsage = (string | number | null)[]

function fromStored(stored: StoredUsage): UsageRow {
  const row: Record<string, unknown> = {}
  for (const [index, [, key]] of columns.entries()) {
    const value = stored[index]
    if (value !== null) row[key] = key === 'roaming' ? value === 1 : value
  }
  return row as unknown as UsageRow
}
