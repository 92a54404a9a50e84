import type { TmfError } from '#domain/core/common'

/** What the core refuses: thrown it undoes the request, returned by a handler it keeps what the handler wrote. */
export class CoreProblem extends Error {
  override readonly name = 'CoreProblem'
  constructor(
    readonly status: number,
    readonly code: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(code)
  }

  toBody(): TmfError {
    return {
      code: this.code,
      reason: this.code,
      message: reasons[this.status] ?? 'Refused',
      status: String(this.status),
      ...(Object.keys(this.params).length > 0 ? { params: this.params } : {}),
    }
  }
}

const reasons: Record<number, string> = {
  400: 'The request is malformed',
  401: 'Not signed on',
  403: 'Not allowed',
  404: 'Not found',
  409: 'In conflict with what is known',
  410: 'Start anew',
  413: 'Too large',
  422: 'Against a rule',
  423: 'Locked for a while',
  429: 'Too many requests',
  500: 'The core failed',
}

export const badRequest = (field: string): CoreProblem => new CoreProblem(400, 'BAD_REQUEST', { field })
export const notFound = (): CoreProblem => new CoreProblem(404, 'NOT_FOUND')
