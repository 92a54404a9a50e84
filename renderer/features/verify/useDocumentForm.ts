import { computed, nextTick, ref, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { VerifiedField } from '#domain/core/office'
import { announce } from '../../app/notes'
import { useProblemText } from '../../app/problems'
import { focusFirstError, focusScreen } from '../../app/screen'
import { useToday } from '../../app/today'
import { checkVerifyForm, fillFromMrz, isMrzBegun, type CheckedForm, type FieldProblem, type VerifyForm } from './form'

const fields = ['iin', 'documentNumber', 'validUntil'] as const satisfies readonly VerifiedField[]

export interface FieldSummary {
  label: string
  problem: FieldProblem
}

export interface DocumentForm {
  form: VerifyForm
  checked: ComputedRef<CheckedForm>
  errors: ComputedRef<Record<VerifiedField, string>>
  notices: ComputedRef<string[]>
  /** For the banner at the top: what is wrong, by field. */
  summary: ComputedRef<FieldSummary[]>
  zoneProblem: Ref<FieldProblem | undefined>
  takeZone(text: string): void
  /** A line end of a machine-readable zone, not the end of the form. */
  isMidZone(): boolean
}

/**
 * One document as typed or scanned. `tried`: the form was sent once, so refused fields are marked; `differs`: fields that
 * the core found different; `whenWhole`: where the focus goes after a scan that filled everything.
 */
export function useDocumentForm(
  form: VerifyForm,
  options: { tried: Ref<boolean>; differs?: () => ReadonlySet<VerifiedField>; whenWhole: () => void },
): DocumentForm {
  const { t } = useI18n()
  const today = useToday()
  const problemText = useProblemText()
  const zoneProblem = ref<FieldProblem>()

  const checked = computed(() => checkVerifyForm(form, today.value))
  const errors = computed(() => {
    const all = [...fields, 'documentType'] as const
    return Object.fromEntries(all.map((field) => [field, errorOf(field)])) as Record<VerifiedField, string>
  })
  const notices = computed(() => checked.value.notices.map((notice) => t(`iinNotices.${notice}`)))
  const summary = computed(() => {
    if (zoneProblem.value) return [{ label: t('verify.zone'), problem: zoneProblem.value }]
    if (!options.tried.value) return []
    return fields.flatMap((field) => {
      const problem = checked.value.problems[field]
      return problem ? [{ label: t(`fields.${field}`), problem }] : []
    })
  })

  function errorOf(field: VerifiedField): string {
    const problem = options.tried.value ? checked.value.problems[field] : undefined
    if (problem) return problemText(problem)
    return options.differs?.().has(field) ? t('verify.differs') : ''
  }

  function takeZone(text: string): void {
    const problem = fillFromMrz(form, text)
    void nextTick(async () => {
      zoneProblem.value = problem
      if (problem) return focusFirstError()
      announce(t('verify.zoneRead'))
      if (checked.value.value === undefined) focusScreen()
      else options.whenWhole()
    })
  }

  const isMidZone = (): boolean => [form.iin, form.number, form.validUntil].some(isMrzBegun)

  return { form, checked, errors, notices, summary, zoneProblem, takeZone, isMidZone }
}
