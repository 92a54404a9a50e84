import type { AppInfo, Language } from '#domain/contract/views'
import type { KeyProtection } from '#db/key/provider'
import { AppError, type ErrorCode } from '#domain/errors'
import type { StoreApi, StoreInfo } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import type { Config } from '../config'

export interface AppServiceDeps {
  store: StoreApi
  /** Why the store cannot be opened; undefined once it is open. */
  storeProblem(): Promise<AppError | undefined>
  keyProtection(): KeyProtection
  /** What does not change while the program runs. */
  facts: Pick<AppInfo, 'version' | 'electron' | 'chrome' | 'operator' | 'zone' | 'prefill'>
  /** Asked for in development; holds until somebody chooses another. */
  language: Language | undefined
  /** What IT has set for this machine. */
  config: Pick<Config, 'coreAddress' | 'languages' | 'defaultLanguage' | 'problems'>
  /** The page has loaded and listens. */
  pageReady(): void
}

export function appService(
  deps: AppServiceDeps,
): HandlersOf<'app.info' | 'app.status' | 'app.setLanguage' | 'app.enrol'> {
  const { coreAddress, languages, defaultLanguage, problems } = deps.config
  let asked = deps.language

  function languageOf(chosen: Language | undefined): Language {
    return [asked, chosen].find((each) => each !== undefined && languages.includes(each)) ?? defaultLanguage
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

  return {
    'app.info': async () => {
      const { info, storeError } = await storeState()
      deps.pageReady()
      const { prefill, ...facts } = deps.facts
      return {
        ...facts,
        operator: info?.operator || facts.operator,
        keyProtection: deps.keyProtection(),
        language: languageOf(info?.language),
        languages: [...languages],
        configProblems: problems,
        enrolled: info?.enrolled ?? false,
        ...(info?.officeId !== undefined && { officeId: info.officeId }),
        ...(info?.officeName !== undefined && { officeName: info.officeName }),
        ...(prefill && !info?.enrolled && { prefill }),
        ...(storeError && { storeError }),
      }
    },
    'app.status': () => deps.store.status({}),
    'app.setLanguage': async (input) => {
      if (!languages.includes(input.language)) throw new AppError('BAD_REQUEST', { field: 'language' })
      await deps.store.setLanguage({ language: input.language })
      asked = undefined
      return {}
    },
    'app.enrol': ({ commandId, address, code, deviceName }) =>
      deps.store.enrol({ commandId, address: coreAddress ?? address.trim(), code, deviceName }),
  }
}
