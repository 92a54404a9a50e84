import { setImmediate as nextTurn } from 'node:timers/promises'
import sqlite3 from 'sqlite3'

/** Turns of the event loop without any work under way, after which a chain of promises has surely ended. */
const quietTurns = 8

/** What is under way in this process: statements of both databases, requests. Virtual time waits for it. */
export class Activity {
  private running = 0
  private began = 0

  begin(): () => void {
    this.running += 1
    this.began += 1
    let ended = false
    return () => {
      if (!ended) this.running -= 1
      ended = true
    }
  }

  async track<T>(work: Promise<T>): Promise<T> {
    const end = this.begin()
    try {
      return await work
    } finally {
      end()
    }
  }

  /** Resolves when nothing is under way and nothing new begins. */
  async idle(): Promise<void> {
    for (let quiet = 0; quiet < quietTurns;) {
      const before = this.began
      await nextTurn()
      quiet = this.running === 0 && this.began === before ? quiet + 1 : 0
    }
  }
}

/** Says whether a statement on this file may run. One of a process that was killed fails and touches nothing. */
export type Gate = (file: string) => 'run' | 'fail'

type Method = (this: sqlite3.Database, ...args: unknown[]) => unknown
const methods = ['run', 'all', 'get', 'exec'] as const

/** Counts every statement of this process and lets `gate` stop it. Answers how to undo it. */
export function watchStatements(activity: Activity, gate: Gate): () => void {
  const prototype = sqlite3.Database.prototype as unknown as Record<(typeof methods)[number], Method>
  const originals = methods.map((name) => [name, prototype[name]] as const)
  for (const [name, original] of originals) {
    prototype[name] = function (...args) {
      const { filename } = this as unknown as { filename: string }
      const callback = args.at(-1)
      if (gate(filename) === 'fail') {
        if (typeof callback === 'function') setImmediate(() => void Reflect.apply(callback, this, [killed()]))
        return this
      }
      if (typeof callback !== 'function') return original.apply(this, args)
      const end = activity.begin()
      const ended = function (this: unknown, ...answer: unknown[]): unknown {
        end()
        return Reflect.apply(callback, this, answer)
      }
      return original.apply(this, [...args.slice(0, -1), ended])
    }
  }
  return () => {
    for (const [name, original] of originals) prototype[name] = original
  }
}

function killed(): Error {
  return Object.assign(new Error('the process was killed'), { code: 'SQLITE_MISUSE' })
}
