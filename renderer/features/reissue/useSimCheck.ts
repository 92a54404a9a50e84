import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue'
import type { StockSim } from '#domain/contract/views'
import { parseIccid } from '#domain/iccid'
import { useQuestion } from '../../app/calls'
import type { FieldProblem } from '../verify/form'
import { simByTail } from './stock'

/** The SIM as typed or scanned, and whether it may be given out here. */
export function useSimCheck(draft: { iccid: string }, msisdn: () => string, stock: () => readonly StockSim[]) {
  const question = useQuestion('reissue.checkSim')
  /** The text that `question` is about. */
  const askedAbout = ref('')
  const shapeProblem = shallowRef<FieldProblem>()

  const isCurrent = computed(() => askedAbout.value === draft.iccid)
  const sim: ComputedRef<StockSim | undefined> = computed(() => (isCurrent.value ? question.value.value : undefined))
  const problem = computed(() => shapeProblem.value ?? (isCurrent.value ? question.problem.value : undefined))

  watch(isCurrent, (current) => {
    if (!current) shapeProblem.value = undefined
  })

  /** What cannot be an ICCID is told at once; the last digits are enough where only one SIM of the office has them. */
  async function check(): Promise<void> {
    draft.iccid = simByTail(stock(), draft.iccid)?.iccid ?? draft.iccid
    const text = draft.iccid
    if (text.trim() === '' || (isCurrent.value && question.value.value !== undefined)) return
    const shape = parseIccid(text)
    askedAbout.value = text
    question.clear()
    shapeProblem.value =
      shape.ok || shape.code === 'ICCID_NO_CHECK_DIGIT' ? undefined : { code: shape.code, params: shape.params ?? {} }
    if (shapeProblem.value) return
    const found = await question.ask({ msisdn: msisdn(), iccid: text })
    if (found === undefined) return
    // 18 digits come back complete.
    askedAbout.value = found.iccid
    draft.iccid = found.iccid
  }

  return { sim, problem, check, callProblem: question.problem }
}
