import type { AppInfo, Language, Leftover } from '#domain/contract/views'
import type { KeyProtection } from '#db/key/provider'
import { AppError, type ErrorCode } from '#domain/errors'
import type { StoreApi, StoreInfo } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import type { Config } from '../config/config'
import type { LastInfoKeeper } from '../store/last-info'

export interface AppServiceDeps {
  store: StoreApi
  /** Why the store cannot be opened; undefined once it is open. */
  storeProblem(): Promise<AppError | undefined>
  keyProtection(): KeyProtection
  lastInfo: LastInfoKeeper
  /** How the last run ended, until somebody has signed in. */
  leftovers(): Promise<Leftover[]>
  /** What does not change while the program runs. */
  facts: Pick<AppInfo, 'version' | 'electron' | 'chrome' | 'operator' | 'zone' | 'prefill'>
  /** Asked for in development; holds until somebody chooses another. */
  language: Language | undefined
  /** What IT has set for this machine. */
  config: Pick<Config, 'coreAddress' | 'languages' | 'defaultLanguage' | 'problems'>
  /** The page has loaded and listens. */
  pageReady(): void
}

/** What the store says of this counter, or said at the last start. */
type Known = { [K in keyof StoreInfo]?: StoreInfo[K] | undefined }

export function appService(
  deps: AppServiceDeps,
): HandlersOf<'app.info' | 'app.lastInfo' | 'app.status' | 'app.setLanguage' | 'app.enrol'> {
  const { coreAddress, languages, defaultLanguage } = deps.config
  let asked = deps.language
  let storeSpoke = false

  function view(info: Known | undefined, keyProtection: KeyProtection): AppInfo {
    const wanted = [asked, info?.language].find((each) => each !== undefined && languages.includes(each))
    return { ...viewOf(deps, info), keyProtection, language: wanted ?? defaultLanguage }
  }

  async function storeState(): Promise<{ info?: StoreInfo; storeError?: ErrorCode }> {
    const problem = await deps.storeProblem()
    if (problem !== undefined) return { storeError: problem.code }
    try {
      return { info: await deps.store.info({}) }
    } catch (error) {
      return { storeError: error instanceof AppError ? error.code : 'INTERNAL' }
    }
  }

  async function current(): Promise<AppInfo> {
    const { info, storeError } = await storeState()
    storeSpoke = true
    const now = view(info, deps.keyProtection())
    if (storeError !== undefined) return { ...now, storeError }
    if (now.enrolled) deps.lastInfo.keep(now)
    return { ...now, leftovers: await deps.leftovers() }
  }

  return {
    'app.info': async () => {
      const now = await current()
      deps.pageReady()
      return now
    },
    'app.lastInfo': async () => {
      const last = storeSpoke ? undefined : deps.lastInfo.read()
      return last ? view(last, last.keyProtection) : null
    },
    'app.status': () => deps.store.status({}),
    'app.setLanguage': async (input) => {
      if (!languages.includes(input.language)) throw new AppError('BAD_REQUEST', { field: 'language' })
      await deps.store.setLanguage({ language: input.language })
      asked = undefined
      await current()
      return {}
    },
    'app.enrol': ({ commandId, address, code, deviceName }) =>
      deps.store.enrol({ commandId, address: coreAddress ?? address.trim(), code, deviceName }),
  }
}

function viewOf(
  { facts: { prefill, ...facts }, config }: AppServiceDeps,
  info: Known | undefined,
): Omit<AppInfo, 'keyProtection' | 'language'> {
  return {
    ...facts,
    operator: info?.operator || facts.operator,
    languages: [...config.languages],
    configProblems: config.problems,
    enrolled: info?.enrolled ?? false,
    leftovers: [],
    ...(info?.officeId !== undefined && { officeId: info.officeId }),
    ...(info?.officeName !== undefined && { officeName: info.officeName }),
    ...(prefill && !info?.enrolled && { prefill }),
  }
}
