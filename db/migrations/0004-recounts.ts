import { runAll, type Migration } from './migration'

/** A recount of the office's SIMs is kept card by card, so that a lock or the power going costs none of it. */
export const recounts: Migration = {
  id: 4,
  name: 'recounts',
  changesRowsOf: [],
  up: (tx) => runAll(tx, statements),
}

const statements = [
  `CREATE TABLE recount (
    id TEXT PRIMARY KEY,
    started_by TEXT NOT NULL,
    started_at TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('closed', 'dropped')),
    ended_by TEXT CHECK ((ended_by IS NULL) = (outcome IS NULL)),
    ended_at TEXT CHECK ((ended_at IS NULL) = (outcome IS NULL))
  ) STRICT, WITHOUT ROWID`,
  // One at a time.
  `CREATE UNIQUE INDEX recount_open ON recount (outcome IS NULL) WHERE outcome IS NULL`,
  `CREATE TABLE recount_card (
    recount_id TEXT NOT NULL REFERENCES recount (id) ON DELETE RESTRICT,
    iccid TEXT NOT NULL,
    expected INTEGER NOT NULL CHECK (expected IN (0, 1)),
    counted_at TEXT NOT NULL,
    PRIMARY KEY (recount_id, iccid)
  ) STRICT, WITHOUT ROWID`,
]
