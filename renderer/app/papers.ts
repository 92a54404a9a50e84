import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { dateText } from './format'
import { useRequest } from './request'
import { useVisit } from './visit'

/** A finished document that this counter may show now. */
export interface ShownPaper {
  id: string
  /** `document`: one of those made of the visit at its end. */
  kind: 'report' | 'document' | 'slip'
  title: string
  pages: number
  /** For the printer of slips. */
  narrow: boolean
  /** Of a customer's paper. */
  msisdn?: string
}

/** The papers of the visit, newest first; without one the slip of the request that was filed last. */
export function usePapers(): ComputedRef<ShownPaper[]> {
  const { t } = useI18n()
  const visit = useVisit()
  const request = useRequest()
  return computed(() => {
    const reports = visit.ownReports.flatMap(({ id, msisdn, from, to, result }): ShownPaper[] => {
      const title = t('papers.report', { from: dateText(from), to: dateText(to) })
      return result ? [{ id, kind: 'report', title, pages: result.pages, narrow: false, msisdn }] : []
    })
    const slip: ShownPaper[] = request.slip
      ? [{ id: request.slip, kind: 'slip', title: t('papers.slip'), pages: 1, narrow: true }]
      : []
    const documents = visit.documents.filter(({ msisdn }) => msisdn === visit.number?.msisdn)
    return [...documents, ...reports, ...slip]
  })
}

/** Where a paper is looked at and printed. A customer's needs the customer, a slip only the clerk. */
export function paperRoute({ id, kind }: Pick<ShownPaper, 'id' | 'kind'>, act: 'look' | 'print' = 'look') {
  const name = kind === 'slip' ? 'slip' : 'paper'
  return { name: act === 'print' ? (`${name}Print` as const) : name, params: { paper: id } }
}
