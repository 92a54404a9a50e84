import type { AnswerOf, BodyOf, EndpointId, endpoints, QueryOf } from '#domain/core/endpoints'

type NeedsId<K extends EndpointId> = (typeof endpoints)[K]['path'] extends `${string}{id}${string}`
  ? { id: string }
  : object
type NeedsQuery<K extends EndpointId> = QueryOf<K> extends undefined ? object : { query: QueryOf<K> }
type NeedsBody<K extends EndpointId> = BodyOf<K> extends undefined ? object : { body: BodyOf<K> }

/** What an endpoint of the table needs, and what any request may carry. */
export type Ask<K extends EndpointId> = NeedsId<K> & NeedsQuery<K> & NeedsBody<K> & AskOptions

export interface AskOptions {
  clerkToken?: string
  verificationToken?: string
  /** Id of the operation this belongs to; one of its own otherwise. */
  correlationId?: string
  /** Rejects with the signal's reason. */
  signal?: AbortSignal
  timeoutMs?: number
}

/**
 * The operator's core. Another core is another implementation of this one method. Answers have the shape of the endpoint table;
 * every failure is an AppError: CORE_UNREACHABLE, CORE_TIMEOUT (see `timeouts.ts`), CORE_BUSY `{retryAfter: seconds}`, CORE_FAULT, CORE_ANSWER_MALFORMED,
 * CORE_SLOW (what it collects took too long), DEVICE_REFUSED, a code of ours which the core said, or CORE_REFUSED `{code, status}` for any other.
 */
export interface Core {
  ask<K extends EndpointId>(endpoint: K, request: Ask<K>): Promise<AnswerOf<K>>
}

/** Part of `fetch` that is used: Node's and Electron's `net.fetch` both have it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Pick<Response, 'status' | 'headers' | 'text'>>
