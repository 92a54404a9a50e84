import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { isClockBlocking } from '#domain/clock'
import type { Status } from '#domain/contract/views'

/** The line to the core and what waits for it. Undefined until the first answer. */
export const useStatus = defineStore('status', () => {
  const status = shallowRef<Status>()
  const training = computed(() => status.value?.kind === 'training')
  const offline = computed(() => status.value?.core === 'offline')
  const clockMinutes = computed(() => Math.round(Math.abs(status.value?.clockSeconds ?? 0) / 60))
  const clockBlocks = computed(() => isClockBlocking(status.value?.clockSeconds ?? 0))
  return { status, training, offline, clockMinutes, clockBlocks }
})
