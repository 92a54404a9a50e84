import type { Clock } from '#domain/clock'

/** When every history begins; a working day in Almaty. */
export const beginning = '2026-11-25T05:00:00.000Z'

interface Timer {
  at: number
  turn: number
  run: () => void
}

/** Time that passes only when it is told to. Back-offs and polls of the counter and orders at the core wait for it together. */
export class VirtualTime implements Clock {
  private ms = Date.parse(beginning)
  private turns = 0
  private timers: Timer[] = []

  now(): number {
    return this.ms
  }

  iso(): string {
    return new Date(this.ms).toISOString()
  }

  set(ms: number, run: () => void): () => void {
    const timer = { at: this.ms + ms, turn: this.turns++, run }
    this.timers.push(timer)
    return () => void (this.timers = this.timers.filter((other) => other !== timer))
  }

  /** Lets time pass from timer to timer; `settled` resolves when what a timer began has come to rest. */
  async advance(ms: number, settled: () => Promise<void>): Promise<void> {
    const end = this.ms + ms
    await settled()
    for (let next = this.next(); next && next.at <= end; next = this.next()) {
      this.timers = this.timers.filter((timer) => timer !== next)
      this.ms = Math.max(this.ms, next.at)
      next.run()
      await settled()
    }
    this.ms = Math.max(this.ms, end)
  }

  /** A machine asleep: what became due meanwhile runs at the next {@link advance}, all at the new time. */
  skip(ms: number): void {
    this.ms += ms
  }

  private next(): Timer | undefined {
    return this.timers.reduce<Timer | undefined>((first, timer) => {
      const sooner = !first || timer.at < first.at || (timer.at === first.at && timer.turn < first.turn)
      return sooner ? timer : first
    }, undefined)
  }
}
