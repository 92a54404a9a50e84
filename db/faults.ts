import { AppError, type ErrorCode } from '#domain/errors'

/** Result codes of SQLite (https://sqlite.org/rescode.html) that mean something to a person. */
const known: Record<string, ErrorCode> = {
  SQLITE_FULL: 'STORE_FULL',
  SQLITE_READONLY: 'STORE_READONLY',
  SQLITE_PERM: 'STORE_READONLY',
  SQLITE_CANTOPEN: 'STORE_READONLY',
  SQLITE_CORRUPT: 'STORE_CORRUPT',
  SQLITE_NOTADB: 'STORE_CORRUPT',
  SQLITE_MISUSE: 'STORE_CLOSED',
}

/**
 * Any failure of the store as an error that may be logged and shown. Knex and SQLite write the statement with its bound
 * values into their messages, so neither the message nor the original error is passed on: only the result code is.
 */
export function storeFault(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = sqliteCode(error)
  if (code === undefined) return ownFault(error)
  return new AppError(known[code] ?? 'INTERNAL', { sqlite: code })
}

/** A failure of a file beside the store: its path, which Node writes into the message, is left behind. */
export function fileFault(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
  return new AppError(filesKnown[code] ?? 'INTERNAL', { file: code })
}

const filesKnown: Record<string, ErrorCode> = {
  ENOSPC: 'STORE_FULL',
  EDQUOT: 'STORE_FULL',
  EROFS: 'STORE_READONLY',
  EACCES: 'STORE_READONLY',
  EPERM: 'STORE_READONLY',
}

export function sqliteCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined
}

/** Whether a statement broke a unique, check or foreign key rule, or a trigger refused it. */
export function isConstraintFault(error: unknown): boolean {
  return error instanceof AppError && error.params['sqlite'] === 'SQLITE_CONSTRAINT'
}

/** Not SQLite's: a time-out of the pool or a mistake of ours. The name tells them apart, the message may hold SQL. */
function ownFault(error: unknown): AppError {
  return new AppError('INTERNAL', { fault: error instanceof Error ? error.name : typeof error })
}
