import { arch, platform, release } from 'node:os'
import type { AppInfo } from '#domain/contract/views'
import type { Clock } from '#domain/clock'
import { AppError } from '#domain/errors'
import type { Config, Paths } from '../config/config'
import type { DiagnosticParts } from './diagnostics'
import type { Runs } from './runs'
import type { StoreLink } from '../store/store-link'
import type { Timers } from '../timers'

export interface CollectDeps {
  link: StoreLink
  config: Config
  paths: Paths
  versions: Pick<AppInfo, 'version' | 'electron' | 'chrome'>
  clock: Clock
  timers: Timers
  runs(): Runs
  /** Deaths of processes since the program started. */
  crashes(): { pageCrashes: number; reportHostCrashes: number }
}

/** A store that hangs is a finding too. */
const patienceMs = 5_000

/** Gathers what the diagnostics say; a store that cannot answer is told by its code. */
export async function collectDiagnostics(deps: CollectDeps): Promise<DiagnosticParts> {
  const { link, config, paths, versions, clock } = deps
  const { starts, crashes } = deps.runs()
  return {
    about: {
      ...versions,
      at: clock.iso(),
      node: process.versions.node,
      system: `${platform()} ${release()} ${arch()}`,
      keyProtection: link.keyProtection(),
    },
    config,
    store: await storeFigures(link, deps.timers),
    processes: { starts, crashedRuns: crashes, storeHostRestarts: link.host.restarts, ...deps.crashes() },
    logs: [`${paths.log}.1`, paths.log],
  }
}

async function storeFigures(link: StoreLink, timers: Timers): Promise<Record<string, unknown>> {
  const late = new Promise<never>((_, reject) => {
    timers.after(patienceMs, () => reject(new AppError('STORE_CLOSED', { reason: 'late' })))
  })
  try {
    return await Promise.race([link.store.figures({}), late])
  } catch (error) {
    return { problem: error instanceof AppError ? error.code : 'INTERNAL' }
  }
}
