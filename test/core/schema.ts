import type { Knex } from 'knex'

/** Raised whenever the tables or the generated data change: a kept data file of another version is generated anew. */
export const schemaVersion = 5

type Columns = (table: Knex.CreateTableBuilder) => void

const tables: Record<string, Columns> = {
  meta(t) {
    t.text('key').primary()
    t.text('value').notNullable()
  },
  individuals(t) {
    t.text('id').primary()
    t.text('iin').notNullable().unique()
    text(t, 'family_name', 'given_name', 'birth_date', 'document_type', 'document_number', 'valid_until')
    t.text('middle_name')
    flags(t, 'document_lost', 'deceased', 'biometrics_needed')
  },
  renewed_documents(t) {
    t.text('individual_id').primary().references('individuals.id')
    text(t, 'document_type', 'document_number', 'valid_until')
  },
  organizations(t) {
    t.text('id').primary()
    t.text('bin').notNullable().unique()
    text(t, 'name')
  },
  representatives(t) {
    t.text('organization_id').notNullable().references('organizations.id')
    t.text('individual_id').notNullable().references('individuals.id')
    t.primary(['organization_id', 'individual_id'])
  },
  authorities(t) {
    t.text('number').primary()
    text(t, 'kind', 'principal_iin', 'proxy_iin', 'date', 'notary', 'until', 'covers')
  },
  products(t) {
    t.text('id').primary()
    t.text('msisdn').notNullable().unique()
    t.text('individual_id').notNullable().references('individuals.id').index()
    t.text('organization_id').references('organizations.id').index()
    text(t, 'status', 'iccid', 'sim_kind', 'owned_since', 'tariff')
    flags(t, 'is_protected')
    t.text('last_sim_change')
    t.bigInteger('balance_tiyn').notNullable()
  },
  blocks(t) {
    t.text('id').primary()
    t.text('product_id').notNullable().references('products.id').index()
    text(t, 'code', 'since', 'liftable_by')
    flags(t, 'requires_new_sim')
  },
  packages(t) {
    t.text('id').primary()
    t.text('product_id').notNullable().references('products.id').index()
    text(t, 'name', 'usage_type', 'units')
    t.bigInteger('remaining').notNullable()
  },
  usage_rows(t) {
    t.text('id').primary()
    t.text('product_id').notNullable()
    text(t, 'at', 'type')
    t.bigInteger('amount_tiyn').notNullable()
    t.text('facts').notNullable()
    t.index(['product_id', 'at', 'id'])
  },
  sims(t) {
    t.text('iccid').primary()
    t.text('id').notNullable().unique()
    text(t, 'imsi', 'sim_kind', 'form_factor', 'resource_status', 'usage_state')
    t.text('lease_office')
    t.text('lease_until')
    t.integer('fence')
    t.text('product_id')
    t.text('order_id').index()
  },
  offices(t) {
    t.text('id').primary()
    text(t, 'name')
  },
  enrolment_codes(t) {
    t.text('code').primary()
    text(t, 'office_id')
    flags(t, 'reusable')
    t.text('used_by')
  },
  devices(t) {
    t.text('id').primary()
    text(t, 'office_id', 'client_secret', 'public_key', 'name', 'key_share')
  },
  clerks(t) {
    t.text('id').primary()
    text(t, 'office_id', 'name', 'roles', 'pin_salt', 'pin_hash')
  },
  tokens(t) {
    t.text('hash').primary()
    text(t, 'kind', 'subject', 'device_id', 'expires_at')
  },
  attempts(t) {
    t.text('subject').primary()
    t.integer('wrong').notNullable()
    t.text('locked_until')
  },
  commands(t) {
    t.text('id').primary()
    text(t, 'endpoint', 'body_hash')
    t.text('outcome').notNullable()
  },
  verifications(t) {
    t.text('id').primary()
    text(t, 'individual_id', 'clerk_id', 'result', 'created_at')
    t.text('product_ids').notNullable()
    t.text('document').notNullable()
    t.text('covers')
  },
  fees(t) {
    t.text('id').primary()
    text(t, 'unit', 'payer')
    t.bigInteger('tiyn').notNullable()
  },
  quotes(t) {
    t.text('id').primary()
    text(t, 'operation', 'product_id', 'fee_id', 'payer')
    t.bigInteger('tiyn').notNullable()
  },
  orders(t) {
    t.increments('no')
    t.text('id').notNullable().unique()
    t.text('external_id').notNullable().unique()
    text(t, 'office_id', 'product_id', 'body_hash', 'state', 'order_date')
    t.text('body').notNullable()
    t.text('completion_date')
    t.text('note_code')
    t.text('fail_code')
    t.index(['office_id', 'order_date'])
    t.index(['product_id', 'no'])
  },
  reports(t) {
    t.text('number').primary()
    t.text('entry').notNullable()
    text(t, 'signature', 'created_at')
    t.text('file_sha256')
  },
  stock_entries(t) {
    t.text('command_id').primary()
    text(t, 'kind', 'office_id', 'clerk_id', 'at', 'body')
  },
  feed(t) {
    t.increments('id')
    t.integer('seq').unique()
    text(t, 'kind', 'op', 'item_id')
    t.integer('version').notNullable()
    t.text('body').notNullable()
    t.text('office_id')
    t.unique(['kind', 'item_id', 'version'])
  },
}

function text(table: Knex.CreateTableBuilder, ...columns: string[]): void {
  for (const column of columns) table.text(column).notNullable()
}

function flags(table: Knex.CreateTableBuilder, ...columns: string[]): void {
  for (const column of columns) table.boolean(column).notNullable()
}

/** An empty database of this version, whatever was there before. */
export async function createSchema(tx: Knex): Promise<void> {
  const names = Object.keys(tables)
  for (const name of names.toReversed()) await tx.schema.dropTableIfExists(name)
  for (const [name, columns] of Object.entries(tables)) await tx.schema.createTable(name, columns)
  await tx.raw('create index feed_without_number on feed (id) where seq is null')
}
