import type { Clock } from '#domain/clock'
import type { IdSource } from '#domain/ids'
import { AppError } from '#domain/errors'
import type { Store } from '#db/connection'
import { findDevice, type Device } from '#db/repositories/device'
import { createCoreClient } from './core/client'
import type { Core, Fetch } from './core/core'
import type { EventHub } from './events'
import type { Line } from './line'
import type { Log } from './log'
import type { References } from './references'
import type { Session } from './session'
import type { Puller } from './sync/puller'
import type { Timers } from './sync/pump'
import type { Sender } from './sync/sender'

/** What the store host gets from outside; all of it can be made to stand still in a test. */
export interface Ports {
  clock: Clock
  ids: IdSource
  fetch: Fetch
  log: Log
  timers: Timers
  /** At least 0, below 1. */
  random(): number
}

/** An open store and the core it belongs to: what the sync works on. */
export interface CounterBase extends Ports {
  store: Store
  references: References
  events: EventHub
  line: Line
  session: Session
  /** Throws NOT_ENROLLED. */
  core(): Core
  /** Throws NOT_ENROLLED. */
  device(): Device
  enrolled(device: Device): void
  /** True for a store that was restored or long away until it knows what the core has: nothing is sent before. */
  reconciling(): boolean
  reconciled(): void
  /** Tells the status soon, when it has changed. */
  publishStatus(): void
}

/** With the sync running: what the areas of the store API are given. */
export interface Counter extends CounterBase {
  sender: Sender
  puller: Puller
}

export interface Enrolment {
  device: Device
  core: Core
}

export function clientFor(ports: Ports, line: Line, target: Pick<Device, 'address'> & Partial<Device>): Core {
  const { clientId, clientSecret } = target
  return createCoreClient({
    ...ports,
    address: target.address,
    ...(clientId !== undefined && clientSecret !== undefined && { credentials: { clientId, clientSecret } }),
    onAnswer: line.answered,
    onMiss: line.missed,
    onOverdue: line.overdue,
    onDevice: line.device,
  })
}

export async function loadEnrolment(ports: Ports, line: Line, store: Store): Promise<Enrolment | undefined> {
  const device = await store.read(findDevice)
  return device && { device, core: clientFor(ports, line, device) }
}

export function required<T>(value: T | undefined): T {
  if (value === undefined) throw new AppError('NOT_ENROLLED')
  return value
}
