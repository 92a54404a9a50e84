import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { DamageReason } from '#domain/sim'

export const stockJobs = ['receive', 'writeOff', 'recount'] as const
export type StockJob = (typeof stockJobs)[number]

/** What was typed on the stock screen and not yet sent: another screen in between costs nothing of it. */
export const useStockDraft = defineStore('stockDraft', () => {
  const job = ref<StockJob>()
  const first = ref('')
  const last = ref('')
  const card = ref('')
  const reason = ref<DamageReason | ''>('')

  return { job, first, last, card, reason }
})
