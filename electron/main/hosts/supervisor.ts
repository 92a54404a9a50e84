import { AppError } from '#domain/errors'
import { rpcClient, type Api, type RpcClient } from '#electron/link/rpc'
import type { Clock } from '#domain/clock'
import { deferred } from '../deferred'
import type { Log } from '../diagnostics/log'
import type { Timers } from '../timers'
import type { HostProcess } from './process'

export interface SupervisorOptions<T> {
  name: string
  fork(): HostProcess
  /** Makes a fresh process usable, e.g. opens the store; calls wait for it. What it throws is what they get. */
  prepare(api: T): Promise<void>
  log: Log
  clock: Clock
  timers: Timers
  /** Waits before the 1st, 2nd, … restart in a row; the last one stands for all further ones. */
  backOffMs?: readonly number[]
}

const defaultBackOff = [0, 500, 2_000, 10_000, 30_000]
/** Up for this long, a process counts as healthy and the next restart is the first again. */
const healthyMs = 60_000
/** From this restart in a row on, a call fails at once rather than waiting for a process that will not stay. */
const patience = 3

type State = 'idle' | 'up' | 'down' | 'stopping'

/** Keeps one utility process running: restarts it with back-off and gives every call in flight HOST_RESTARTED. */
export class HostSupervisor<T extends Api<T>, E> {
  readonly #o: SupervisorOptions<T>
  readonly #listeners: [keyof E & string, (payload: never) => void][] = []
  readonly #restartListeners: (() => void)[] = []
  #state: State = 'idle'
  #process: HostProcess | undefined
  #client: RpcClient<T, E> | undefined
  #ready = deferred<void>()
  #failures = 0
  #restarts = 0
  /** `no`: it runs but cannot do its work, and who asks is told why. */
  #prepared: 'waiting' | 'yes' | 'no' = 'waiting'
  #startedAt = 0

  /** Calls wait until the process is prepared. */
  readonly api: T
  /** Calls the process as it is, prepared or not. @throws HOST_RESTARTED while there is none */
  readonly unprepared: T

  constructor(o: SupervisorOptions<T>) {
    this.#o = o
    this.#ready.promise.catch(() => undefined)
    this.api = new Proxy({} as T, {
      get: (_target, method: string) => (input: unknown) => this.#call(method as keyof T, input),
    })
    this.unprepared = new Proxy({} as T, {
      get: (_target, method: string) => (input: unknown) => this.#callNow(method as keyof T, input),
    })
  }

  get restarts(): number {
    return this.#restarts
  }

  get isPrepared(): boolean {
    return this.#prepared === 'yes'
  }

  start(): void {
    this.#fork()
  }

  /** Resolves once prepared; rejects with what `prepare` threw. After a crash it is a new promise. */
  ready(): Promise<void> {
    return this.#ready.promise
  }

  /** Starts or prepares a process that could not be used, without waiting for its turn. @throws what `prepare` throws, HOST_RESTARTED */
  async prepareAgain(): Promise<void> {
    if (this.#state === 'down') this.#fork()
    else if (this.#state === 'up' && this.#prepared === 'no' && this.#client !== undefined) {
      this.#renewReady()
      void this.#prepare(this.#client)
    }
    await this.#ready.promise
  }

  /** From now on every call gets this error, until the process is prepared again. */
  refuse(error: AppError): void {
    this.#prepared = 'no'
    this.#renewReady()
    this.#ready.reject(error)
  }

  /** For every process there is and will be. */
  on<K extends keyof E & string>(name: K, listener: (payload: E[K]) => void): void {
    this.#listeners.push([name, listener as never])
    this.#client?.on(name, listener)
  }

  /** Called when a crashed process has been replaced and prepared: whatever it held in memory is gone. */
  onRestarted(listener: () => void): void {
    this.#restartListeners.push(listener)
  }

  /** Lets `finish` (e.g. closing the store) end within `drainMs`, then ends the process; its exit is expected. */
  async stop(drainMs: number, finish: (api: T) => Promise<void>): Promise<void> {
    const { client, wasUp } = { client: this.#client, wasUp: this.#state === 'up' }
    this.#state = 'stopping'
    if (wasUp && client) await this.#withinTime(drainMs, finish(client.api))
    client?.failAll(new AppError('SHUTTING_DOWN'))
    this.#ready.reject(new AppError('SHUTTING_DOWN'))
    this.#process?.kill()
  }

  async #call(method: keyof T, input: unknown): Promise<unknown> {
    if (this.#state === 'stopping') throw new AppError('SHUTTING_DOWN')
    await this.#ready.promise
    return await this.#callNow(method, input)
  }

  async #callNow(method: keyof T, input: unknown): Promise<unknown> {
    if (this.#client === undefined) throw new AppError('HOST_RESTARTED')
    return await this.#client.api[method](input as never)
  }

  #fork(): void {
    if (this.#failures >= patience) this.#renewReady()
    const host = this.#o.fork()
    const client = rpcClient<T, E>(host.wire)
    for (const [name, listener] of this.#listeners) client.on(name, listener as never)
    this.#process = host
    this.#client = client
    this.#state = 'up'
    this.#startedAt = this.#o.clock.now()
    host.onExit((code) => this.#exited(client, code))
    void this.#prepare(client)
  }

  async #prepare(client: RpcClient<T, E>): Promise<void> {
    const ready = this.#ready
    const isRestart = this.#failures > 0
    this.#prepared = 'waiting'
    try {
      await this.#o.prepare(client.api)
      if (client === this.#client) this.#prepared = 'yes'
      ready.resolve()
      this.#o.log.info('host.ready', { host: this.#o.name, ms: this.#o.clock.now() - this.#startedAt })
      if (isRestart && client === this.#client) for (const listener of this.#restartListeners) listener()
    } catch (error) {
      // A process that died while preparing is started anew and its callers go on waiting.
      if (client !== this.#client || this.#state !== 'up') return
      this.#prepared = 'no'
      ready.reject(error)
      this.#o.log.error('host.unusable', { host: this.#o.name, code: codeOf(error) })
    }
  }

  #exited(client: RpcClient<T, E>, code: number): void {
    if (this.#state === 'stopping') return
    const wasHealthy = this.#o.clock.now() - this.#startedAt >= healthyMs
    this.#failures = wasHealthy ? 1 : this.#failures + 1
    this.#restarts++
    this.#state = 'down'
    this.#prepared = 'waiting'
    this.#client = undefined
    this.#process = undefined
    this.#renewReady()
    if (this.#failures >= patience) this.#ready.reject(new AppError('HOST_RESTARTED'))
    client.failAll(new AppError('HOST_RESTARTED'))
    const waits = this.#o.backOffMs ?? defaultBackOff
    const wait = waits[Math.min(this.#failures, waits.length) - 1] ?? 0
    this.#o.log.error('host.exit', { host: this.#o.name, exitCode: code, restartInMs: wait })
    this.#o.timers.after(wait, () => {
      if (this.#state === 'down') this.#fork()
    })
  }

  /** Who waits for a first start goes on waiting; a promise that has been settled is replaced. */
  #renewReady(): void {
    const old = this.#ready
    this.#ready = deferred<void>()
    this.#ready.promise.catch(() => undefined)
    this.#ready.promise.then(old.resolve, old.reject)
  }

  async #withinTime(ms: number, work: Promise<void>): Promise<void> {
    const { promise: late, resolve: giveUp } = deferred<'late'>()
    const cancel = this.#o.timers.after(ms, () => giveUp('late'))
    const outcome = await Promise.race([work.then(() => 'done', codeOf), late])
    cancel()
    if (outcome !== 'done') this.#o.log.warn('host.drain', { host: this.#o.name, outcome })
  }
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : 'INTERNAL'
}
