import type { OrderView } from '#domain/contract/views'
import type { StoreApi } from '#electron/link/store-api'

export interface StoreCall {
  method: keyof StoreApi
  input: unknown
}

type Answers = { [K in keyof StoreApi]?: (...input: Parameters<StoreApi[K]>) => ReturnType<StoreApi[K]> }

/** A store that answers what a spec gave it and notes what it was asked; anything else is a mistake of the spec. */
export function fakeStore(answers: Answers): { store: StoreApi; calls: StoreCall[]; methods(): string[] } {
  const calls: StoreCall[] = []
  const store = new Proxy({} as StoreApi, {
    get: (_target, name: string) => async (input: unknown) => {
      const method = name as keyof StoreApi
      calls.push({ method, input })
      const answer = answers[method] as ((input: unknown) => Promise<unknown>) | undefined
      if (answer === undefined) throw new Error(`the spec has no answer for ${name}`)
      return await answer(input)
    },
  })
  return { store, calls, methods: () => calls.map(({ method }) => method) }
}

export function orderView(id: string, more: Partial<OrderView> = {}): OrderView {
  return {
    id,
    visitId: '0193a1b2-7c00-7000-8000-00000000000a',
    msisdn: '77010000001',
    operations: ['unblock'],
    state: 'pending',
    evidence: false,
    createdAt: '2026-11-23T05:00:00.000Z',
    changedAt: '2026-11-23T05:00:00.000Z',
    ...more,
  }
}
