import { runAll, type Migration } from './migration'

/** Times are UTC text, money integer tiyn, ids UUIDv7 made by the counter. `row_version` counts changes of a row. */
export const first: Migration = {
  id: 1,
  name: 'first',
  changesRowsOf: [],
  up: (tx) => runAll(tx, statements),
}

const statements = [
  `CREATE TABLE device (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    address TEXT NOT NULL,
    device_id TEXT NOT NULL,
    office_id TEXT NOT NULL,
    office_name TEXT NOT NULL,
    operator TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret TEXT NOT NULL,
    public_key TEXT NOT NULL,
    private_key TEXT NOT NULL,
    certificate TEXT,
    enrolled_at TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE feed_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    cursor TEXT,
    changed_at TEXT NOT NULL
  ) STRICT`,
  // A deleted item keeps its row without a body, so that an older item that comes late cannot bring it back.
  `CREATE TABLE reference_item (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT CHECK (body IS NULL OR json_valid(body)),
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE visit (
    id TEXT PRIMARY KEY,
    clerk_id TEXT NOT NULL,
    msisdn TEXT,
    product_id TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    ended_at TEXT,
    end_reason TEXT CHECK (end_reason IN ('finished', 'expired', 'locked')),
    row_version INTEGER NOT NULL DEFAULT 1,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
  ) STRICT`,
  `CREATE TABLE operation (
    id TEXT PRIMARY KEY,
    visit_id TEXT NOT NULL REFERENCES visit (id) ON DELETE RESTRICT,
    clerk_id TEXT NOT NULL,
    msisdn TEXT NOT NULL,
    product_id TEXT NOT NULL,
    operations TEXT NOT NULL CHECK (json_valid(operations)),
    request_hash TEXT NOT NULL,
    order_state TEXT,
    core_order_id TEXT,
    error TEXT,
    row_version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX operation_visit ON operation (visit_id, created_at)`,
  `CREATE TABLE sim_stock (
    iccid TEXT PRIMARY KEY,
    office_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('leased', 'reserved', 'used', 'returned', 'damaged')),
    reserved_by TEXT REFERENCES operation (id) ON DELETE RESTRICT,
    until TEXT NOT NULL,
    fence INTEGER NOT NULL,
    sim_kind TEXT NOT NULL CHECK (sim_kind IN ('physical', 'esim')),
    form_factor TEXT NOT NULL,
    version INTEGER NOT NULL,
    row_version INTEGER NOT NULL DEFAULT 1,
    CHECK ((state = 'reserved') = (reserved_by IS NOT NULL))
  ) STRICT`,
  `CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    aggregate TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT,
    payload_hash TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    base_version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'done', 'rejected', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    lease_until TEXT,
    last_error TEXT,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CHECK ((state = 'sending') = (lease_until IS NOT NULL))
  ) STRICT`,
  `CREATE INDEX outbox_open ON outbox (aggregate, seq) WHERE state IN ('pending', 'sending', 'dead')`,
  `CREATE INDEX outbox_state ON outbox (state, next_at)`,
  `CREATE TRIGGER outbox_kept BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'outbox rows are kept'); END`,
  `CREATE TRIGGER outbox_frozen BEFORE UPDATE OF seq, id, aggregate, kind, payload_hash, created_at ON outbox
    BEGIN SELECT RAISE(ABORT, 'outbox rows are frozen'); END`,
  // Either the payload stays as it was enqueued, or it goes after the row has ended.
  `CREATE TRIGGER outbox_payload BEFORE UPDATE OF payload ON outbox
    WHEN NEW.payload IS NOT OLD.payload AND NOT (NEW.payload IS NULL AND OLD.state IN ('done', 'rejected'))
    BEGIN SELECT RAISE(ABORT, 'outbox payloads are frozen'); END`,
  `CREATE TABLE command_result (
    command_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    visit_id TEXT,
    answer TEXT NOT NULL CHECK (json_valid(answer)),
    at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    subject TEXT NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    prev TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT`,
  `CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END`,
  `CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END`,
  `CREATE TABLE usage_fetch (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    visit_id TEXT NOT NULL REFERENCES visit (id) ON DELETE CASCADE,
    product_id TEXT NOT NULL,
    from_at TEXT NOT NULL,
    to_at TEXT NOT NULL,
    expected_rows INTEGER NOT NULL,
    next_offset INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('fetching', 'complete')),
    created_at TEXT NOT NULL
  ) STRICT`,
  // Clustered in the order of the report, which reads it from one end to the other.
  `CREATE TABLE usage_row (
    fetch_key INTEGER NOT NULL REFERENCES usage_fetch (key) ON DELETE CASCADE,
    at TEXT NOT NULL,
    core_id TEXT NOT NULL,
    type TEXT NOT NULL,
    direction TEXT,
    other_number TEXT,
    other_name TEXT,
    duration_seconds INTEGER,
    volume_bytes INTEGER,
    country TEXT,
    network TEXT,
    roaming INTEGER,
    charged_from TEXT,
    note TEXT,
    amount_tiyn INTEGER NOT NULL,
    PRIMARY KEY (fetch_key, at, core_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX usage_row_core_id ON usage_row (fetch_key, core_id)`,
]
