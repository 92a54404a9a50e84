import { tmfError, type TmfError } from '#domain/core/common'
import { AppError, isErrorCode, isRetryable, type ErrorCode, type ErrorParams } from '#domain/errors'

/** The bearer was not accepted; a new one may be. Stays inside the client. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused'
}

/** Names of the core that have another one here. */
const aliases: Record<string, ErrorCode> = { CLERK_TOKEN_INVALID: 'NOT_SIGNED_IN' }
const passing = new Set([408, 425, 429, 503])

/** What an answer other than success means. */
export function refusal(status: number, headers: Headers, text: string): Error {
  if (passing.has(status)) return new AppError('CORE_BUSY', retryAfter(headers))
  if (status >= 500) return new AppError('CORE_FAULT', { status })
  const body = readError(text)
  if (!body) return new AppError('CORE_ANSWER_MALFORMED', { status })
  if (status === 401 && body.code === 'TOKEN_INVALID') return new TokenRefused()
  return fromCode(status, body)
}

/** A code that could mean "try again" here is not believed: 4xx is the core's last word. */
function fromCode(status: number, body: TmfError): AppError {
  const code = aliases[body.code] ?? body.code
  if (isErrorCode(code) && !isRetryable(code)) return new AppError(code, safeParams(body.params))
  const named = /^[A-Z][A-Z0-9_]{0,39}$/.test(body.code) ? body.code : 'UNNAMED'
  return new AppError('CORE_REFUSED', { code: named, status })
}

/** Texts of a core may hold anything; what is shown and logged has the form of a code, date, number or id. */
function safeParams(params: TmfError['params'] = {}): ErrorParams {
  const safe = Object.entries(params).filter(([, value]) => typeof value === 'number' || /^[\w.:-]{1,64}$/.test(value))
  return Object.fromEntries(safe)
}

function readError(text: string): TmfError | undefined {
  try {
    return tmfError.safeParse(JSON.parse(text)).data
  } catch {
    // A proxy's page in HTML is an answer of somebody else.
    return undefined
  }
}

function retryAfter(headers: Headers): ErrorParams {
  const seconds = retryAfterOf(headers)
  return seconds === undefined ? {} : { retryAfter: seconds }
}

/** Seconds, or a date, which is compared with the core's own clock in the same answer (RFC 9110, 10.2.3). An hour at most. */
export function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? ''
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : Math.ceil((Date.parse(text) - Date.parse(headers.get('date') ?? '')) / 1000)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 3600) : undefined
}
