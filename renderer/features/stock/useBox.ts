import { computed, ref, shallowRef, watch } from 'vue'
import type { ErrorCode, ErrorParams } from '#domain/errors'
import { parseIccid } from '#domain/iccid'
import { readBox } from '#domain/simBox'
import { useQuestion } from '../../app/calls'
import { focusFirstError } from '../../app/screen'
import type { FieldProblem } from '../verify/form'
import { useStockDraft } from './draft'
import { focusField, isAboutCard } from './job'

type BoxField = 'first' | 'last'
export type BoxErrors = Partial<Record<BoxField, FieldProblem>>

/** The two cards of a box as typed or scanned, and what the core has of the numbers between them. */
export function useBox() {
  const draft = useStockDraft()
  const question = useQuestion('stock.checkBox')
  const askedAbout = ref('')
  const refused = shallowRef<BoxErrors>({})

  const typed = computed(() => `${draft.first} ${draft.last}`)
  const isCurrent = computed(() => askedAbout.value === typed.value)
  const found = computed(() => (isCurrent.value ? question.value.value : undefined))
  const problem = computed(() => (isCurrent.value ? question.problem.value : undefined))
  watch(typed, () => (refused.value = {}))

  async function refuse(field: BoxField, code: ErrorCode, params: ErrorParams = {}): Promise<void> {
    refused.value = { [field]: { code, params } }
    await focusFirstError()
  }

  async function ask(): Promise<void> {
    askedAbout.value = typed.value
    await question.ask({ first: draft.first, last: draft.last })
    if (question.problem.value) await focusFirstError()
  }

  /** Goes on to what is missing; says what is wrong with the first card before the last one is looked for. */
  async function read(): Promise<void> {
    if (draft.first.trim() === '') return focusField('stock-first')
    const first = parseIccid(draft.first)
    if (!first.ok) return refuse('first', first.code, first.params)
    if (draft.last.trim() === '') return focusField('stock-last')
    const box = readBox(draft.first, draft.last)
    if (!box.ok) return refuse('last', box.code, box.params)
    await ask()
  }

  return { typed, found, problem, refused, busy: question.busy, ask, read }
}

/** Refusals by field: those of the form itself, or else one of the core. */
export function boxErrors(refused: BoxErrors, problem: FieldProblem | undefined): BoxErrors {
  if (refused.first || refused.last || !problem || !isAboutCard(problem)) return refused
  return problem.params['field'] === 'first' ? { first: problem } : { last: problem }
}
