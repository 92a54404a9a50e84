import { computed, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAct } from '../../app/calls'
import { countText, simTail } from '../../app/format'
import { focusFirstError } from '../../app/screen'
import { useSession } from '../../app/session'
import { useStockDraft } from './draft'
import { focusConfirm, focusField, isAboutCard, type Job } from './job'
import { boxErrors, useBox } from './useBox'

/** A delivered box: its first and last card, what the core has of it, and the receipt. */
export function useReceive() {
  const { t } = useI18n()
  const draft = useStockDraft()
  const session = useSession()
  const box = useBox()
  const act = useAct('stock.receiveBox')

  const mayReceive = computed(() => session.roles.includes('supervisor'))
  const callProblem = computed(() => act.problem.value ?? box.problem.value)
  const errors = computed(() => boxErrors(box.refused.value, callProblem.value))
  const complete = computed(() => mayReceive.value && (box.found.value?.fresh ?? 0) > 0)
  watch(box.typed, () => (act.problem.value = undefined))

  async function next(): Promise<void> {
    if (!mayReceive.value) return
    act.problem.value = undefined
    await box.read()
    if (complete.value) focusConfirm()
  }

  async function submit(): Promise<string | undefined> {
    const found = box.found.value
    // What it will do must have been on the screen before the press counts as consent.
    if (!complete.value || !found) return void (await next())
    const done = await act.run({ first: draft.first, last: draft.last, fresh: found.fresh })
    if (done === undefined) {
      if (act.problem.value?.code === 'STOCK_CHANGED') await box.ask()
      return void (await focusFirstError())
    }
    Object.assign(draft, { first: '', last: '' })
    focusField('stock-first')
    return t('stock.receive.done', { count: countText(done.received) })
  }

  function take(card: string): void {
    if (!mayReceive.value) return
    if (draft.first.trim() === '') draft.first = card
    else draft.last = card
    void next()
  }

  const problem = computed(() => (isAboutCard(callProblem.value) ? undefined : callProblem.value))
  const busy = computed(() => act.busy.value || box.busy.value)
  const own = { mayReceive, found: box.found, errors }
  return { ...own, ...useReceiptTexts(own), problem, complete, ready: complete, busy, next, submit, take } satisfies Job
}

type Receipt = Pick<ReturnType<typeof useBox>, 'found'> & {
  mayReceive: Readonly<{ value: boolean }>
  errors: Readonly<{ value: ReturnType<typeof boxErrors> }>
}

function useReceiptTexts({ mayReceive, found, errors }: Receipt): Pick<Job, 'effect' | 'fields' | 'submitLabel'> {
  const { t } = useI18n()
  const effect = computed(() => {
    if (!mayReceive.value) return t('stock.receive.supervisor')
    const box = found.value
    if (!box) return t('stock.receive.incomplete')
    if (box.fresh === 0) return t('stock.receive.nothing')
    const values = { count: countText(box.fresh), first: simTail(box.first), last: simTail(box.last) }
    const rest = box.cards - box.fresh
    if (rest === 0) return t('stock.receive.effect', values)
    return t('stock.receive.effectPartly', { ...values, rest: countText(rest) })
  })
  const fields = computed(() =>
    (['first', 'last'] as const).flatMap((field) => {
      const problem = errors.value[field]
      return problem ? [{ label: t(`stock.receive.${field}`), problem }] : []
    }),
  )
  return { effect, fields, submitLabel: computed(() => t('stock.receive.submit')) }
}
