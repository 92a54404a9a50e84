import type { z } from 'zod'
import { appContract, appEvents } from './app'
import { attentionContract, offlineContract, recoveryContract } from './badDays'
import { event, type Call } from './define'
import { documentsContract } from './documents'
import { detailContract, operationsContract } from './operations'
import { paperContract } from './paper'
import { printContract, printEvents } from './printing'
import { stockContract } from './stock'
import { reportView } from './views'
import { visitContract, visitEvents } from './visit'

/** Everything the renderer may ask, once. From it come its typed API, the handlers, the preload's allow-list and the access tests. */
export const calls = {
  ...appContract,
  ...visitContract,
  ...operationsContract,
  ...detailContract,
  ...documentsContract,
  ...printContract,
  ...offlineContract,
  ...attentionContract,
  ...stockContract,
  ...recoveryContract,
  ...paperContract,
} as const
export const events = { ...appEvents, ...visitEvents, ...printEvents, 'detail.changed': event(reportView) } as const

export type CallName = keyof typeof calls
export type EventName = keyof typeof events
export type InputOf<K extends CallName> = z.input<(typeof calls)[K]['input']>
export type ParsedInputOf<K extends CallName> = z.output<(typeof calls)[K]['input']>
export type OutputOf<K extends CallName> = z.output<(typeof calls)[K]['output']>
export type PayloadOf<K extends EventName> = z.output<(typeof events)[K]['payload']>

export const callNames = Object.keys(calls) as readonly CallName[]
export const eventNames = Object.keys(events) as readonly EventName[]

export function callSpec(name: CallName): Call {
  return calls[name] as Call
}

/** For the preload's allow-list, put in at build time, so that the sandboxed preload carries no schemas. */
export function bridgeChannelNames(): { calls: string[]; events: string[] } {
  return { calls: [...callNames], events: [...eventNames] }
}
