import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AppInfo, ClerkView } from '#domain/contract/views'
import type { ErrorCode } from '#domain/errors'
import { ZONE } from '#domain/zone'

/** Who works at this counter, and what the program said about itself at start. */
export const useSession = defineStore('session', () => {
  const info = shallowRef<AppInfo>()
  const clerk = shallowRef<ClerkView>()
  /** Set by enrolling; `info` is of the start. */
  const enrolledNow = ref(false)
  /** A restart of a part of the program has signed the last clerk out. */
  const interrupted = ref(false)
  const noticesSeen = ref(false)

  const enrolled = computed(() => enrolledNow.value || info.value?.enrolled === true)
  /** Why nobody is signed in although somebody was, or how the last run ended; said until somebody signs in. */
  const notices = computed<readonly ErrorCode[]>(() => {
    if (interrupted.value) return ['HOST_RESTARTED']
    return noticesSeen.value ? [] : (info.value?.leftovers ?? [])
  })
  const zone = computed(() => info.value?.zone ?? ZONE)
  const operator = computed(() => info.value?.operator ?? '')
  const roles = computed(() => clerk.value?.roles ?? [])

  function signedIn(by: ClerkView): void {
    clerk.value = by
    interrupted.value = false
    noticesSeen.value = true
  }

  return { info, clerk, enrolledNow, interrupted, notices, signedIn, enrolled, zone, operator, roles }
})
