import { language, type Status } from '#domain/contract/views'
import { feedBodies } from '#domain/core/feed'
import { AppError } from '#domain/errors'
import type { VatRate } from '#domain/vat'
import type { ReadTx } from '#db/connection'
import { countOutbox } from '#db/outbox/outbox'
import { findDevice } from '#db/repositories/device'
import { listReference } from '#db/repositories/reference'
import { findSetting, saveSetting } from '#db/repositories/settings'
import type { StoreApi, StoreInfo } from '../../link/store-api'
import type { Counter, CounterBase } from '../counter'
import { paced } from '../paced'

const languageSetting = 'language'
/** Until the core has said who it belongs to. */
const defaultOperator = 'Activ'

export function statusArea(counter: Counter): Pick<StoreApi, 'info' | 'status' | 'setLanguage' | 'vatRates'> {
  return {
    info: () => counter.store.read(storeInfo),
    status: () => currentStatus(counter),
    vatRates: () => counter.store.read(vatRates),
    setLanguage: ({ language: chosen }) => counter.store.write((tx) => saveSetting(tx, languageSetting, chosen)),
  }
}

export async function storeInfo(tx: ReadTx): Promise<StoreInfo> {
  const device = await findDevice(tx)
  const known = language.safeParse(await findSetting(tx, languageSetting)).data
  const chosen = known && { language: known }
  if (!device) return { enrolled: false, operator: defaultOperator, ...chosen }
  const { officeId, officeName, operator } = device
  return { enrolled: true, officeId, officeName, operator, ...chosen }
}

async function vatRates(tx: ReadTx): Promise<VatRate[]> {
  const rates = (await listReference(tx, 'vat')).map((body) => feedBodies.vat.parse(body))
  return rates.sort((a, b) => (a.from < b.from ? -1 : 1))
}

type Told = Pick<CounterBase, 'store' | 'line' | 'reconciling' | 'timers' | 'log'>

async function currentStatus({ store, line, reconciling }: Omit<Told, 'timers' | 'log'>): Promise<Status> {
  const { unsent, attention } = await store.read(countOutbox)
  return { ...line.state, reconciling: reconciling(), unsent, attention }
}

/** Oftener nobody can read it, and counting a long outbox after each order would hold the orders up. */
const tellEachMs = 100

/** Tells a status only when it differs from the one told last. */
export function statusPublisher(counter: Told, tell: (status: Status) => void): () => void {
  let last = ''
  const publish = async () => {
    const status = await currentStatus(counter)
    const text = JSON.stringify(status)
    if (text === last) return
    last = text
    tell(status)
  }
  return paced(() => publish().catch((error: unknown) => noteUntold(counter, error)), tellEachMs, counter.timers)
}

function noteUntold({ log }: Pick<Told, 'log'>, error: unknown): void {
  const code = error instanceof AppError ? error.code : 'INTERNAL'
  // The last change before the store is closed has nobody to hear of it.
  if (code !== 'STORE_CLOSED') log('warn', 'status.untold', { code })
}
