import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { PrintJobView } from '#domain/contract/printing'

const endStates: readonly PrintJobView['state'][] = ['done', 'failed', 'cancelled', 'handedOver']

export function isPrintOver({ state }: PrintJobView): boolean {
  return endStates.includes(state)
}

/** Print jobs of this counter, newest first. They hold nothing of a customer and may outlast the visit. */
export const usePrints = defineStore('prints', () => {
  const jobs = ref<PrintJobView[]>([])

  function take(job: PrintJobView): void {
    const isKnown = jobs.value.some(({ id }) => id === job.id)
    jobs.value = isKnown ? jobs.value.map((each) => (each.id === job.id ? job : each)) : [job, ...jobs.value]
  }

  /** With the visit go the jobs that have ended. */
  function forgetEnded(): void {
    jobs.value = jobs.value.filter((job) => !isPrintOver(job))
  }

  function ofPaper(paperId: string): PrintJobView[] {
    return jobs.value.filter((job) => job.paperId === paperId)
  }

  /** The system has taken it before, and it did not come to nothing: once more needs a reason. */
  function isPrinted(paperId: string): boolean {
    return ofPaper(paperId).some(({ state }) => state !== 'failed' && state !== 'cancelled')
  }

  return { jobs, take, forgetEnded, ofPaper, isPrinted }
})
