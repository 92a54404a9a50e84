import { computed, shallowRef, watch } from 'vue'
import { parseHumanDate } from '#domain/document'
import { checkPeriod, presetPeriod, type Period, type PresetMonths } from '#domain/period'
import { useAct, useQuestion } from '../../app/calls'
import { dateText } from '../../app/format'
import { useToday } from '../../app/today'
import { useVisit } from '../../app/visit'
import type { FieldProblem } from '../verify/form'

export type DateField = 'from' | 'to'

/** Which of the two dates a refusal is about. */
export function fieldOf({ code, params }: FieldProblem): DateField {
  if (code === 'DATE_MALFORMED') return params['field'] === 'to' ? 'to' : 'from'
  return code === 'PERIOD_REVERSED' || code === 'PERIOD_FUTURE' ? 'to' : 'from'
}

/** Dates as typed to a period; what the counter itself can see is refused here, the rest by the core. */
export function readPeriod(
  from: string,
  to: string,
  today: string,
): { ok: true; value: Period } | { ok: false; problem: FieldProblem } {
  const dates = { from: parseHumanDate(from), to: parseHumanDate(to) }
  if (!dates.from.ok) return { ok: false, problem: { code: 'DATE_MALFORMED', params: { field: 'from' } } }
  if (!dates.to.ok) return { ok: false, problem: { code: 'DATE_MALFORMED', params: { field: 'to' } } }
  const checked = checkPeriod({ from: dates.from.value, to: dates.to.value }, { today })
  if (checked.ok) return checked
  return { ok: false, problem: { code: checked.code, params: checked.params ?? {} } }
}

const periodCodes = [
  'DATE_MALFORMED',
  'PERIOD_REVERSED',
  'PERIOD_FUTURE',
  'PERIOD_BEFORE_OWNERSHIP',
  'PERIOD_BEFORE_EARLIEST',
]

/** The period of a detailization, what it holds and costs, and starting it. */
export function useDetail() {
  const visit = useVisit()
  const today = useToday()
  const draft = visit.drafts.detail
  const msisdn = computed(() => visit.number?.msisdn ?? '')
  const bounds = useQuestion('detail.bounds')
  const act = useAct('detail.start')
  const localProblem = shallowRef<FieldProblem>()

  const periodProblem = computed(() => {
    if (localProblem.value) return localProblem.value
    const problem = act.problem.value ?? bounds.problem.value
    return problem && periodCodes.includes(problem.code) ? problem : undefined
  })

  function choose(months: PresetMonths): void {
    const period = presetPeriod(months, today.value)
    Object.assign(draft, { preset: months, from: dateText(period.from), to: dateText(period.to) })
  }

  /** Asks what the period as typed holds and costs. */
  async function askBounds(): Promise<void> {
    bounds.clear()
    act.problem.value = undefined
    const period = readPeriod(draft.from, draft.to, today.value)
    localProblem.value = period.ok ? undefined : period.problem
    if (period.ok) await bounds.ask({ msisdn: msisdn.value, ...period.value })
  }

  /** A change makes the known price one of another period. */
  watch(
    () => [draft.from, draft.to],
    () => {
      bounds.clear()
      localProblem.value = undefined
    },
    { flush: 'sync' },
  )

  async function start(): Promise<boolean> {
    const known = bounds.value.value
    if (known === undefined) return false
    const { from, to } = known
    const { quoteId, feeId, tiyn, taxRate } = known.quote
    const price = { quoteId, feeId, tiyn, taxRate, paid: known.paidAt !== undefined }
    const { form, language } = draft
    const input = { msisdn: msisdn.value, from, to, form, language, ...price }
    const id = act.idFor(input)
    if ((await act.run(input)) === undefined) {
      if (act.problem.value?.code === 'PRICE_CHANGED') await bounds.ask({ msisdn: msisdn.value, from, to })
      return false
    }
    // The first news may have come before the answer.
    const visitId = visit.number?.visitId
    if (visitId !== undefined && !visit.reports.some((report) => report.id === id)) {
      const paper = { id, visitId, msisdn: msisdn.value, from, to, form, language }
      visit.takeReport({ ...paper, phase: 'ordering', done: 0, total: known.rows })
    }
    return true
  }

  if (draft.from === '' && draft.to === '') choose(3)
  return { draft, msisdn, bounds, act, periodProblem, choose, askBounds, start }
}
