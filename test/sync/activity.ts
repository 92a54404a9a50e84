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

type Method = (this: object, ...args: unknown[]) => unknown
type Methods = Record<string, Method>

/** Counts every statement of this process and lets `gate` stop it. Answers how to undo it. */
export function watchStatements(activity: Activity, gate: Gate): () => void {
  const database = sqlite3.Database.prototype as unknown as Methods
  const statement = sqlite3.Statement.prototype as unknown as Methods
  /** Of statements that are kept compiled; those of a single use are watched at their database. */
  const files = new WeakMap<object, string>()
  const { prepare } = database
  database['prepare'] = function (...args) {
    const prepared = Reflect.apply(must(prepare), this, args) as object
    files.set(prepared, filenameOf(this))
    return prepared
  }
  const watch = { activity, gate }
  const undo = [
    ...['run', 'all', 'get', 'exec'].map((name) => watched(database, name, { ...watch, fileOf: filenameOf })),
    ...['run', 'all'].map((name) => watched(statement, name, { ...watch, fileOf: (own) => files.get(own) })),
  ]
  return () => {
    database['prepare'] = must(prepare)
    for (const one of undo) one()
  }
}

interface Watch {
  activity: Activity
  gate: Gate
  /** Undefined for what is watched elsewhere. */
  fileOf: (own: object) => string | undefined
}

function watched(prototype: Methods, name: string, { activity, gate, fileOf }: Watch): () => void {
  const original = must(prototype[name])
  prototype[name] = function (...args) {
    const file = fileOf(this)
    const callback = args.at(-1)
    if (file === undefined) return original.apply(this, args)
    if (gate(file) === 'fail') {
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
  return () => void (prototype[name] = original)
}

function filenameOf(database: object): string {
  return (database as { filename: string }).filename
}

function must(method: Method | undefined): Method {
  if (!method) throw new TypeError('the driver has no such method')
  return method
}

function killed(): Error {
  return Object.assign(new Error('the process was killed'), { code: 'SQLITE_MISUSE' })
}
