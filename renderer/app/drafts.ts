import { emptyVerifyForm, type VerifyForm } from '../features/verify/form'

/** What was typed and not yet sent: Esc goes back without losing it. Gone with the customer. */
export interface Drafts {
  verify: VerifyForm
  reissue: { iccid: string; reason: string; withUnblock: boolean }
  detail: { preset: number | undefined; from: string; to: string }
}

export function emptyDrafts(): Drafts {
  return {
    verify: emptyVerifyForm(),
    reissue: { iccid: '', reason: '', withUnblock: true },
    detail: { preset: 3, from: '', to: '' },
  }
}
