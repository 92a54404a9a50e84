import { defineStore } from 'pinia'
import { reactive, ref } from 'vue'
import type { PrintJobView, ReprintReason } from '#domain/contract/printing'

const endStates: readonly PrintJobView['state'][] = ['done', 'failed', 'cancelled', 'handedOver']

/** What is chosen for a print. */
export interface PrintDraft {
  printer: string
  copies: string
  sides: 'one' | 'two'
  /** As typed; empty for all. */
  pages: string
  reason: ReprintReason | ''
}

/** One copy of everything, and nothing said of why. */
const usual = { copies: '1', pages: '', reason: '' } as const

export function isPrintOver({ state }: PrintJobView): boolean {
  return endStates.includes(state)
}

/** Print jobs of this counter, newest first. They hold nothing of a customer and may outlast the visit. */
export const usePrints = defineStore('prints', () => {
  const jobs = ref<PrintJobView[]>([])
  const drafts = reactive(new Map<string, PrintDraft>())

  /** Kept until the paper is printed, whatever happens to a print and wherever the clerk looks meanwhile. */
  function draftOf(paperId: string): PrintDraft {
    if (!drafts.has(paperId)) drafts.set(paperId, { ...usual, printer: '', sides: 'one' })
    return drafts.get(paperId) as PrintDraft
  }

  function take(job: PrintJobView): void {
    // The next print of the paper is another one; after a failure it is the same once more.
    if (job.state === 'done' || job.state === 'handedOver') Object.assign(draftOf(job.paperId), usual)
    const known = jobs.value.find(({ id }) => id === job.id)
    // The answer to the key press may come after the news of the end.
    if (known && isPrintOver(known)) return
    jobs.value = known ? jobs.value.map((each) => (each.id === job.id ? job : each)) : [job, ...jobs.value]
  }

  /** With the visit go the jobs that have ended, and what was chosen. */
  function forgetEnded(): void {
    drafts.clear()
    jobs.value = jobs.value.filter((job) => !isPrintOver(job))
  }

  function ofPaper(paperId: string): PrintJobView[] {
    return jobs.value.filter((job) => job.paperId === paperId)
  }

  /** The system has taken it before, and it did not come to nothing: once more needs a reason. */
  function isPrinted(paperId: string): boolean {
    return ofPaper(paperId).some(({ state }) => state !== 'failed' && state !== 'cancelled')
  }

  return { jobs, draftOf, take, forgetEnded, ofPaper, isPrinted }
})
