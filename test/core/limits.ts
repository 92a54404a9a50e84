import { MINUTE, SECOND } from './clock'
import { CoreProblem } from './problem'

/** So many look-ups a minute and clerk; kept in memory, as a gateway does. */
export class Limits {
  private readonly taken = new Map<string, number[]>()

  constructor(private readonly perMinute: number) {}

  /** Throws TOO_MANY_REQUESTS with the time until the oldest of them is a minute old. */
  take(subject: string, now: number): void {
    const recent = (this.taken.get(subject) ?? []).filter((at) => at > now - MINUTE)
    this.taken.set(subject, recent)
    const [oldest] = recent
    if (oldest === undefined || recent.length < this.perMinute) return void recent.push(now)
    const seconds = Math.max(1, Math.ceil((oldest + MINUTE - now) / SECOND))
    throw new CoreProblem(429, 'TOO_MANY_REQUESTS', { seconds })
  }

  forget(): void {
    this.taken.clear()
  }
}
