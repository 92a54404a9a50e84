import type { Writer } from '#db/connection'
import type { Leftover } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import { keepBallast } from '#db/ballast'
import { forgetPayloads, hurryAll, returnExpired } from '#db/outbox/outbox'
import { openStore, updateWasInterrupted } from '#db/openStore'
import type { StoreApi, StoreLocation } from '../link/store-api'
import { attentionArea } from './areas/attention'
import { customerArea } from './areas/customer'
import { enrolmentArea } from './areas/enrolment'
import { figuresArea } from './areas/figures'
import { offlineArea } from './areas/offline'
import { ordersArea } from './areas/orders'
import { recountArea } from './areas/recount'
import { recoveryApi } from './areas/recovery'
import { reportsArea } from './areas/reports'
import { signInArea } from './areas/signin'
import { statusArea, storeInfo } from './areas/status'
import { stockArea } from './areas/stock'
import { stockKeepingArea } from './areas/stockKeeping'
import { usageArea } from './areas/usage'
import { verifyArea } from './areas/verify'
import { createPurger, endedMidVisit, endLeftovers, noteMidVisit, visitsArea } from './areas/visits'
import { assemble } from './assemble'
import { createBackupKeeper } from './backups'
import type { Ports } from './counter'
import { createEventHub, type EventHub } from './events'

type OpenedApi = Omit<StoreApi, 'open' | 'recoveryState' | 'restoreBackup'>

export interface StoreHost {
  api: StoreApi
  on: EventHub['on']
}

interface Place {
  location: StoreLocation
  backupDir: string
}

/** Orders under way are asked for within this time of a start. */
const startSpreadMs = 1000
const payloadKeptMs = 30 * 24 * 3600 * 1000

/** The store and its sync with the core, in any process: in the application a utility process, in tests the test's own. */
export function createStoreHost(ports: Ports): StoreHost {
  const events = createEventHub()
  let opened: OpenedApi | undefined
  const current = (): OpenedApi => {
    if (!opened) throw new AppError('STORE_CLOSED')
    return opened
  }

  const api: StoreApi = {
    async open({ location, backupDir, ballastBytes }) {
      if (opened) return { ...(await opened.info({})), leftovers: [] }
      const resumed = updateWasInterrupted(location.file)
      const store = await openStore({ location, backupDir, clock: ports.clock })
      try {
        const leftovers: Leftover[] = [
          ...((await endedMidVisit(store)) ? (['VISIT_INTERRUPTED'] as const) : []),
          ...(resumed ? (['STORE_UPDATE_RESUMED'] as const) : []),
        ]
        opened = await startCounter(ports, events, store, { location, backupDir })
        holdBack(ports, location, ballastBytes)
        return { ...(await store.read(storeInfo)), leftovers }
      } catch (error) {
        await store.close()
        throw error
      }
    },
    async close(how) {
      const closing = opened
      opened = undefined
      await closing?.close(how)
    },
    ...recoveryApi(ports, () => opened !== undefined),
    ...forwarded(current),
  }
  return { api, on: events.on }
}

/** Room for a day when there is none. Not having it keeps nobody from working. */
function holdBack({ log }: Ports, location: StoreLocation, bytes: number | undefined): void {
  try {
    if (!keepBallast(location.file, bytes)) log('warn', 'ballast.noRoom')
  } catch (error) {
    log('warn', 'ballast.failed', { code: error instanceof AppError ? error.code : 'INTERNAL' })
  }
}

const methods = [
  ...(['info', 'setLanguage', 'status', 'vatRates', 'figures', 'enrol', 'signIn', 'signOut'] as const),
  ...(['openVisit', 'openPersonVisit', 'verify', 'customer', 'endVisit', 'visitOrders'] as const),
  ...([
    'reissueOptions',
    'checkSim',
    'quote',
    'placeOrder',
    'fileUnblock',
    'order',
    'orderLines',
    'orderNames',
  ] as const),
  ...(['stock', 'checkBox', 'receiveBox', 'checkCard', 'writeOffSim'] as const),
  ...(['recount', 'countCard', 'closeRecount', 'dropRecount'] as const),
  ...(['attention', 'retryOrder', 'withdrawOrder'] as const),
  ...(['usageBounds', 'fetchUsage', 'cancelFetch'] as const),
  ...(['registerReport', 'sealReport', 'paidReport', 'reportHandedOut', 'journalPrint'] as const),
  ...(['prepareSigning', 'paperTrust', 'findReport'] as const),
]
type Forwarded = Pick<StoreApi, (typeof methods)[number]>

/** Before `open` and after `close` every method answers STORE_CLOSED. */
function forwarded(current: () => OpenedApi): Forwarded {
  const entries = methods.map((name) => [name, async (input: never) => await current()[name](input)])
  return Object.fromEntries(entries) as Forwarded
}

async function startCounter(ports: Ports, events: EventHub, store: Writer, place: Place): Promise<OpenedApi> {
  const counter = await assemble(ports, events, store)
  await store.write(async (tx) => {
    // Nobody else sends: what was on its way when the last run ended has an unknown outcome and is asked for.
    await returnExpired(tx, ports.clock.iso(), { all: true })
    // The clock may have been put back since, and counters that start together shall not ask together.
    const spread = Math.round(ports.random() * startSpreadMs)
    await hurryAll(tx, { now: ports.clock.iso(), nextAt: new Date(ports.clock.now() + spread).toISOString() })
    await forgetPayloads(tx, new Date(ports.clock.now() - payloadKeptMs).toISOString())
  })
  await endLeftovers(counter)
  const purger = createPurger(counter)
  const usage = usageArea(counter)
  const backups = createBackupKeeper({ ...ports, ...place, store })
  counter.puller.start()
  counter.sender.start()
  backups.start()
  purger.start()
  return {
    ...statusArea(counter),
    ...figuresArea(counter, place),
    ...enrolmentArea(counter),
    ...signInArea(counter),
    ...visitsArea(counter, usage),
    ...verifyArea(counter),
    ...customerArea(counter),
    ...stockArea(counter),
    ...stockKeepingArea(counter),
    ...recountArea(counter),
    ...ordersArea(counter),
    ...offlineArea(counter),
    ...attentionArea(counter),
    ...usage,
    ...reportsArea(counter),
    async close({ midVisit = false }) {
      if (midVisit) await noteMidVisit(counter)
      await Promise.all([counter.puller.stop(), counter.sender.stop(), purger.stop(), usage.abandonAll()])
      await backups.stop()
      await store.close()
    },
  }
}
