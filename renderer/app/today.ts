import { computed, type ComputedRef } from 'vue'
import { localDateOf } from '#domain/zone'
import { useNow } from './clock'
import { useSession } from './session'

/** The local date at the counter, YYYY-MM-DD. */
export function useToday(): ComputedRef<string> {
  const now = useNow()
  const session = useSession()
  return computed(() => localDateOf(new Date(now.value).toISOString(), session.zone))
}
