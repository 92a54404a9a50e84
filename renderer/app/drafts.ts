import type { PaperLanguage, ReportForm } from '#domain/paper'
import { emptyVerifyForm, type VerifyForm } from '../features/verify/form'
import { emptyRepresentation, type RepresentationForm } from '../features/verify/representation'

/** What was typed and not yet sent: Esc goes back without losing it. Gone with the customer. */
export interface Drafts extends OperationDrafts {
  verify: VerifyForm
  representation: RepresentationForm
  oldIccid: string
}

/** Of one number; another number of the same customer begins anew. */
interface OperationDrafts {
  reissue: { iccid: string; reason: string; withUnblock: boolean }
  detail: { preset: number | undefined; from: string; to: string; form: ReportForm; language: PaperLanguage }
}

export function emptyOperationDrafts(): OperationDrafts {
  return {
    reissue: { iccid: '', reason: '', withUnblock: true },
    detail: { preset: 3, from: '', to: '', form: 'expanded', language: 'kk+ru' },
  }
}

export function emptyDrafts(): Drafts {
  return {
    verify: emptyVerifyForm(),
    representation: emptyRepresentation(),
    oldIccid: '',
    ...emptyOperationDrafts(),
  }
}
