import { productOrderCreate, readOrderLines, type ProductOrder, type ProductOrderCreate } from '#domain/core/order'
import { AppError } from '#domain/errors'
import { frozenPayload, move, type OutboxRow } from '#db/outbox/outbox'
import type { CounterBase } from '../counter'
import { backOffAfter } from './backoff'
import { applyOrder, publishOrder, rejectOrder } from './settle'

/** A sent order is asked for often at first, when the clerk looks at it: a quick core is not waited for longer than it took. */
const followMs = (ageMs: number) =>
  ageMs < 15_000 ? Math.min(400, Math.max(25, Math.round(ageMs / 2))) : ageMs < 120_000 ? 2000 : 15_000
/** The order is not at fault: the device must be enrolled anew. */
const waitsForOthers = new Set<string>(['DEVICE_REFUSED', 'NOT_ENROLLED'])

/** Claims after which a refusal of the question whether the core has the order is no passing one. */
const mostClaims = 5

/** Brings one claimed row to the core. After an outcome that nobody knows the core is asked first. */
export async function deliver(counter: CounterBase, row: OutboxRow): Promise<void> {
  try {
    const known = row.attempts > 1 ? await find(counter, row).catch(asUnanswered) : undefined
    await applyOrder(counter, row, known ?? (await place(counter, row)), followAt(counter, row))
  } catch (error) {
    await fail(counter, row, error)
  }
}

/** Asks how a sent order stands. */
export async function follow(counter: CounterBase, row: OutboxRow): Promise<void> {
  try {
    const order = await find(counter, row)
    if (!order) throw new AppError('CORE_ANSWER_MALFORMED', { endpoint: 'orders' })
    await applyOrder(counter, row, order, followAt(counter, row))
  } catch (error) {
    const nextAt = timeIn(counter, waitMs(counter, row, error))
    await counter.store.write((tx) => move(tx, row, 'accept', { at: counter.clock.iso(), nextAt }))
  }
}

async function place(counter: CounterBase, row: OutboxRow): Promise<ProductOrder> {
  const body = productOrderCreate.parse(frozenPayload(row))
  try {
    return await counter.core().ask('placeOrder', { body, correlationId: row.id })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'COMMAND_ID_REUSED') throw error
    const found = await find(counter, row).catch(asUnanswered)
    if (found && sameLines(found, body)) return found
    throw error
  }
}

async function find(counter: CounterBase, row: OutboxRow): Promise<ProductOrder | undefined> {
  const [found] = await counter.core().ask('orders', { query: { externalId: row.id }, correlationId: row.id })
  return found
}

/** The question was refused, which says nothing of the order: the core may have it. */
class Unanswered extends Error {
  override readonly name = 'Unanswered'
}

function asUnanswered(error: unknown): never {
  const final = error instanceof AppError && !error.retryable && !waitsForOthers.has(error.code)
  throw final ? new Unanswered(error.code, { cause: error }) : error
}

function sameLines(found: ProductOrder, sent: ProductOrderCreate): boolean {
  return JSON.stringify(readOrderLines(found)) === JSON.stringify(readOrderLines(sent))
}

/** The core's no is final; a row that can never be sent, or asked for, is kept for a person; all else is tried again. */
async function fail(counter: CounterBase, row: OutboxRow, failure: unknown): Promise<void> {
  const unanswered = failure instanceof Unanswered
  const error = unanswered ? failure.cause : failure
  if (unanswered && row.attempts >= mostClaims) return await rejectOrder(counter, row, error, 'bury')
  const code = error instanceof AppError ? error.code : 'INTERNAL'
  if (code === 'COMMAND_ID_REUSED' || isBroken(error)) return await rejectOrder(counter, row, error, 'bury')
  if (error instanceof AppError && !error.retryable && !unanswered && !waitsForOthers.has(code)) {
    return await rejectOrder(counter, row, error, 'reject')
  }
  counter.log('warn', 'sender.again', { ref: row.id, code, attempt: row.attempts })
  const change = { at: counter.clock.iso(), nextAt: timeIn(counter, waitMs(counter, row, error)), lastError: code }
  await counter.store.write((tx) => move(tx, row, 'return', change))
  await publishOrder(counter, row.id)
}

/** Neither the frozen payload nor its form is what was enqueued. */
function isBroken(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'INTERNAL' && error.params['outbox'] === 'payload'
  return error instanceof Error && error.name === 'ZodError'
}

function waitMs(counter: CounterBase, row: OutboxRow, error: unknown): number {
  const wish = error instanceof AppError ? error.params['retryAfter'] : undefined
  return backOffAfter(row.attempts, wish, counter.random)
}

function followAt({ clock }: CounterBase, row: OutboxRow): string {
  return timeIn({ clock }, followMs(clock.now() - Date.parse(row.createdAt)))
}

function timeIn({ clock }: Pick<CounterBase, 'clock'>, ms: number): string {
  return new Date(clock.now() + ms).toISOString()
}
