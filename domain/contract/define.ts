import type { z } from 'zod'
import type { ErrorBody, ErrorCode } from '../errors'

/**
 * Who may call a channel. `customer`: a clerk is signed in and this number's document has been verified in the
 * running customer session; such an input therefore always names its number.
 */
export type Access = 'none' | 'signedIn' | 'customer' | 'supervisor'

type InputFor<A extends Access> = A extends 'customer' ? z.ZodType<{ msisdn: string }> : z.ZodType

export interface Call<A extends Access = Access, I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  kind: 'query' | 'command'
  access: A
  input: I
  output: O
  errors: readonly ErrorCode[]
}

export interface EventSpec<P extends z.ZodType = z.ZodType> {
  kind: 'event'
  payload: P
}

interface Declared<A extends Access, I extends z.ZodType, O extends z.ZodType> {
  access: A
  input: I
  output: O
  errors: readonly ErrorCode[]
}

/** A question: changes nothing, may be asked again. */
export function query<const A extends Access, I extends InputFor<A>, O extends z.ZodType>(
  spec: Declared<A, I, O>,
): Call<A, I, O> & { kind: 'query' } {
  return { kind: 'query', ...spec }
}

/** An act: carries the `commandId` made when the key was pressed; a repeat gets the first answer. */
export function command<
  const A extends Access,
  I extends InputFor<A> & z.ZodType<{ commandId: string }>,
  O extends z.ZodType,
>(spec: Declared<A, I, O>): Call<A, I, O> & { kind: 'command' } {
  return { kind: 'command', ...spec }
}

export function event<P extends z.ZodType>(payload: P): EventSpec<P> {
  return { kind: 'event', payload }
}

export type Envelope<T> = { ok: true; value: T } | { ok: false; error: ErrorBody }
