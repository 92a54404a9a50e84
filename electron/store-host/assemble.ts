import { status } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import type { Store } from '#db/connection'
import { hurryAll } from '#db/outbox/outbox'
import { findSetting } from '#db/repositories/settings'
import { statusPublisher } from './areas/status'
import {
  clientFor,
  loadEnrolment,
  required,
  type Counter,
  type CounterBase,
  type Enrolment,
  type Ports,
} from './counter'
import type { EventHub } from './events'
import { createLine } from './line'
import { References } from './references'
import { createSession } from './session'
import { Puller } from './sync/puller'
import { mustReconcile } from './sync/reconcile'
import { Sender } from './sync/sender'

/** Pending rows spread over this time when the core answers again. */
const reconnectSpreadMs = 2000

/** An open store with the line to its core. Nothing runs yet. */
export async function assemble(ports: Ports, events: EventHub, store: Store): Promise<Counter> {
  const line = createLine(ports.clock, (before) => void lineChanged(counter, before))
  line.remember(status.shape.kind.catch('unknown').parse(await store.read((tx) => findSetting(tx, 'core.kind'))))
  let enrolment: Enrolment | undefined = await loadEnrolment(ports, line, store)
  let behind = await store.read((tx) => mustReconcile(tx, ports.clock.now()))
  const reconciling = () => behind
  const base: CounterBase = {
    ...ports,
    store,
    references: new References(store),
    events,
    line,
    session: createSession(line),
    core: () => required(enrolment).core,
    device: () => required(enrolment).device,
    enrolled: (device) => void (enrolment = { device, core: clientFor(ports, line, device) }),
    reconciling,
    reconciled: () => void (behind = false),
    publishStatus: statusPublisher({ ...ports, store, line, reconciling }, (changed) => events.emit('status', changed)),
  }
  const sender = new Sender(base)
  const counter: Counter = { ...base, sender, puller: new Puller(base, () => sender.wake()) }
  return counter
}

async function lineChanged(counter: Counter, before: string): Promise<void> {
  try {
    if (counter.line.state.core === 'online' && before === 'offline') {
      counter.sender.coreIsBack()
      const spread = Math.round(counter.random() * reconnectSpreadMs)
      const turn = { now: counter.clock.iso(), nextAt: new Date(counter.clock.now() + spread).toISOString() }
      await counter.store.write((tx) => hurryAll(tx, turn))
    }
    // Also when the core speaks our protocol again.
    counter.sender.wake()
    counter.publishStatus()
  } catch (error) {
    counter.log('warn', 'line.change', { code: error instanceof AppError ? error.code : 'INTERNAL' })
  }
}
