import { AppError, type ErrorCode, type ErrorParams } from '#domain/errors'

export type ReportErrorCode = Extract<ErrorCode, `REPORT_${string}`>

/** Whatever stops a report. Parameters name counts and fields, never a value of the subscriber. */
export class ReportError extends AppError {
  constructor(code: ReportErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(code, params, options)
  }
}
