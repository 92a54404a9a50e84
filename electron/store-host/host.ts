import { status } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import type { Store } from '#db/connection'
import { forgetPayloads, hurryPending, returnExpired } from '#db/outbox/outbox'
import { findSetting } from '#db/repositories/settings'
import { openStore } from '#db/openStore'
import type { StoreApi } from '../link/store-api'
import { customerArea } from './areas/customer'
import { enrolmentArea } from './areas/enrolment'
import { ordersArea } from './areas/orders'
import { reportsArea } from './areas/reports'
import { signInArea } from './areas/signin'
import { statusArea, statusPublisher, storeInfo } from './areas/status'
import { stockArea } from './areas/stock'
import { usageArea } from './areas/usage'
import { purgeLeftovers, visitsArea } from './areas/visits'
import {
  clientFor,
  loadEnrolment,
  required,
  type Counter,
  type CounterBase,
  type Enrolment,
  type Ports,
} from './counter'
import { createEventHub, type EventHub } from './events'
import { createLine } from './line'
import { createSession } from './session'
import { Puller } from './sync/puller'
import { Sender } from './sync/sender'

type OpenedApi = Omit<StoreApi, 'open'>

export interface StoreHost {
  api: StoreApi
  on: EventHub['on']
}

/** Pending rows spread over this time when the core answers again. */
const reconnectSpreadMs = 2000
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
    async open({ location, backupDir }) {
      if (opened) return await opened.info({})
      const store = await openStore({ location, backupDir, clock: ports.clock })
      opened = await startCounter(ports, events, store)
      return await store.read(storeInfo)
    },
    async close() {
      const closing = opened
      opened = undefined
      await closing?.close({})
    },
    ...forwarded(current),
  }
  return { api, on: events.on }
}

const methods = [
  ...([
    'info',
    'setLanguage',
    'status',
    'enrol',
    'signIn',
    'signOut',
    'openVisit',
    'verify',
    'customer',
    'endVisit',
  ] as const),
  ...([
    'visitOrders',
    'reissueOptions',
    'checkSim',
    'quote',
    'placeOrder',
    'order',
    'usageBounds',
    'fetchUsage',
  ] as const),
  ...(['cancelFetch', 'registerReport', 'sealReport'] as const),
]
type Forwarded = Pick<StoreApi, (typeof methods)[number]>

/** Before `open` and after `close` every method answers STORE_CLOSED. */
function forwarded(current: () => OpenedApi): Forwarded {
  const entries = methods.map((name) => [name, async (input: never) => await current()[name](input)])
  return Object.fromEntries(entries) as Forwarded
}

async function startCounter(ports: Ports, events: EventHub, store: Store): Promise<OpenedApi> {
  const counter = await assemble(ports, events, store)
  await store.write(async (tx) => {
    // Nobody else sends: what was on its way when the last run ended has an unknown outcome and is asked for.
    await returnExpired(tx, ports.clock.iso(), true)
    await forgetPayloads(tx, new Date(ports.clock.now() - payloadKeptMs).toISOString())
  })
  await purgeLeftovers(counter)
  const usage = usageArea(counter)
  counter.puller.start()
  counter.sender.start()
  return {
    ...statusArea(counter),
    ...enrolmentArea(counter),
    ...signInArea(counter),
    ...visitsArea(counter, usage),
    ...customerArea(counter),
    ...stockArea(counter),
    ...ordersArea(counter),
    ...usage,
    ...reportsArea(counter),
    async close() {
      await Promise.all([counter.puller.stop(), counter.sender.stop(), usage.abandonAll()])
      await store.close()
    },
  }
}

async function assemble(ports: Ports, events: EventHub, store: Store): Promise<Counter> {
  const line = createLine(ports.clock, (before) => void lineChanged(counter, before))
  line.remember(status.shape.kind.catch('unknown').parse(await store.read((tx) => findSetting(tx, 'core.kind'))))
  let enrolment: Enrolment | undefined = await loadEnrolment(ports, line, store)
  const base: CounterBase = {
    ...ports,
    store,
    events,
    line,
    session: createSession(line.coreIso),
    core: () => required(enrolment).core,
    device: () => required(enrolment).device,
    enrolled: (device) => void (enrolment = { device, core: clientFor(ports, line, device) }),
    publishStatus: statusPublisher(store, line, (changed) => events.emit('status', changed)),
  }
  const sender = new Sender(base)
  const counter: Counter = { ...base, sender, puller: new Puller(base, () => sender.wake()) }
  return counter
}

async function lineChanged(counter: Counter, before: string): Promise<void> {
  try {
    if (counter.line.state.core === 'online' && before === 'offline') {
      const spread = Math.round(counter.random() * reconnectSpreadMs)
      await counter.store.write((tx) => hurryPending(tx, new Date(counter.clock.now() + spread).toISOString()))
      counter.sender.wake()
    }
    await counter.publishStatus()
  } catch (error) {
    counter.log('warn', 'line.change', { code: error instanceof AppError ? error.code : 'INTERNAL' })
  }
}
