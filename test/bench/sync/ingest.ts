import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { UsageRow } from '#domain/usage'
import { rounded } from '../figures'
import { newStore } from './counters'
import { openPlain, schemaOf } from './plainStore'
import { ingest, usagePages } from './usage'

/** What the shell needs to keep a row once, where the store compares all ids at the end. */
const uniqueIds = 'CREATE UNIQUE INDEX usage_row_core_id ON usage_row (fetch_key, core_id)'

/**
 * Storing usage rows as a fetch does, each id once, against `sqlite3 .import` of the same rows into the same table: with an
 * index that keeps ids unique too, and into the bare table, which is less than the store does.
 */
export async function benchIngest({ rows }: { rows: number }): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ingest-'))
  const { store, close } = await newStore()
  try {
    const csv = join(folder, 'usage.csv')
    await writeCsv(csv, rows)
    const bareTable = await schemaOf(store, 'usage_row')
    const shellImport = (schema: readonly string[]) => importByShell(join(folder, `${randomUUID()}.db`), csv, schema)
    const before = { shell: shellImport([...bareTable, uniqueIds]), bare: shellImport(bareTable) }
    const encrypted = await ingest(store, rows)
    const unencrypted = await openPlain(
      join(folder, 'plain.db'),
      await schemaOf(store, 'visit', 'usage_fetch', 'usage_row'),
    )
    const plain = await ingest(unencrypted, rows)
    await unencrypted.close()
    const shell = (before.shell + shellImport([...bareTable, uniqueIds])) / 2
    const bare = (before.bare + shellImport(bareTable)) / 2
    return {
      rows,
      ratioEncrypted: rounded(encrypted.seconds / shell),
      ratioPlain: rounded(plain.seconds / shell),
      bareRatioEncrypted: rounded(encrypted.seconds / bare),
      bareRatioPlain: rounded(plain.seconds / bare),
      seconds: rounded(encrypted.seconds),
      addingUpSeconds: rounded(encrypted.addingUp),
      plainSeconds: rounded(plain.seconds),
      shellSeconds: rounded(shell),
      bareShellSeconds: rounded(bare),
      rowsPerSecond: Math.round(rows / encrypted.seconds),
    }
  } finally {
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Seconds. The table is made before. */
function importByShell(file: string, csv: string, table: readonly string[]): number {
  const shell = (input: string) => execFileSync('sqlite3', ['-bail', file], { input, encoding: 'utf8' })
  shell(`${table.join(';\n')};`)
  const start = performance.now()
  shell(`.import --csv ${csv} usage_row\n`)
  const seconds = (performance.now() - start) / 1000
  const [stored] = shell('SELECT count(*) FROM usage_row;').split('\n')
  if (Number(stored) === 0) throw new Error('nothing was imported')
  return seconds
}

/** What a row lacks is 0 or an empty text here: `.import` knows no NULL, and the table takes no text for a number. */
async function writeCsv(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file)
  for await (const page of usagePages(rows)) {
    if (!out.write(page.map(csvLine).join(''))) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

function csvLine(row: UsageRow): string {
  const { at, id, type, direction, otherNumber, otherName, durationSeconds = 0, volumeBytes = 0 } = row
  const { country, network, roaming, chargedFrom, note, amountTiyn } = row
  const texts = [1, at, id, type, direction, otherNumber, otherName, durationSeconds, volumeBytes, country, network]
  return `${[...texts, roaming ? 1 : 0, chargedFrom, note, amountTiyn].map(quoted).join(',')}\n`
}

function quoted(value: string | number | undefined): string {
  return typeof value === 'number' ? String(value) : `"${(value ?? '').replaceAll('"', '""')}"`
}
