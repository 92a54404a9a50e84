/** Outcome of reading something a person or a machine sent. `code` is one of `errors.ts`; `params` never holds personal data. */
export type Result<T, C extends string = string> =
  { ok: true; value: T } | { ok: false; code: C; params?: Record<string, string | number> }

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

export function fail<C extends string>(
  code: C,
  params?: Record<string, string | number>,
): { ok: false; code: C; params?: Record<string, string | number> } {
  return params === undefined ? { ok: false, code } : { ok: false, code, params }
}
