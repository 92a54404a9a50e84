import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CountedView, RecountView } from '#domain/contract/stock'
import { useAct, useQuestion } from '../../app/calls'
import { announce } from '../../app/notes'

/** One scan; a clerk who scans looks up now and then only. */
export interface Scanned {
  card: string
  outcome: CountedView['outcome'] | 'refused'
}

const shownScans = 6

/** Cards scanned one after another into the recount of this counter. */
export function useCounting() {
  const { t } = useI18n()
  const question = useQuestion('stock.recount')
  const act = useAct('stock.countCard')
  const card = ref('')
  const view = shallowRef<RecountView>()
  /** Newest first. */
  const scans = shallowRef<readonly Scanned[]>([])
  const waiting: string[] = []
  let working: Promise<void> | undefined

  async function load(): Promise<void> {
    const found = await question.ask({})
    if (!question.problem.value) view.value = found ?? undefined
  }

  /** A scanner is quicker than the store may be: scans wait in a row and none is lost. */
  function count(text: string): Promise<void> {
    waiting.push(text)
    working ??= work().finally(() => (working = undefined))
    return working
  }

  async function work(): Promise<void> {
    for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) await countOne(text)
  }

  async function countOne(text: string): Promise<void> {
    const done = await act.run({ card: text })
    // The same card once more is another act.
    act.forget()
    const outcome = done?.outcome ?? 'refused'
    scans.value = [{ card: done?.iccid ?? text, outcome } as const, ...scans.value].slice(0, shownScans)
    announce(t(`stock.recount.outcomes.${outcome}`))
    if (done) view.value = done.recount
    else if (card.value === '') card.value = text
  }

  function forget(): void {
    view.value = undefined
    scans.value = []
    act.problem.value = undefined
  }

  const countingProblem = computed(() => question.problem.value ?? act.problem.value)
  return { card, view, scans, countingProblem, countProblem: act.problem, load, count, forget }
}
