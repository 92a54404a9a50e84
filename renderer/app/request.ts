import { defineStore } from 'pinia'
import { reactive, ref, shallowRef } from 'vue'
import type { OrderView } from '#domain/contract/views'
import { emptyVerifyForm } from '../features/verify/form'

/** A request that is filed without the core: what is typed, and the latest one accepted here. */
export const useRequest = defineStore('request', () => {
  const number = ref('')
  const document = reactive(emptyVerifyForm())
  /** The refused order whose place it takes. */
  const replaces = ref<string>()
  const order = shallowRef<OrderView>()
  /** Id of the written slip of that request. */
  const slip = ref<string>()

  function begin(from: { number: string; replaces?: string }): void {
    forget()
    number.value = from.number
    replaces.value = from.replaces
  }

  /** Accepted: what was typed is personal data and goes at once. */
  function accept(accepted: OrderView): void {
    forget()
    order.value = accepted
  }

  function take(changed: OrderView): void {
    if (changed.id === order.value?.id) order.value = changed
  }

  function forget(): void {
    number.value = ''
    Object.assign(document, emptyVerifyForm())
    replaces.value = undefined
    order.value = undefined
    slip.value = undefined
  }

  return { number, document, replaces, order, slip, begin, accept, take, forget }
})
