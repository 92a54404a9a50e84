import type { KeyProtection, KeyProvider } from '#db/key/provider'
import type { StoreApi, StoreEvents, StoreLocation } from '#electron/link/store-api'
import type { Clock } from '#domain/clock'
import type { Leftover } from '#domain/contract/views'
import { AppError, type ErrorCode } from '#domain/errors'
import type { HostProcess } from '../hosts/process'
import { HostSupervisor } from '../hosts/supervisor'
import { errorFields, type Log } from '../diagnostics/log'
import type { Timers } from '../timers'

export interface StoreLink {
  host: HostSupervisor<StoreApi, StoreEvents>
  /** The store as the services use it: damage that one of its answers shows closes it for all. */
  store: StoreApi
  /** With the key, for our own processes only. @throws KEYRING_MISSING, STORE_KEY_WRONG */
  location(): Promise<StoreLocation>
  keyProtection(): KeyProtection
  /** How the last run of the program ended, once the store is open; nothing while it cannot be. */
  leftovers(): Promise<Leftover[]>
  /** Why the store cannot be used; undefined once it is open. */
  problem(): Promise<AppError | undefined>
  /** Resolves when a store that was found damaged has been closed. */
  closed(): Promise<void>
  /** Tries once more what could not be opened. @throws why it cannot be */
  openAgain(): Promise<void>
  /** Called when the open store turns out to be damaged. */
  onDamaged(listener: () => void): void
}

/** Of a store that was open a minute ago: its file has been damaged. Anything else is the matter of the one call. */
const damage: readonly ErrorCode[] = ['STORE_CORRUPT', 'STORE_KEY_WRONG']

/** The supervised store host; every fresh process gets the store opened with its key. */
export function linkStore(o: {
  fork(): HostProcess
  keys: KeyProvider
  storeFile: string
  backupDir: string
  log: Log
  clock: Clock
  timers: Timers
}): StoreLink {
  const { location, keyProtection, forget } = storeLocator(o.keys, o.storeFile)
  let damaged: AppError | undefined
  let leftovers: Leftover[] | undefined
  let closing: Promise<void> = Promise.resolve()
  const damagedListeners: (() => void)[] = []

  const host = new HostSupervisor<StoreApi, StoreEvents>({
    name: 'store-host',
    fork: o.fork,
    async prepare(api) {
      // A fresh process must not go on writing to it either: that waits for a person.
      if (damaged !== undefined) throw damaged
      const opened = await api.open({ location: await location(), backupDir: o.backupDir })
      // A host that starts again within this run has nothing to say of the last one.
      leftovers ??= opened.leftovers
    },
    log: o.log,
    clock: o.clock,
    timers: o.timers,
  })

  function foundDamaged(error: AppError): void {
    damaged = error
    host.refuse(error)
    o.log.error('store.damaged', { code: error.code })
    closing = host.unprepared.close({}).catch((fault: unknown) => o.log.warn('store.close', errorFields(fault)))
    for (const listener of damagedListeners) listener()
  }

  const store = watched(host, foundDamaged)

  return {
    host,
    store,
    location,
    keyProtection,
    leftovers: () =>
      host.ready().then(
        () => leftovers ?? [],
        () => [],
      ),
    problem: () => host.ready().then(() => undefined, asAppError),
    closed: () => closing,
    async openAgain() {
      await closing
      damaged = undefined
      forget()
      await host.prepareAgain()
    },
    onDamaged: (listener) => void damagedListeners.push(listener),
  }
}

/** The key is asked of the keyring once, when it is first needed; a key that did not open the store may have been put right since. */
function storeLocator(
  keys: KeyProvider,
  file: string,
): Pick<StoreLink, 'location' | 'keyProtection'> & { forget(): void } {
  let protection: KeyProtection = 'keyring'
  let known: StoreLocation | undefined
  return {
    async location() {
      if (known !== undefined) return known
      const key = await keys.load()
      protection = key.protection
      known = { file, keyHex: key.keyHex }
      return known
    },
    keyProtection: () => protection,
    forget: () => void (known = undefined),
  }
}

/** The same calls; `found` hears of damage that an open store shows. */
function watched(host: HostSupervisor<StoreApi, StoreEvents>, found: (error: AppError) => void): StoreApi {
  return new Proxy({} as StoreApi, {
    get: (_target, method: string) => async (input: never) => {
      try {
        return await host.api[method as keyof StoreApi](input)
      } catch (error) {
        if (host.isPrepared && error instanceof AppError && damage.includes(error.code)) found(error)
        throw error
      }
    },
  })
}

function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('INTERNAL', {}, { cause: error })
}
