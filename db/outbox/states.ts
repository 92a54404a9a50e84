/**
 * pending: waits for its turn. sending: claimed until its lease ends, outcome open. sent: the core has the order.
 * done, rejected: the core's last word. dead: can never be sent; a person must look. Rows are never deleted.
 */
export type OutboxState = 'pending' | 'sending' | 'sent' | 'done' | 'rejected' | 'dead'

export type OutboxEvent =
  /** The head of its number's queue is due. */
  | 'claim'
  /** A crash or a failure that may pass: goes back to its place. */
  | 'return'
  | 'accept'
  | 'complete'
  | 'reject'
  | 'bury'
  /** A person has decided that it may be tried again. */
  | 'revive'

const next: Record<OutboxState, Partial<Record<OutboxEvent, OutboxState>>> = {
  pending: { claim: 'sending' },
  sending: { return: 'pending', accept: 'sent', complete: 'done', reject: 'rejected', bury: 'dead' },
  sent: { accept: 'sent', complete: 'done', reject: 'rejected' },
  done: {},
  rejected: {},
  dead: { revive: 'pending' },
}

/** The state after an event; undefined when the event cannot happen in this state. */
export function afterEvent(state: OutboxState, event: OutboxEvent): OutboxState | undefined {
  return next[state][event]
}

/** Not yet at the core for certain. */
export const unsentStates: readonly OutboxState[] = ['pending', 'sending']
/** A person must look. */
export const attentionStates: readonly OutboxState[] = ['rejected', 'dead']
/** What a later row of the same number must wait for. A rejection is an answer and holds nobody up. */
export const blockingStates: readonly OutboxState[] = ['pending', 'sending', 'dead']
