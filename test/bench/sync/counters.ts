import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import type { Store } from '#db/connection'
import { openStore } from '#db/openStore'
import { buildOrder, type ProductOrderCreate } from '#domain/core/order'
import { enrolmentArea } from '#electron/store-host/areas/enrolment'
import { assemble } from '#electron/store-host/assemble'
import { createCoreClient, type ClientOptions } from '#electron/store-host/core/client'
import type { Core } from '#electron/store-host/core/core'
import type { Counter, Ports } from '#electron/store-host/counter'
import { createEventHub, type EventHub } from '#electron/store-host/events'
import { systemTimers } from '#electron/store-host/sync/pump'
import { systemClock } from '#test/core/clock'
import { enrolment } from '#test/core/harness'
import type { CoreProcess, Subscriber } from './coreProcess'

export const keyHex = '5c'.repeat(32)

export const ports: Ports = {
  clock: systemClock,
  ids: { uuid: () => v7() },
  fetch,
  log: () => undefined,
  timers: systemTimers,
  random: Math.random,
}

export interface BenchStore {
  store: Store
  file: string
  close: () => Promise<void>
}

/** An encrypted store of this version in a folder of its own. */
export async function newStore(): Promise<BenchStore> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sync-'))
  const file = join(folder, 'office.db')
  const backupDir = join(folder, 'backups')
  const store = await openStore({ location: { file, keyHex }, backupDir, clock: systemClock })
  const close = async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { store, file, close }
}

/** The application's own counter on that store, enrolled; neither sender nor puller runs yet. */
export async function enrolledCounter(core: CoreProcess, store: Store): Promise<{ counter: Counter; hub: EventHub }> {
  const hub = createEventHub()
  const counter = await assemble(ports, hub, store)
  const { url: address, enrolmentCode: code } = core
  await enrolmentArea(counter).enrol({ commandId: v7(), address, code, deviceName: 'Counter 1' })
  return { counter, hub }
}

/** The application's client without a store: enrolled, with its own credentials. */
export async function enrolledClient(core: CoreProcess): Promise<Core> {
  return createCoreClient({ ...optionsFor(core), credentials: await credentialsOf(core) })
}

function optionsFor(core: CoreProcess): ClientOptions {
  const unheard = () => undefined
  const listeners = { onAnswer: unheard, onMiss: unheard, onOverdue: unheard, onDevice: unheard }
  return { ...ports, ...listeners, address: core.url }
}

async function credentialsOf(core: CoreProcess): Promise<{ clientId: string; clientSecret: string }> {
  const body = enrolment(core.enrolmentCode)
  const { clientId, clientSecret } = await createCoreClient(optionsFor(core)).ask('enrol', { body })
  return { clientId, clientSecret }
}

/** What a loop without any code of ours puts into `Authorization`. */
export async function bearerOf(core: CoreProcess): Promise<string> {
  const { clientId: client_id, clientSecret: client_secret } = await credentialsOf(core)
  const body = { grant_type: 'client_credentials' as const, client_id, client_secret }
  const { access_token } = await createCoreClient(optionsFor(core)).ask('token', { body })
  return `Bearer ${access_token}`
}

export interface Verified extends Subscriber {
  verificationId: string
}

/** Signs the clerk of the sample data in and has the documents verified. */
export async function verifyAll(client: Core, core: CoreProcess, people: readonly Subscriber[]): Promise<Verified[]> {
  const { id: clerkId, pin } = core.facts.clerks.clerk
  const { clerkToken } = await client.ask('session', { body: { commandId: v7(), clerkId, pin } })
  const verified: Verified[] = []
  for (const own of people) {
    const body = { commandId: v7(), visitId: v7(), msisdn: own.msisdn, person: own.person }
    const { verificationId } = await client.ask('verify', { body, clerkToken })
    if (verificationId === undefined) throw new Error('the sample person was not matched')
    verified.push({ ...own, verificationId })
  }
  return verified
}

/** An order that any number takes any number of times. */
export function updateOrder(core: CoreProcess, own: Verified): ProductOrderCreate {
  return buildOrder({
    externalId: v7(),
    officeId: core.facts.office.id,
    clerkId: core.facts.clerks.clerk.id,
    product: { id: own.productId, msisdn: own.msisdn },
    proof: { verificationId: own.verificationId },
    intentAt: new Date().toISOString(),
    lines: [{ operation: 'identityUpdate', document: own.person.document }],
  })
}
