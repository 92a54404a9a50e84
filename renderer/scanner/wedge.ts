/**
 * Keyboard-wedge scanners type faster than people. Judged by the mean time per character in milliseconds, as a busy
 * window may delay single ones; a pause longer than the gap begins anew.
 */
const longestMeanMs = 35
const longestGapMs = 150
const shortestScan = 8

export type WedgeStep =
  /** Nothing special: a person types, or a scan is under way. */
  | { kind: 'none' }
  /** First character of what may become a scan. */
  | { kind: 'start' }
  /** A line end inside a machine-readable zone: more lines follow. */
  | { kind: 'hold' }
  | { kind: 'scan'; text: string }

/** Tells scans from typing by time alone; fed with every key and its time in milliseconds. */
export class Wedge {
  #text = ''
  #startedAt = Number.NEGATIVE_INFINITY
  #lastAt = Number.NEGATIVE_INFINITY
  readonly #isBegun: (text: string) => boolean

  /** `isBegun`: the text so far is the beginning of something of several lines. */
  constructor(isBegun: (text: string) => boolean) {
    this.#isBegun = isBegun
  }

  press(key: string, at: number): WedgeStep {
    if (key === 'Shift' || key === 'CapsLock') return { kind: 'none' }
    const close = at - this.#lastAt <= longestGapMs
    if (key === 'Enter' || key === 'Tab') return this.#end(close, at)
    if (Array.from(key).length !== 1) return this.#reset()
    this.#lastAt = at
    if (close && this.#text !== '') {
      this.#text += key
      return { kind: 'none' }
    }
    this.#text = key
    this.#startedAt = at
    return { kind: 'start' }
  }

  #end(close: boolean, at: number): WedgeStep {
    const quick = at - this.#startedAt <= longestMeanMs * this.#text.length
    if (!close || !quick || this.#text.length < shortestScan) return this.#reset()
    if (this.#isBegun(this.#text)) {
      this.#text += '\n'
      this.#lastAt = at
      return { kind: 'hold' }
    }
    const text = this.#text
    this.#reset()
    return { kind: 'scan', text }
  }

  #reset(): WedgeStep {
    this.#text = ''
    this.#lastAt = Number.NEGATIVE_INFINITY
    return { kind: 'none' }
  }
}
