import type { Handlers } from '../bridge/handlers'
import { appService, type AppServiceDeps } from './app'
import { attentionService } from './attention'
import { customerService } from './customer'
import { detailService, type DetailDeps } from './detail'
import { documentsService, type DocumentsDeps } from './documents'
import { findService } from './find'
import { offlineService, type OfflineDeps } from './offline'
import { paperService, type PaperDeps } from './paper'
import { printingService, type PrintingDeps } from './printing'
import { quoteService } from './quote'
import { recoveryService, type RecoveryServiceDeps } from './recovery'
import { reissueService } from './reissue'
import { signInService, type SignInDeps } from './signin'
import { stockService } from './stock'
import { unblockService } from './unblock'
import { verifyService, type VerifyDeps } from './verify'
import { visitService } from './visit'

export type ServiceDeps = AppServiceDeps &
  SignInDeps &
  VerifyDeps &
  DetailDeps &
  DocumentsDeps &
  PrintingDeps &
  OfflineDeps &
  RecoveryServiceDeps &
  PaperDeps

/** Every channel with its handler; complete by its type. */
export function makeHandlers(deps: ServiceDeps): Handlers {
  return {
    ...appService(deps),
    ...signInService(deps),
    ...findService(deps),
    ...verifyService(deps),
    ...customerService(deps),
    ...unblockService(deps),
    ...reissueService(deps),
    ...quoteService(deps),
    ...detailService(deps),
    ...documentsService(deps),
    ...printingService(deps),
    ...visitService(deps),
    ...offlineService(deps),
    ...attentionService(deps),
    ...stockService(deps),
    ...recoveryService(deps),
    ...paperService(deps),
  } satisfies Handlers
}
