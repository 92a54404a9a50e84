import type { CallName, EventName, InputOf, OutputOf, PayloadOf } from './index'
import type { Envelope } from './define'

/** What the preload puts on `window.bridge`. Nothing of Electron crosses. */
export interface Bridge {
  call<K extends CallName>(name: K, input: InputOf<K>): Promise<Envelope<OutputOf<K>>>
  /** Unsubscribes by the returned function; the preload cannot take an AbortSignal across the context border. */
  on<K extends EventName>(name: K, listener: (payload: PayloadOf<K>) => void): () => void
}
