import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAct } from '../../app/calls'
import { simTail } from '../../app/format'
import { focusFirstError } from '../../app/screen'
import type { FieldProblem } from '../verify/form'
import { useStockDraft } from './draft'
import { focusConfirm, focusField, isAboutCard, type Job } from './job'
import { useCard } from './useCard'

/** A damaged card: which one, why, and that nobody will be given it. */
export function useWriteOff() {
  const { t } = useI18n()
  const draft = useStockDraft()
  const card = useCard()
  const act = useAct('stock.writeOff')
  const tried = ref(false)

  const callProblem = computed(() => act.problem.value ?? card.problem.value)
  const cardProblem = computed<FieldProblem | undefined>(
    () => card.refused.value ?? (isAboutCard(callProblem.value) ? callProblem.value : undefined),
  )
  const complete = computed(() => card.sim.value !== undefined && draft.reason !== '')
  watch(
    () => draft.card,
    () => (act.problem.value = undefined),
  )

  async function next(): Promise<void> {
    if (draft.card.trim() === '') return focusField('stock-card')
    await card.check()
    if (cardProblem.value || callProblem.value) return focusFirstError()
    if (draft.reason === '') focusField('stock-reason')
    else focusConfirm()
  }

  async function submit(): Promise<string | undefined> {
    tried.value = true
    if (!complete.value || draft.reason === '') return void (await next())
    const done = await act.run({ card: draft.card, reason: draft.reason })
    if (done === undefined) return void (await focusFirstError())
    tried.value = false
    Object.assign(draft, { card: '', reason: '' })
    focusField('stock-card')
    return t('stock.writeOff.done', { sim: simTail(done.iccid) })
  }

  function take(text: string): void {
    draft.card = text
    void next()
  }

  const reasonMissing = computed(() => tried.value && draft.reason === '')
  const own = { sim: card.sim, cardProblem, reasonMissing }
  return {
    ...own,
    problem: computed(() => (isAboutCard(callProblem.value) ? undefined : callProblem.value)),
    fields: computed(() => (cardProblem.value ? [{ label: t('stock.card'), problem: cardProblem.value }] : [])),
    effect: computed(() => {
      const sim = complete.value ? card.sim.value : undefined
      return sim ? t('stock.writeOff.effect', { sim: simTail(sim.iccid) }) : t('stock.writeOff.incomplete')
    }),
    complete,
    ready: complete,
    busy: computed(() => act.busy.value || card.busy.value),
    submitLabel: computed(() => t('stock.writeOff.submit')),
    next,
    submit,
    take,
  } satisfies Job
}
