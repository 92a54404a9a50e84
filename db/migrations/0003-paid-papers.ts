import { runAll, type Migration } from './migration'

/** A detailization is paid by its order. Until its paper has been handed out, nobody pays for the same period of the number again. */
export const paidPapers: Migration = {
  id: 3,
  name: 'paidPapers',
  changesRowsOf: [],
  up: (tx) => runAll(tx, statements),
}

const statements = [
  // The period is the ordered one: UTC, half open.
  `CREATE TABLE paid_paper (
    order_id TEXT PRIMARY KEY REFERENCES operation (id) ON DELETE RESTRICT,
    product_id TEXT NOT NULL,
    from_at TEXT NOT NULL,
    to_at TEXT NOT NULL,
    handed_out_at TEXT,
    CHECK (from_at < to_at)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX paid_paper_open ON paid_paper (product_id, from_at, to_at) WHERE handed_out_at IS NULL`,
]
