import { events, type EventName, type PayloadOf } from '#domain/contract/index'

export interface EventDeps {
  /** To the page in our window; does nothing when there is none. */
  send(name: EventName, payload: unknown): void
  isSignedIn(): boolean
  /** A payload that breaks its contract is not sent; `path` names the field, never its value. */
  onBroken(name: EventName, path: string): void
}

export interface EventSender {
  send<K extends EventName>(name: K, payload: PayloadOf<K>): void
  /** The page listens: it has asked its first question. */
  pageReady(): void
  /** A new page is being loaded; what was meant for the old one is dropped. */
  pageGone(): void
}

const queueLimit = 200
/** Without a clerk the screen shows the line and the sign-in form; it gets nothing about anybody's orders. */
const forEveryone: readonly EventName[] = ['app.statusChanged', 'app.startedAgain', 'visit.ended']

export function makeEventSender(deps: EventDeps): EventSender {
  let ready = false
  let queue: { name: EventName; payload: unknown }[] = []

  return {
    send(name, payload) {
      if (!forEveryone.includes(name) && !deps.isSignedIn()) return
      const read = events[name].payload.safeParse(payload)
      if (!read.success) return deps.onBroken(name, read.error.issues[0]?.path.map(String).join('.') ?? '')
      if (ready) return deps.send(name, read.data)
      queue = [...queue.slice(1 - queueLimit), { name, payload: read.data }]
    },
    pageReady() {
      ready = true
      const waiting = queue
      queue = []
      for (const { name, payload } of waiting) deps.send(name, payload)
    },
    pageGone() {
      ready = false
      queue = []
    },
  }
}
