import { computed, type ComputedRef } from 'vue'
import { useNow } from './clock'
import { useStatus } from './status'

/** Now by the core's clock, in milliseconds: ends of sessions are its times, and this counter's clock may be off. */
export function useCoreNow(): ComputedRef<number> {
  const now = useNow()
  const store = useStatus()
  return computed(() => now.value - (store.status?.clockSeconds ?? 0) * 1000)
}
