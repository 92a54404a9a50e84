import type { Violation } from '../sync/screen'

/** A mistake that somebody could make in the sync: one place of one file, changed. */
export interface Mutant {
  name: string
  file: string
  /** Stands in the file exactly once. */
  find: string
  replace: string
  /** What the checker must say about it; one of them is enough. */
  caughtAs: Violation['kind'][]
}

export const mutants: readonly Mutant[] = [
  {
    name: 'no dedupe: each press of a key is another order',
    file: 'electron/store-host/areas/orders.ts',
    find: 'async placeOrder({ commandId, visitId, msisdn, lines: asked, replaces }) {',
    replace:
      'async placeOrder({ visitId, msisdn, lines: asked, replaces }) {\n      const commandId = counter.ids.uuid()',
    caughtAs: ['keyMadeAnew'],
  },
  {
    name: 'the key is made anew for a retry',
    file: 'electron/store-host/sync/deliver.ts',
    find: 'const body = productOrderCreate.parse(frozenPayload(row))',
    replace:
      'const frozen = productOrderCreate.parse(frozenPayload(row))\n' +
      '  const body = row.attempts > 1 ? { ...frozen, externalId: counter.ids.uuid() } : frozen',
    caughtAs: ['keyMadeAnew'],
  },
  {
    name: 'marked sent before it is sent',
    file: 'electron/store-host/sync/deliver.ts',
    find: '  try {\n    const known = row.attempts > 1',
    replace:
      "  row = await counter.store.write((tx) => move(tx, row, 'accept', { at: counter.clock.iso() }))\n" +
      '  await publishOrder(counter, row.id)\n  try {\n    const known = row.attempts > 1',
    caughtAs: ['sentTooEarly', 'stuck'],
  },
  {
    name: 'no order within a number',
    file: 'db/outbox/outbox.ts',
    find: ' AND outbox.aggregate = head.aggregate AND outbox.seq < head.seq)`',
    replace: ' AND outbox.aggregate = head.aggregate AND outbox.seq < head.seq AND 0)`',
    caughtAs: ['order'],
  },
  {
    name: 'the newest first',
    file: 'db/outbox/outbox.ts',
    find: ' AND outbox.aggregate = head.aggregate AND outbox.seq < head.seq)`',
    replace: ' AND outbox.aggregate = head.aggregate AND outbox.seq > head.seq)`',
    caughtAs: ['order'],
  },
  {
    name: 'the cursor is saved apart from the rows',
    file: 'electron/store-host/sync/pullFeed.ts',
    find:
      "function applyPage({ store, clock, line }: CounterBase, page: AnswerOf<'feed'>): Promise<FeedEffects> {\n" +
      '  const now = clock.iso()\n',
    replace:
      "async function applyPage({ store, clock, line }: CounterBase, page: AnswerOf<'feed'>): Promise<FeedEffects> {\n" +
      '  const now = clock.iso()\n' +
      '  await store.write((tx) => saveFeedCursor(tx, page.next, line.coreIso()))\n',
    caughtAs: ['feed'],
  },
  {
    name: "a lease's fence is ignored",
    file: 'db/repositories/stock.ts',
    find: "  if (sim.fence !== claim.fence) throw new AppError('FENCE_STALE')\n",
    replace: '',
    caughtAs: ['staleFence'],
  },
  {
    name: 'an unclear outcome is taken for a failure',
    file: 'electron/store-host/sync/deliver.ts',
    find: 'if (error instanceof AppError && !error.retryable && !unanswered && !waitsForOthers.has(code)) {',
    replace: 'if (error instanceof AppError && !waitsForOthers.has(code)) {',
    caughtAs: ['contradiction'],
  },
  {
    name: 'done when the core has only accepted it',
    file: 'electron/store-host/sync/settle.ts',
    find: "if (order.state === 'completed') return 'complete'",
    replace: "if (order.state === 'completed' || order.state === 'acknowledged') return 'complete'",
    caughtAs: ['doneTooEarly'],
  },
  {
    name: 'a crash leaves what was being sent where it was',
    file: 'db/outbox/outbox.ts',
    find: 'const expired = rows.filter((row) => all || (ended(row) && !own?.has(row.id)))',
    replace: "const expired = rows.filter(() => all && now === '')",
    caughtAs: ['stuck', 'contradiction'],
  },
  {
    name: 'a restored store asks the core since a time of its own clock',
    file: 'electron/store-host/sync/pullFeed.ts',
    find: '    await saveFeedCursor(tx, page.next, line.coreIso())\n',
    replace: '    await saveFeedCursor(tx, page.next, now)\n',
    caughtAs: ['lost', 'contradiction'],
  },
  {
    name: 'a SIM is not claimed by the order that asks for it',
    file: 'db/repositories/stock.ts',
    find: "  await setState(tx, sim.iccid, { state: simStateAfter(sim.state, 'reserve'), reservedBy: claim.operationId })\n",
    replace: '',
    caughtAs: ['simTwice'],
  },
  {
    name: 'a clock that was put back is believed',
    file: 'electron/store-host/sync/sender.ts',
    find: '        await hurryStranded(tx, now)\n',
    replace: '',
    caughtAs: ['stuck'],
  },
  {
    name: 'a refused order is not shown',
    file: 'db/repositories/operations.ts',
    find: "withState(tx).whereIn('outbox.state', attentionStates).whereNull('outbox.settled_at')",
    replace: "withState(tx).whereIn('outbox.state', attentionStates.slice(1)).whereNull('outbox.settled_at')",
    caughtAs: ['lost'],
  },
  {
    name: 'a refusal is tried again for ever',
    file: 'electron/store-host/sync/deliver.ts',
    find: "    return await rejectOrder(counter, row, error, 'reject')\n",
    replace: '',
    caughtAs: ['stuck'],
  },
]
