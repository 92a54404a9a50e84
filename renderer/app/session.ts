import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AppInfo, ClerkView } from '#domain/contract/views'
import { ZONE } from '#domain/zone'

/** Who works at this counter, and what the program said about itself at start. */
export const useSession = defineStore('session', () => {
  const info = shallowRef<AppInfo>()
  const clerk = shallowRef<ClerkView>()
  /** Set by enrolling; `info` is of the start. */
  const enrolledNow = ref(false)
  /** A restart of a part of the program has signed the last clerk out. */
  const interrupted = ref(false)

  const enrolled = computed(() => enrolledNow.value || info.value?.enrolled === true)
  const zone = computed(() => info.value?.zone ?? ZONE)
  const operator = computed(() => info.value?.operator ?? '')
  const roles = computed(() => clerk.value?.roles ?? [])

  return { info, clerk, enrolledNow, interrupted, enrolled, zone, operator, roles }
})
