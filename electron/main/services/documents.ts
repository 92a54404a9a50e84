import type { HandlersOf } from '../bridge/handlers'
import type { VisitPapers } from './visit-papers'

export interface DocumentsDeps {
  visitPapers: VisitPapers
}

type DocumentCalls = 'documents.choices' | 'documents.make'

export function documentsService({ visitPapers }: DocumentsDeps): HandlersOf<DocumentCalls> {
  return {
    'documents.choices': ({ msisdn }, { customer }) => visitPapers.choices(msisdn, customer.visitId),
    'documents.make': async ({ commandId: paperId, ...wish }, { clerk, customer }) => {
      const { pages } = await visitPapers.make({ paperId, ...wish }, clerk, customer)
      return { pages }
    },
  }
}
