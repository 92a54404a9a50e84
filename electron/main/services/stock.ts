import { readBox } from '#domain/simBox'
import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import { orThrow } from './refuse'

type StockCalls =
  | 'stock.view'
  | 'stock.checkBox'
  | 'stock.receiveBox'
  | 'stock.checkCard'
  | 'stock.writeOff'
  | 'stock.recount'
  | 'stock.countCard'
  | 'stock.closeRecount'
  | 'stock.dropRecount'

export function stockService({ store }: { store: StoreApi }): HandlersOf<StockCalls> {
  return {
    'stock.view': () => store.stock({}),
    'stock.checkBox': async ({ first, last }) => await store.checkBox(orThrow(readBox(first, last))),
    'stock.receiveBox': async ({ commandId, first, last, fresh }) => {
      return await store.receiveBox({ ...orThrow(readBox(first, last)), commandId, fresh })
    },
    'stock.checkCard': ({ card }) => store.checkCard({ card }),
    'stock.writeOff': ({ commandId, card, reason }) => store.writeOffSim({ commandId, card, reason }),
    'stock.recount': () => store.recount({}),
    'stock.countCard': ({ commandId, card }) => store.countCard({ commandId, card }),
    'stock.closeRecount': async (input) => {
      await store.closeRecount(input)
      return {}
    },
    'stock.dropRecount': async ({ recountId }) => {
      await store.dropRecount({ recountId })
      return {}
    },
  }
}
