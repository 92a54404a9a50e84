import type { AppInfo, Language } from '#domain/contract/views'
import type { KeyProtection } from '#db/key/provider'
import { AppError, type ErrorCode } from '#domain/errors'
import type { StoreApi, StoreInfo } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'

export interface AppServiceDeps {
  store: StoreApi
  /** Resolves when the store is open, rejects with why it cannot be. */
  storeReady(): Promise<void>
  keyProtection(): KeyProtection
  /** What does not change while the program runs. */
  facts: Pick<AppInfo, 'version' | 'electron' | 'chrome' | 'operator' | 'zone' | 'prefill'>
  /** Asked for in development; holds until somebody chooses another. */
  language: Language | undefined
  /** The page has loaded and listens. */
  pageReady(): void
}

export function appService(
  deps: AppServiceDeps,
): HandlersOf<'app.info' | 'app.status' | 'app.setLanguage' | 'app.enrol'> {
  let language = deps.language

  async function storeState(): Promise<{ info?: StoreInfo; storeError?: ErrorCode }> {
    try {
      await deps.storeReady()
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
        language: language ?? info?.language ?? 'ru',
        enrolled: info?.enrolled ?? false,
        ...(info?.officeId !== undefined && { officeId: info.officeId }),
        ...(info?.officeName !== undefined && { officeName: info.officeName }),
        ...(prefill && !info?.enrolled && { prefill }),
        ...(storeError && { storeError }),
      }
    },
    'app.status': () => deps.store.status({}),
    'app.setLanguage': async (input) => {
      await deps.store.setLanguage({ language: input.language })
      language = undefined
      return {}
    },
    'app.enrol': ({ commandId, address, code, deviceName }) =>
      deps.store.enrol({ commandId, address: address.trim(), code, deviceName }),
  }
}
