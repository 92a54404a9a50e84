import { useI18n } from 'vue-i18n'
import type { ErrorCode, ErrorParams } from '#domain/errors'
import { dateText } from './format'

const isoDate = /^\d{4}-\d{2}-\d{2}$/

/** Values of an error that have a sentence of their own after its text. */
const explained = ['allowed', 'attemptsLeft', 'count', 'length', 'validUntil'] as const

/** Dates as people write them. */
export function shownParam(value: string | number): string {
  return typeof value === 'string' && isoDate.test(value) ? dateText(value) : String(value)
}

/** The text of an error in the clerk's language: what is so, what to do, and the values it came with. */
export function useProblemText(): (problem: { code: ErrorCode; params: ErrorParams }) => string {
  const { t } = useI18n()
  return ({ code, params }) => {
    const values = explained.flatMap((name) => {
      const value = params[name]
      return value === undefined ? [] : [t(`errorValues.${name}`, { value: shownParam(value) })]
    })
    return [t(`errors.${code}`), ...values].join(' ')
  }
}
