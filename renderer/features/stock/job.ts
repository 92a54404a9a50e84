import type { Ref } from 'vue'
import type { ErrorBody } from '#domain/errors'
import type { FieldProblem } from '../verify/form'

/** What the frame of the stock screen needs of the thing that is being done on it. */
export interface Job {
  /** An error of a call that is about no field. */
  problem: Readonly<Ref<ErrorBody | undefined>>
  fields: Readonly<Ref<readonly { label: string; problem: FieldProblem }[]>>
  /** What the confirm key will do, or what is still missing. */
  effect: Readonly<Ref<string>>
  complete: Readonly<Ref<boolean>>
  /** The confirm key has something to do. */
  ready: Readonly<Ref<boolean>>
  busy: Readonly<Ref<boolean>>
  submitLabel: Readonly<Ref<string>>
  /** Enter in a field, also the scanner's. */
  next(): Promise<void>
  /** Ctrl+Enter. Gives what was done, as one sentence. */
  submit(): Promise<string | undefined>
  /** A card was scanned while no field of the job had the focus. */
  take(card: string): void
}

/** A refused number is told at its field; anything else at the top, with its reference. */
export function isAboutCard(problem: { code: string } | undefined): boolean {
  return problem !== undefined && /^(?:ICCID|BOX)_/.test(problem.code)
}

/** The button that confirms: reached by Enter once everything is there, and shows what it will do. */
export function focusConfirm(): void {
  document.querySelector<HTMLElement>('[data-testid=stock-submit]')?.focus()
}

export function focusField(testId: string): void {
  document.querySelector<HTMLInputElement>(`[data-testid=${testId}]`)?.focus()
}
