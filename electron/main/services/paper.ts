import type { PaperCheckView } from '#domain/contract/paper'
import { AppError } from '#domain/errors'
import { localDateOf } from '#domain/zone'
import type { ReportApi } from '#electron/link/report-api'
import type { StoreApi } from '#electron/link/store-api'
import { withRegistry, type PaperCheck } from '#reports/verify/check'
import type { HandlersOf } from '../bridge/handlers'
import type { Log } from '../diagnostics/log'

export interface PaperDeps {
  store: StoreApi
  checker: Pick<ReportApi, 'checkPaper'>
  log: Log
  zone: string
  /** The system's dialogue; undefined when the person cancelled it. */
  askWhichFile(): Promise<string | undefined>
}

type Subject = { file: string } | { code: string }

/** Papers that somebody brings are checked here, and by the registry too when it answers. */
export function paperService(deps: PaperDeps): HandlersOf<'paper.checkFile' | 'paper.checkCode'> {
  async function check(subject: Subject): Promise<PaperCheckView> {
    const trust = await deps.store.paperTrust({})
    const here = await deps.checker.checkPaper({ subject, trust })
    return viewOf(await askRegistry(deps, here), 'file' in subject ? 'file' : 'code', deps.zone)
  }

  return {
    'paper.checkFile': async () => {
      const file = await deps.askWhichFile()
      return { check: file === undefined ? null : await check({ file }) }
    },
    'paper.checkCode': ({ code }) => check({ code }),
  }
}

/** Without a line the paper is judged by its signatures alone, and the facts say that nobody was asked. */
async function askRegistry({ store, log }: PaperDeps, here: PaperCheck): Promise<PaperCheck> {
  if (here.verdict !== 'genuine' || here.claim === undefined) return here
  try {
    return withRegistry(here, await store.findReport({ number: here.claim.number }))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log.warn('paper.registry', { code: error.code })
    return here
  }
}

function viewOf(
  { verdict, facts, claim, signer }: PaperCheck,
  source: PaperCheckView['source'],
  zone: string,
): PaperCheckView {
  return {
    source,
    verdict,
    facts,
    ...(claim && { claim: claimView(claim, zone) }),
    ...(signer && { signer: signer.name }),
  }
}

function claimView(claim: NonNullable<PaperCheck['claim']>, zone: string): PaperCheckView['claim'] {
  const { number, msisdn, rows, totalTiyn, topUpsTiyn, registeredAt } = claim
  const last = new Date(Date.parse(claim.to) - 1).toISOString()
  const days = { from: localDateOf(claim.from, zone), to: localDateOf(last, zone) }
  return { number, msisdn, ...days, rows, totalTiyn, topUpsTiyn, registeredAt }
}
