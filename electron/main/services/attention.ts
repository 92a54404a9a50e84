import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'

type AttentionCalls = 'attention.list' | 'attention.retry' | 'attention.withdraw'

/** Orders that a person must look at. Which choice an order has is the store's to say; a correction comes as a new order. */
export function attentionService({ store }: { store: StoreApi }): HandlersOf<AttentionCalls> {
  return {
    'attention.list': () => store.attention({}),
    'attention.retry': ({ orderId }, { clerk }) => store.retryOrder({ id: orderId, clerkId: clerk.id }),
    'attention.withdraw': async ({ orderId, reason }, { clerk }) => {
      await store.withdrawOrder({ id: orderId, clerkId: clerk.id, reason })
      return {}
    },
  }
}
