import type { AnswerOf } from '#domain/core/endpoints'
import type { Clock } from '#domain/clock'

export interface TokenSource {
  /** The bearer in force, asked for when there is none. Callers at the same time share one request. */
  current(): Promise<string>
  /** Forgets this bearer, so that `current` asks anew. */
  forget(token: string): void
}

/** Renewed half a minute early, so that none ends on its way. */
const earlyMs = 30_000

export function createTokenSource(ask: () => Promise<AnswerOf<'token'>>, clock: Clock): TokenSource {
  let token: { value: string; until: number } | undefined
  let asking: Promise<string> | undefined

  async function renew(): Promise<string> {
    const answer = await ask()
    token = { value: answer.access_token, until: clock.now() + answer.expires_in * 1000 - earlyMs }
    return token.value
  }

  return {
    current() {
      if (token && token.until > clock.now()) return Promise.resolve(token.value)
      asking ??= renew().finally(() => (asking = undefined))
      return asking
    },
    forget(value) {
      if (token?.value === value) token = undefined
    },
  }
}
