import { AppError } from '#domain/errors'
import type { HandlersOf } from '../bridge/handlers'
import type { VisitPapers } from './visit-papers'

export interface DocumentsDeps {
  visitPapers: VisitPapers
  openFile(file: string): Promise<void>
}

type DocumentCalls = 'documents.choices' | 'documents.make' | 'documents.open'

export function documentsService({ visitPapers, openFile }: DocumentsDeps): HandlersOf<DocumentCalls> {
  return {
    'documents.choices': ({ msisdn }, { customer }) => visitPapers.choices(msisdn, customer.visitId),
    'documents.make': async ({ commandId: paperId, ...wish }, { clerk, customer }) => {
      const { pages } = await visitPapers.make({ paperId, ...wish }, clerk, customer)
      return { pages }
    },
    'documents.open': async ({ msisdn, paperId }, { customer }) => {
      const paper = visitPapers.find(paperId)
      if (paper?.msisdn !== msisdn || paper.visitId !== customer.visitId) throw new AppError('REPORT_UNKNOWN')
      await openFile(paper.file)
      return {}
    },
  }
}
