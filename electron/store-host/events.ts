import type { StoreEvents } from '../link/store-api'

type Emit = <K extends keyof StoreEvents>(name: K, payload: StoreEvents[K]) => void

export interface EventHub {
  emit: Emit
  /** Answers how to unsubscribe. */
  on<K extends keyof StoreEvents>(name: K, listener: (payload: StoreEvents[K]) => void): () => void
}

export function createEventHub(): EventHub {
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const of = (name: string) => {
    const known = listeners.get(name) ?? new Set()
    listeners.set(name, known)
    return known
  }
  return {
    emit(name, payload) {
      for (const listener of of(name)) listener(payload as never)
    },
    on(name, listener) {
      of(name).add(listener)
      return () => void of(name).delete(listener)
    },
  }
}
