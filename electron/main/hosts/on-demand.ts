import { AppError } from '#domain/errors'
import { rpcClient, type Api, type RpcClient } from '#electron/link/rpc'
import type { Log } from '../diagnostics/log'
import type { Cancel, Timers } from '../timers'
import type { HostProcess } from './process'

export interface OnDemandOptions<E> {
  name: string
  fork(): HostProcess
  log: Log
  timers: Timers
  idleMs: number
  listeners: { [K in keyof E & string]?: (payload: E[K]) => void }
}

/** A utility process that starts with the first call and ends after an idle while. A crash fails its calls with HOST_RESTARTED; the next call starts it anew. */
export class OnDemandHost<T extends Api<T>, E> {
  readonly #o: OnDemandOptions<E>
  #running: { process: HostProcess; client: RpcClient<T, E> } | undefined
  #busy = 0
  #crashes = 0
  #stopIdleTimer: Cancel = () => undefined

  readonly api: T

  constructor(o: OnDemandOptions<E>) {
    this.#o = o
    this.api = new Proxy({} as T, {
      get: (_target, method: string) => (input: unknown) => this.#call(method as keyof T, input),
    })
  }

  get crashes(): number {
    return this.#crashes
  }

  stop(): void {
    this.#stopIdleTimer()
    this.#end(new AppError('SHUTTING_DOWN'))
  }

  async #call(method: keyof T, input: unknown): Promise<unknown> {
    this.#stopIdleTimer()
    this.#busy++
    try {
      return await this.#client().api[method](input as never)
    } finally {
      this.#busy--
      if (this.#busy === 0) {
        this.#stopIdleTimer = this.#o.timers.after(this.#o.idleMs, () => this.#end(new AppError('HOST_RESTARTED')))
      }
    }
  }

  #client(): RpcClient<T, E> {
    if (this.#running) return this.#running.client
    const process = this.#o.fork()
    const client = rpcClient<T, E>(process.wire)
    for (const [name, listener] of Object.entries(this.#o.listeners))
      client.on(name as keyof E & string, listener as never)
    process.onExit((exitCode) => this.#exited(process, exitCode))
    this.#running = { process, client }
    return client
  }

  #exited(process: HostProcess, exitCode: number): void {
    if (this.#running?.process !== process) return
    this.#crashes++
    this.#o.log.error('host.exit', { host: this.#o.name, exitCode })
    this.#end(new AppError('HOST_RESTARTED'))
  }

  /** Forgets the process first, so that its exit is known to be meant. */
  #end(error: AppError): void {
    const ended = this.#running
    this.#running = undefined
    ended?.client.failAll(error)
    ended?.process.kill()
  }
}
