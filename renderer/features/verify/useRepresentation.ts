import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useProblemText } from '../../app/problems'
import { useToday } from '../../app/today'
import { useVisit } from '../../app/visit'
import { checkRepresentation, type RepresentationField } from './representation'
import { useDocumentForm, type FieldSummary } from './useDocumentForm'

const labels = {
  authorityNumber: 'who.number',
  authorityDate: 'who.date',
  authorityUntil: 'who.until',
  covers: 'who.covers',
  bin: 'who.bin',
  letterNumber: 'who.letterNumber',
  letterDate: 'who.letterDate',
  representative: 'who.representative',
} as const satisfies Record<RepresentationField, string>

/** Who acts for the subscriber, and that person's own document. */
export function useRepresentation(tried: Ref<boolean>, whenWhole: () => void) {
  const { t } = useI18n()
  const today = useToday()
  const visit = useVisit()
  const problemText = useProblemText()
  const form = visit.drafts.representation
  const proxy = useDocumentForm(form.proxy, { tried, whenWhole })
  const byProxy = computed(() => form.who === 'powerOfAttorney' || form.who === 'parent')
  const checked = computed(() => checkRepresentation(form, today.value))
  const problems = computed(() =>
    tried.value ? (Object.entries(checked.value.problems) as [RepresentationField, FieldSummary['problem']][]) : [],
  )

  /** A field that is merely empty says so; the code's text is about the paper as a whole. */
  function textOf(field: RepresentationField, problem: FieldSummary['problem']): string {
    if (field === 'covers') return t('who.coversMissing')
    return problem.code === 'AUTHORITY_MALFORMED' ? t('form.required') : problemText(problem)
  }

  const errors = computed(
    () =>
      Object.fromEntries(problems.value.map(([field, problem]) => [field, textOf(field, problem)])) as Partial<
        Record<RepresentationField, string>
      >,
  )
  const summary = computed<FieldSummary[]>(() => [
    ...problems.value.map(([field, problem]) => ({ label: t(labels[field]), problem })),
    ...(byProxy.value ? proxy.summary.value : []),
  ])
  return { form, proxy, byProxy, checked, errors, summary }
}
