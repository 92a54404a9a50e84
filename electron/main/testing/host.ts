import { deferred } from '../deferred'
import type { HostProcess } from '../hosts/process'

interface Sent {
  type: 'call'
  id: number
  method: string
  input: unknown
}

/** A utility process that answers when a spec says so. */
export class FakeHost implements HostProcess {
  /** Those that wait for an answer. */
  readonly calls: Sent[] = []
  /** All there ever were. */
  readonly seen: Sent[] = []
  killed = false
  #receive: (message: unknown) => void = () => undefined
  #exit: (code: number) => void = () => undefined

  readonly wire = {
    post: (message: unknown) => {
      this.calls.push(message as Sent)
      this.seen.push(message as Sent)
    },
    onMessage: (listener: (message: unknown) => void) => void (this.#receive = listener),
  }

  onExit(listener: (code: number) => void): void {
    this.#exit = listener
  }

  kill(): void {
    this.killed = true
    this.#exit(0)
  }

  crash(code = 9): void {
    this.#exit(code)
  }

  methods(): string[] {
    return this.calls.map(({ method }) => method)
  }

  answer(method: string, value: unknown = {}): void {
    this.#receive({ type: 'answer', id: this.#take(method), value })
  }

  fail(method: string, code: string): void {
    this.#receive({ type: 'error', id: this.#take(method), error: { code, params: {}, retryable: false, ref: '' } })
  }

  emit(name: string, payload: unknown): void {
    this.#receive({ type: 'event', name, payload })
  }

  #take(method: string): number {
    const index = this.calls.findIndex((call) => call.method === method)
    const [call] = this.calls.splice(index, index < 0 ? 0 : 1)
    if (call === undefined) throw new Error(`no call of ${method} is waiting`)
    return call.id
  }
}

/** A fork function and the processes it has made. */
export function fakeForks(): { fork(): FakeHost; made: FakeHost[]; last(): FakeHost } {
  const made: FakeHost[] = []
  return {
    made,
    fork() {
      const host = new FakeHost()
      made.push(host)
      return host
    },
    last() {
      const host = made.at(-1)
      if (host === undefined) throw new Error('nothing has been forked')
      return host
    },
  }
}

/** What became of a promise so far. */
export async function outcomeOf(promise: Promise<unknown>): Promise<string> {
  const pending = deferred<string>()
  void promise.then(
    (value) => pending.resolve(`ok ${JSON.stringify(value)}`),
    (error: unknown) => pending.resolve(error instanceof Error ? error.message : String(error)),
  )
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
  return await Promise.race([pending.promise, Promise.resolve('waiting')])
}
