import type { KeyProtection, KeyProvider } from '#db/key/provider'
import type { StoreApi, StoreEvents, StoreLocation } from '#electron/link/store-api'
import type { Clock } from '#domain/clock'
import type { HostProcess } from './hosts/process'
import { HostSupervisor } from './hosts/supervisor'
import type { Log } from './log'
import type { Timers } from './timers'

export interface StoreLink {
  host: HostSupervisor<StoreApi, StoreEvents>
  /** With the key, for our own processes only. @throws KEYRING_MISSING, STORE_KEY_WRONG */
  location(): Promise<StoreLocation>
  keyProtection(): KeyProtection
}

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
  let protection: KeyProtection = 'keyring'
  let known: StoreLocation | undefined

  async function location(): Promise<StoreLocation> {
    if (known !== undefined) return known
    const key = await o.keys.load()
    protection = key.protection
    known = { file: o.storeFile, keyHex: key.keyHex }
    return known
  }

  const host = new HostSupervisor<StoreApi, StoreEvents>({
    name: 'store-host',
    fork: o.fork,
    prepare: async (api) => void (await api.open({ location: await location(), backupDir: o.backupDir })),
    log: o.log,
    clock: o.clock,
    timers: o.timers,
  })
  return { host, location, keyProtection: () => protection }
}
