import { computed, ref, shallowRef, watch } from 'vue'
import { parseIccid } from '#domain/iccid'
import { useQuestion } from '../../app/calls'
import type { FieldProblem } from '../verify/form'
import { useStockDraft } from './draft'

/** A card as typed or scanned, and whether it may be written off. */
export function useCard() {
  const draft = useStockDraft()
  const question = useQuestion('stock.checkCard')
  const askedAbout = ref('')
  const refused = shallowRef<FieldProblem>()

  const isCurrent = computed(() => askedAbout.value === draft.card)
  const sim = computed(() => (isCurrent.value ? question.value.value : undefined))
  const problem = computed(() => (isCurrent.value ? question.problem.value : undefined))
  watch(
    () => draft.card,
    () => (refused.value = undefined),
  )

  /** What cannot be an ICCID is told at once; 18 digits are completed from the stock. */
  async function check(): Promise<void> {
    if (sim.value) return
    const shape = parseIccid(draft.card)
    if (!shape.ok && shape.code !== 'ICCID_NO_CHECK_DIGIT') {
      refused.value = { code: shape.code, params: shape.params ?? {} }
      return
    }
    askedAbout.value = draft.card
    const found = await question.ask({ card: draft.card })
    if (found === undefined) return
    askedAbout.value = found.iccid
    draft.card = found.iccid
  }

  return { sim, problem, refused, busy: question.busy, check }
}
