import type { ErrorCode } from '#domain/errors'
import type ru from './ru'

/** The same keys with any text. */
export type Texts<T> = { [K in keyof T]: T[K] extends string ? string : Texts<T[K]> }

/** Every language has the keys of Russian, the base; a missing or extra one does not compile. */
export type Messages = Texts<typeof ru>
export type ErrorTexts = Record<ErrorCode, string>
