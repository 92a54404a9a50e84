import { AppError, type ErrorCode, type ErrorParams } from '#domain/errors'

type Checked<T> = { ok: true; value: T } | { ok: false; code: ErrorCode; params?: ErrorParams | undefined }

/** The value of a check of `domain/`, or its code as an error. `extra` is added to the code's own parameters. */
export function orThrow<T>(checked: Checked<T>, extra: ErrorParams = {}): T {
  if (checked.ok) return checked.value
  throw new AppError(checked.code, { ...extra, ...checked.params })
}
