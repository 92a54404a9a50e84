import type { z } from 'zod'
import type { Knex } from 'knex'
import type { Clock } from '#domain/clock'
import type { AnswerOf, BodyOf, EndpointId, endpoints } from '#domain/core/endpoints'
import type { Operation } from '#domain/core/order'
import type { IssuerKeys } from '#reports/testing/issuer'
import type { FeedNumbers } from './feed'
import type { Effect } from './history'
import type { Limits } from './limits'
import type { CoreProblem } from './problem'
import type { ClerkRow, DeviceRow, ProductRow } from './rows'

/** What stays the same from one request to the next. */
export interface Core {
  db: Knex
  feedNumbers: FeedNumbers
  clock: Clock
  /** Look-ups of numbers and reports that a clerk may make. */
  limits: Limits
  randomBytes: (size: number) => Buffer
  /** Changes with every new data set; part of the feed's cursors. */
  epoch: string
  operator: string
  /** Ed25519, PKCS #8, PEM: signs reports. */
  signingKey: string
  /** Ed25519, SPKI, base64. */
  publicKey: string
  /** Certifies the counters that sign papers. */
  issuer: IssuerKeys
}

/** The customer whose document was verified, for the numbers that the verification listed. */
export interface Customer {
  verificationId: string
  individualId: string
  products: ProductRow[]
  /** What a proxy may do; null for the subscriber in person. */
  covers: Operation[] | null
}

export type QueryOutOf<K extends EndpointId> = (typeof endpoints)[K] extends { query: infer Q extends z.ZodObject }
  ? z.output<Q>
  : undefined

/** One request in its transaction. A handler that throws leaves nothing behind. */
export interface Context<K extends EndpointId = EndpointId> {
  core: Core
  endpoint: K
  tx: Knex
  /** Milliseconds UTC. */
  now: number
  /** The `{id}` of the path, else empty. */
  id: string
  query: QueryOutOf<K>
  body: BodyOf<K>
  /** Refuse the request where the proof is missing. */
  device: () => DeviceRow
  clerk: () => ClerkRow
  customer: () => Customer
  /** Code with which an accepted order shall fail; a fault. */
  failCode: string | undefined
  /** Written to the history once committed. */
  effect: (effect: Effect) => void
  afterCommit: (act: () => void) => void
}

export class Listed<T> {
  constructor(
    readonly items: T,
    readonly total: number,
  ) {}
}

/** 202: to be asked for again as this job. */
export class Collecting {
  constructor(
    readonly job: string,
    readonly retryAfterSeconds: number,
  ) {}
}

/** A problem that is returned, not thrown, keeps what was written before it (a counted wrong PIN, a new quote). */
export type Handled<K extends EndpointId> = AnswerOf<K> | Listed<AnswerOf<K>> | Collecting | CoreProblem
export type Handler<K extends EndpointId> = (context: Context<K>) => Promise<Handled<K>>
export type Handlers = { [K in EndpointId]: Handler<K> }

export function newId(core: Core, prefix: string): string {
  return `${prefix}-${core.randomBytes(9).toString('hex')}`
}
