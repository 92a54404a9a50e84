import { runAll, type Migration } from './migration'

/**
 * Visits that begin with the document or without the core have no number or product yet; an operation filed without the core
 * has no product. Orders that a person has decided on carry that decision. Sign-in without the core has its verifiers.
 */
export const badDays: Migration = {
  id: 2,
  name: 'badDays',
  changesRowsOf: [],
  up: (tx) => runAll(tx, statements),
}

const statements = [
  `CREATE TABLE visit_renewed (
    id TEXT PRIMARY KEY,
    clerk_id TEXT NOT NULL,
    msisdn TEXT,
    product_id TEXT,
    opened_at TEXT NOT NULL,
    ended_at TEXT,
    end_reason TEXT CHECK (end_reason IN ('finished', 'expired', 'locked')),
    row_version INTEGER NOT NULL DEFAULT 1,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
  ) STRICT`,
  `INSERT INTO visit_renewed SELECT id, clerk_id, msisdn, product_id, opened_at, ended_at, end_reason, row_version FROM visit`,
  `DROP TABLE visit`,
  `ALTER TABLE visit_renewed RENAME TO visit`,

  `CREATE TABLE operation_renewed (
    id TEXT PRIMARY KEY,
    visit_id TEXT NOT NULL REFERENCES visit (id) ON DELETE RESTRICT,
    clerk_id TEXT NOT NULL,
    msisdn TEXT NOT NULL,
    product_id TEXT,
    operations TEXT NOT NULL CHECK (json_valid(operations)),
    request_hash TEXT NOT NULL,
    evidence INTEGER NOT NULL DEFAULT 0 CHECK (evidence IN (0, 1)),
    replaces TEXT REFERENCES operation (id) ON DELETE RESTRICT,
    order_state TEXT,
    core_order_id TEXT,
    error TEXT,
    core_code TEXT,
    error_params TEXT CHECK (error_params IS NULL OR json_valid(error_params)),
    row_version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CHECK (product_id IS NOT NULL OR evidence = 1)
  ) STRICT`,
  `INSERT INTO operation_renewed (id, visit_id, clerk_id, msisdn, product_id, operations, request_hash, order_state,
      core_order_id, error, row_version, created_at, changed_at)
    SELECT id, visit_id, clerk_id, msisdn, product_id, operations, request_hash, order_state,
      core_order_id, error, row_version, created_at, changed_at FROM operation`,
  `DROP TABLE operation`,
  `ALTER TABLE operation_renewed RENAME TO operation`,
  `CREATE INDEX operation_visit ON operation (visit_id, created_at)`,

  `ALTER TABLE outbox ADD COLUMN settled_at TEXT`,
  `ALTER TABLE outbox ADD COLUMN settled_by TEXT CHECK ((settled_by IS NULL) = (settled_at IS NULL))`,
  `ALTER TABLE outbox ADD COLUMN settle_reason TEXT CHECK ((settle_reason IS NULL) = (settled_at IS NULL))`,
  `DROP INDEX outbox_open`,
  `CREATE INDEX outbox_open ON outbox (aggregate, seq)
    WHERE state IN ('pending', 'sending', 'dead') AND settled_at IS NULL`,
  `DROP TRIGGER outbox_payload`,
  // Either the payload stays as it was enqueued, or it goes after the row has ended, for the core or by a person's decision.
  `CREATE TRIGGER outbox_payload BEFORE UPDATE OF payload ON outbox
    WHEN NEW.payload IS NOT OLD.payload
      AND NOT (NEW.payload IS NULL AND (OLD.state IN ('done', 'rejected') OR OLD.settled_at IS NOT NULL))
    BEGIN SELECT RAISE(ABORT, 'outbox payloads are frozen'); END`,
  // A decision is about a row that has ended, and stands.
  `CREATE TRIGGER outbox_settled BEFORE UPDATE OF settled_at, settled_by, settle_reason ON outbox
    WHEN OLD.settled_at IS NOT NULL OR OLD.state NOT IN ('rejected', 'dead')
    BEGIN SELECT RAISE(ABORT, 'outbox decisions stand'); END`,

  `CREATE TABLE offline_verifier (
    clerk_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    roles TEXT NOT NULL CHECK (json_valid(roles)),
    salt TEXT NOT NULL,
    hash TEXT NOT NULL,
    cost INTEGER NOT NULL,
    offline_until TEXT NOT NULL,
    made_at TEXT NOT NULL,
    wrong INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID`,
]
