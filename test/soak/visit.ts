import type { Page } from '@playwright/test'
import { v7 } from 'uuid'
import type { Bridge } from '#domain/contract/api'
import type { Envelope } from '#domain/contract/define'
import type { Errand } from './errands'

type Soaked = typeof globalThis & { bridge: Bridge; toldAccepted(id: string): void }

/** From now on `told` hears the id of every order that this page is shown. */
export async function listenForOrders(page: Page, told: (id: string) => void): Promise<void> {
  await page.exposeFunction('toldAccepted', told)
  // The runner names functions by a helper of its own, which the page does not have.
  await page.evaluate('globalThis.__name = (named) => named')
  await page.evaluate(() => {
    const window = globalThis as Soaked
    window.bridge.on('order.changed', ({ id }) => window.toldAccepted(id))
  })
}

export async function signIn(page: Page, clerk: { id: string; pin: string }): Promise<void> {
  const input = { commandId: v7(), clerkId: clerk.id, pin: clerk.pin }
  const answer = await page.evaluate((o) => (globalThis as Soaked).bridge.call('session.signIn', o), input)
  if (!answer.ok) throw new Error(`signing in: ${answer.error.code}`)
}

/** A whole visit over the bridge, as the screens would ask it. Ends with the code of the first refusal, if any. */
export function visit(page: Page, errand: Errand): Promise<string> {
  return page.evaluate(async ({ kind, msisdn, person, iccid, reason, period, ids }) => {
    const { bridge, toldAccepted } = globalThis as Soaked
    const value = <T>(answer: Envelope<T>): T => {
      if (!answer.ok) throw new Error(answer.error.code)
      return answer.value
    }
    const agreed = ({ quoteId, feeId, tiyn, taxRate }: Agreed): Agreed => ({ quoteId, feeId, tiyn, taxRate })
    const whole = { msisdn, ...period }

    async function act(): Promise<void> {
      const customer = value(await bridge.call('visit.customer', { msisdn }))
      const blockIds = customer.blocks.filter(({ liftableBy }) => liftableBy === 'clerk').map(({ id }) => id)
      const common = { commandId: ids.act, msisdn, blockIds }
      if (kind === 'unblock') {
        toldAccepted(value(await bridge.call('unblock.submit', common)).id)
      } else if (kind === 'reissue') {
        const wish = { msisdn, operation: 'simReissue', reason } as const
        const quote = agreed(value(await bridge.call('order.quote', wish)))
        toldAccepted(value(await bridge.call('reissue.submit', { ...common, iccid, reason, ...quote })).id)
      } else {
        const { quote } = value(await bridge.call('detail.bounds', whole))
        const ended = new Promise<void>((resolve) => {
          bridge.on('detail.changed', (view) => {
            if (view.id === ids.act && ['done', 'failed', 'cancelled'].includes(view.phase)) resolve()
          })
        })
        value(
          await bridge.call('detail.start', {
            commandId: ids.act,
            ...whole,
            form: 'expanded',
            language: 'kk+ru',
            ...agreed(quote),
          }),
        )
        await ended
      }
    }
    type Agreed = { quoteId: string; feeId: string; tiyn: number; taxRate: number }

    try {
      const { visitId } = value(await bridge.call('visit.open', { commandId: ids.open, number: msisdn }))
      const proof = { ...person, method: 'typed' } as const
      value(await bridge.call('visit.verify', { commandId: ids.verify, visitId, msisdn, ...proof }))
      await act()
      value(await bridge.call('visit.finish', { commandId: ids.finish, visitId }))
      return 'ok'
    } catch (error) {
      return error instanceof Error ? error.message : 'other'
    }
  }, errand)
}
