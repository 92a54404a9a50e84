import type { Router } from 'vue-router'
import { useVisit } from './visit'

/** To the next customer: by way of the summary when this one has a visit, else straight to finding. */
export async function nextCustomer(router: Router): Promise<void> {
  await router.push({ name: useVisit().id === undefined ? 'find' : 'finish' })
}
