import type { UsageType } from '#domain/usage'
import type { Proxy } from '#domain/core/office'
import type { DocumentType } from '#domain/document'
import type { OrderState } from '#domain/core/order'

/** Rows of the reference core's own database, as Knex reads them (from SQLite booleans as 0 and 1, from PostgreSQL big integers as text). */
export type Flag = boolean | 0 | 1

export interface IndividualRow {
  id: string
  iin: string
  family_name: string
  given_name: string
  middle_name: string | null
  birth_date: string
  document_type: DocumentType
  document_number: string
  valid_until: string
  document_lost: Flag
  deceased: Flag
  biometrics_needed: Flag
}

/** What the state's register holds of a card that the subscriber has renewed and the operator has not seen yet. */
export interface RenewedDocumentRow {
  individual_id: string
  document_type: DocumentType
  document_number: string
  valid_until: string
}

export interface OrganizationRow {
  id: string
  bin: string
  name: string
}

/** Who may act for an organization, as its letter to the operator says. */
export interface RepresentativeRow {
  organization_id: string
  individual_id: string
}

/** A power of attorney in the notaries' register, or the bond of a parent and a minor in that of births. */
export interface AuthorityRow {
  number: string
  kind: Proxy['kind']
  principal_iin: string
  proxy_iin: string
  date: string
  notary: string
  until: string
  /** JSON of the operations. */
  covers: string
}

export interface ProductRow {
  id: string
  msisdn: string
  /** Of a company's number the representative who took it. */
  individual_id: string
  organization_id: string | null
  status: 'active' | 'suspended'
  iccid: string
  sim_kind: 'physical' | 'esim'
  owned_since: string
  is_protected: Flag
  last_sim_change: string | null
  tariff: string
  balance_tiyn: number
}

export interface BlockRow {
  id: string
  product_id: string
  code: string
  since: string
  liftable_by: 'clerk' | 'supervisor' | 'core'
  requires_new_sim: Flag
}

export interface PackageRow {
  id: string
  product_id: string
  name: string
  usage_type: 'voice' | 'data' | 'sms' | 'other'
  remaining: number
  units: string
}

export interface UsageDbRow {
  id: string
  product_id: string
  at: string
  type: UsageType
  amount_tiyn: number
  /** JSON of the optional fields of a usage row. */
  facts: string
}

export interface SimRow {
  iccid: string
  id: string
  imsi: string
  sim_kind: 'physical' | 'esim'
  form_factor: string
  resource_status: 'available' | 'reserved' | 'suspended'
  usage_state: 'idle' | 'active' | 'busy'
  lease_office: string | null
  lease_until: string | null
  fence: number | null
  product_id: string | null
  /** Order that holds this SIM until it ends. */
  order_id: string | null
}

export interface OfficeRow {
  id: string
  name: string
}

export interface EnrolmentCodeRow {
  code: string
  office_id: string
  reusable: Flag
  used_by: string | null
}

export interface DeviceRow {
  id: string
  office_id: string
  client_secret: string
  public_key: string
  name: string
  key_share: string
}

export interface ClerkRow {
  id: string
  office_id: string
  name: string
  roles: string
  pin_salt: string
  pin_hash: string
}

export interface TokenRow {
  hash: string
  kind: 'device' | 'clerk' | 'customer'
  subject: string
  device_id: string
  expires_at: string
}

/** Failures in a row of one subject (`pin:0417`, `verification:77011234567`) and its lock-out. */
export interface AttemptRow {
  subject: string
  wrong: number
  locked_until: string | null
}

export interface CommandRow {
  id: string
  endpoint: string
  body_hash: string
  outcome: string
}

export interface VerificationRow {
  id: string
  individual_id: string
  /** JSON of the ids of the numbers it covers. */
  product_ids: string
  clerk_id: string
  result: 'matched' | 'documentChanged'
  /** JSON of the document that was presented. */
  document: string
  /** JSON of what a proxy may do; null for the subscriber in person. */
  covers: string | null
  created_at: string
}

export interface FeeRow {
  id: string
  unit: 'flat' | 'page' | 'started31days'
  payer: 'balance' | 'cashDesk'
  tiyn: number
}

export interface QuoteRow {
  id: string
  operation: string
  product_id: string
  fee_id: string
  payer: 'balance' | 'cashDesk'
  tiyn: number
}

export interface OrderRow {
  /** In the order of acceptance, of one number. */
  no: number
  id: string
  external_id: string
  office_id: string
  product_id: string
  body: string
  body_hash: string
  state: OrderState
  order_date: string
  completion_date: string | null
  note_code: string | null
  fail_code: string | null
}

export interface ReportRow {
  number: string
  entry: string
  signature: string
  file_sha256: string | null
  created_at: string
}

/** A receipt, write-off or recount that a counter has reported. */
export interface StockEntryRow {
  command_id: string
  kind: 'receipt' | 'damage' | 'recount'
  office_id: string
  clerk_id: string
  at: string
  body: string
}

export interface FeedRow {
  /** In the order of writing, which is not that of committing. */
  id: number
  /** Place in the feed; null until committed and numbered. */
  seq: number | null
  kind: string
  op: 'upsert' | 'delete'
  item_id: string
  version: number
  body: string
  office_id: string | null
}
