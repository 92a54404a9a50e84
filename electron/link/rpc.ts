import { AppError, fromErrorBody, toErrorBody, type ErrorBody } from '#domain/errors'

/** The part of a message port that both ends share: MessagePortMain, parentPort and UtilityProcess all fit. */
export interface Wire {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

type Method = (input: never) => Promise<unknown>
/** Methods take one object and return a promise; that is all that may cross between our processes. */
export type Api<T> = { [K in keyof T]: Method }

type Message =
  | { type: 'call'; id: number; method: string; input: unknown }
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'error'; id: number; error: ErrorBody }
  | { type: 'event'; name: string; payload: unknown }

export interface RpcClient<T extends Api<T>, E> {
  api: T
  on<K extends keyof E & string>(name: K, listener: (payload: E[K]) => void): void
  /** Rejects every call in flight, e.g. with HOST_RESTARTED when the process is gone. */
  failAll(error: AppError): void
  readonly inFlight: number
}

/** A typed client: `api.method(input)` posts a call and settles with its answer. */
export function rpcClient<T extends Api<T>, E>(wire: Wire): RpcClient<T, E> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>()
  const listeners = new Map<string, ((payload: never) => void)[]>()
  let lastId = 0

  wire.onMessage((raw) => {
    const message = raw as Message
    if (message.type === 'event') {
      for (const listener of listeners.get(message.name) ?? []) listener(message.payload as never)
      return
    }
    if (message.type === 'call') return
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.type === 'answer') call?.resolve(message.value)
    else call?.reject(fromErrorBody(message.error))
  })

  const api = new Proxy({} as T, {
    get: (_target, method: string) => (input: unknown) =>
      new Promise((resolve, reject) => {
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        wire.post({ type: 'call', id, method, input } satisfies Message)
      }),
  })

  return {
    api,
    on: (name, listener) => void listeners.set(name, [...(listeners.get(name) ?? []), listener as never]),
    failAll(error) {
      for (const call of waiting.values()) call.reject(error)
      waiting.clear()
    },
    get inFlight() {
      return waiting.size
    },
  }
}

export interface RpcServer<E> {
  emit<K extends keyof E & string>(name: K, payload: E[K]): void
}

/** Answers calls from `methods`. `report` gets every unexpected error with its reference, for the log. */
export function rpcServer<T extends Api<T>, E>(
  wire: Wire,
  methods: T,
  report: (ref: string, method: string, error: unknown) => void,
  newRef: () => string,
): RpcServer<E> {
  wire.onMessage((raw) => {
    const message = raw as Message
    if (message.type === 'call') void answer(message)
  })

  async function answer(call: Extract<Message, { type: 'call' }>): Promise<void> {
    try {
      if (!Object.hasOwn(methods, call.method)) throw new AppError('BAD_REQUEST', { field: 'method' })
      const value = await methods[call.method as keyof T](call.input as never)
      wire.post({ type: 'answer', id: call.id, value } satisfies Message)
    } catch (error) {
      const body = toErrorBody(error, newRef())
      report(body.ref, call.method, error)
      wire.post({ type: 'error', id: call.id, error: body } satisfies Message)
    }
  }

  return { emit: (name, payload) => wire.post({ type: 'event', name, payload } satisfies Message) }
}
