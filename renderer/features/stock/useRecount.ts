import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAct } from '../../app/calls'
import { countText } from '../../app/format'
import { focusFirstError } from '../../app/screen'
import { useSession } from '../../app/session'
import { focusConfirm, focusField, isAboutCard, type Job } from './job'
import { useCounting } from './useCounting'

/** A recount: card after card into the store, then what is missing and surplus, then the report. */
export function useRecount() {
  const counting = useCounting()
  const ending = useEnding(counting)
  const { card } = counting

  /** Enter with a card counts it, without one sums up. */
  async function next(): Promise<void> {
    const text = card.value.trim()
    if (text === '') return ending.sumUp()
    card.value = ''
    await counting.count(text)
    focusField('stock-card')
  }

  function take(text: string): void {
    void counting.count(text)
  }

  const own = { ...counting, ...ending }
  return { ...own, ...useRecountTexts(own), next, take } satisfies Job
}

/** From the sum to the report, or giving the recount up. */
function useEnding({ view, scans, countProblem, load, forget }: ReturnType<typeof useCounting>) {
  const { t } = useI18n()
  const session = useSession()
  const closing = useAct('stock.closeRecount')
  const dropping = useAct('stock.dropRecount')
  /** What was found is on the screen; another card takes it away. */
  const isSummed = ref(false)

  const mayClose = computed(() => session.roles.includes('supervisor'))
  const complete = computed(() => isSummed.value && mayClose.value && view.value !== undefined)
  const ready = computed(() => (isSummed.value ? complete.value : view.value !== undefined))
  const counts = computed(() => ({
    counted: view.value?.counted ?? 0,
    missing: view.value?.missing.length ?? 0,
    surplus: view.value?.surplus.length ?? 0,
  }))
  watch(scans, () => {
    isSummed.value = false
    closing.problem.value = undefined
  })

  async function sumUp(): Promise<void> {
    if (!view.value) return focusField('stock-card')
    countProblem.value = undefined
    await load()
    isSummed.value = view.value !== undefined
    if (complete.value) focusConfirm()
  }

  async function submit(): Promise<string | undefined> {
    const found = view.value
    if (!complete.value || !found) return void (await sumUp())
    if ((await closing.run({ recountId: found.id, ...counts.value })) === undefined) {
      await load()
      return void (await focusFirstError())
    }
    end()
    return t('stock.recount.done', { counted: countText(found.counted) })
  }

  async function drop(): Promise<void> {
    if (view.value && (await dropping.run({ recountId: view.value.id }))) end()
  }

  function end(): void {
    forget()
    focusField('stock-card')
  }

  const endProblem = computed(() => closing.problem.value ?? dropping.problem.value)
  return { isSummed, mayClose, counts, complete, ready, busy: closing.busy, endProblem, sumUp, submit, drop }
}

type Counted = Pick<ReturnType<typeof useCounting>, 'view' | 'countingProblem'> &
  Pick<ReturnType<typeof useEnding>, 'isSummed' | 'mayClose' | 'counts' | 'endProblem'>

function useRecountTexts({ view, countingProblem, isSummed, mayClose, counts, endProblem }: Counted) {
  const { t } = useI18n()
  const cardProblem = computed(() => (isAboutCard(countingProblem.value) ? countingProblem.value : undefined))
  const effect = computed(() => {
    if (!view.value) return t('stock.recount.incomplete')
    const { counted, missing, surplus } = counts.value
    const values = { counted: countText(counted), missing: countText(missing), surplus: countText(surplus) }
    if (!isSummed.value) return t('stock.recount.toSum', values)
    return t(mayClose.value ? 'stock.recount.effect' : 'stock.recount.supervisor', values)
  })
  return {
    effect,
    cardProblem,
    problem: computed(() => endProblem.value ?? (cardProblem.value ? undefined : countingProblem.value)),
    fields: computed(() => (cardProblem.value ? [{ label: t('stock.card'), problem: cardProblem.value }] : [])),
    submitLabel: computed(() => t(isSummed.value ? 'stock.recount.submit' : 'stock.recount.sumUp')),
  }
}
