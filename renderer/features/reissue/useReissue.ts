import { computed, watch, type ComputedRef } from 'vue'
import { decideBlocks } from '#domain/blocks'
import type { QuoteView } from '#domain/contract/views'
import { emptyOperationDrafts } from '../../app/drafts'
import { useAct, useQuestion } from '../../app/calls'
import { useSession } from '../../app/session'
import { useVisit } from '../../app/visit'
import { isWaiting } from '../../app/visitState'
import { useSimCheck } from './useSimCheck'

/** The state of a SIM replacement: which SIM (checked), why, for how much, and whether the blocks go with it. */
export function useReissue() {
  const session = useSession()
  const visit = useVisit()
  const draft = visit.drafts.reissue
  const msisdn = computed(() => visit.number?.msisdn ?? '')
  const options = useQuestion('reissue.options')
  const quote = useQuestion('order.quote')
  const act = useAct('reissue.submit')
  const simCheck = useSimCheck(
    draft,
    () => msisdn.value,
    () => options.value.value?.stock ?? [],
  )

  const decision = computed(() => decideBlocks(visit.customer?.blocks ?? [], session.roles))
  const blockIds = computed(() => (draft.withUnblock ? decision.value.liftable : []))
  const underWay = computed(() =>
    visit.ownOrders.some((each) => isWaiting(each) && each.operations.includes('simReissue')),
  )
  const price: ComputedRef<QuoteView | undefined> = computed(() =>
    draft.reason === '' ? undefined : quote.value.value,
  )

  async function askPrice(): Promise<void> {
    quote.clear()
    if (draft.reason === '') return
    await quote.ask({ msisdn: msisdn.value, operation: 'simReissue', reason: draft.reason })
  }
  watch(
    () => draft.reason,
    () => void askPrice(),
  )

  async function submit(): Promise<boolean> {
    const sim = simCheck.sim.value
    if (sim === undefined || price.value === undefined) return false
    const { quoteId, feeId, tiyn, taxRate } = price.value
    const agreed = { quoteId, feeId, tiyn, taxRate }
    const chosen = { iccid: sim.iccid, reason: draft.reason, blockIds: blockIds.value }
    const operations = blockIds.value.length > 0 ? (['simReissue', 'unblock'] as const) : (['simReissue'] as const)
    const order = await act.run({ msisdn: msisdn.value, ...chosen, ...agreed, ...visit.replacing(operations) })
    if (order === undefined) {
      if (act.problem.value?.code === 'PRICE_CHANGED') await askPrice()
      return false
    }
    visit.takeOrder(order)
    visit.correction = undefined
    Object.assign(draft, emptyOperationDrafts().reissue)
    return true
  }

  return { draft, msisdn, options, quote, act, simCheck, decision, blockIds, underWay, price, askPrice, submit }
}
