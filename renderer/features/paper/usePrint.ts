import { computed, ref, watch, type Ref } from 'vue'
import { mostCopies, type PrinterView } from '#domain/contract/printing'
import { countPages, parsePageRanges } from '#domain/printing'
import { useAct, useQuestion } from '../../app/calls'
import type { ShownPaper } from '../../app/papers'
import { usePrints, type PrintDraft } from '../../app/prints'
import type { FieldProblem } from '../verify/form'

export type PrintField = 'printer' | 'copies' | 'pages' | 'reason'

/** What is wrong with a wish to print, by field. Nothing typed is ever lost by it. */
export function checkPrint(
  draft: PrintDraft,
  { pages, again }: { pages: number; again: boolean },
): Partial<Record<PrintField, FieldProblem>> {
  const problems: Partial<Record<PrintField, FieldProblem>> = {}
  const copies = /^\d{1,3}$/.test(draft.copies.trim()) ? Number(draft.copies) : 0
  const ranges = parsePageRanges(draft.pages, pages)
  if (draft.printer === '') problems.printer = { code: 'PRINTER_UNKNOWN', params: {} }
  if (copies < 1 || copies > mostCopies) problems.copies = { code: 'PRINT_COPIES', params: {} }
  if (!ranges.ok) problems.pages = { code: ranges.code, params: 'params' in ranges ? ranges.params : {} }
  if (again && draft.reason === '') problems.reason = { code: 'PRINT_REASON_NEEDED', params: {} }
  return problems
}

/** The printer to begin with: the usual one if it takes jobs, else the first that does. */
export function firstChoice(printers: readonly PrinterView[], usual: string | undefined): string {
  const taking = printers.filter(({ accepts }) => accepts)
  return (taking.find(({ name }) => name === usual) ?? taking[0])?.name ?? ''
}

/** Printing one paper: the printers, what is chosen, and the act. */
export function usePrint(paper: Ref<ShownPaper | undefined>) {
  const prints = usePrints()
  const asking = useQuestion('print.printers')
  const reportAct = useAct('documents.print')
  const slipAct = useAct('offline.printSlip')
  const draft = prints.draftOf(paper.value?.id ?? '')
  /** Fields are told off once the clerk has tried. */
  const tried = ref(false)

  const printers = computed(() => asking.value.value?.printers ?? [])
  const printer = computed(() => printers.value.find(({ name }) => name === draft.printer))
  const again = computed(() => paper.value !== undefined && prints.isPrinted(paper.value.id))
  const problems = computed(() => checkPrint(draft, { pages: paper.value?.pages ?? 0, again: again.value }))
  const isReady = computed(() => Object.keys(problems.value).length === 0)
  const busy = computed(() => reportAct.busy.value || slipAct.busy.value)
  const problem = computed(() => reportAct.problem.value ?? slipAct.problem.value)
  const pageCount = computed(() => {
    const ranges = parsePageRanges(draft.pages, paper.value?.pages ?? 0)
    return ranges.ok ? countPages(ranges.value, paper.value?.pages ?? 0) : 0
  })

  watch(printer, (now) => {
    if (now && !now.duplex) draft.sides = 'one'
  })

  async function askPrinters(): Promise<void> {
    const answer = await asking.ask({ paper: paper.value?.narrow ? 'slips' : 'documents' })
    if (answer && !answer.printers.some(({ name, accepts }) => accepts && name === draft.printer))
      draft.printer = firstChoice(answer.printers, answer.usual)
  }

  /** False: something is missing or was refused, which the screen shows. */
  async function run(): Promise<boolean> {
    const what = paper.value
    tried.value = true
    if (what === undefined || !isReady.value) return false
    const { printer: name, sides, pages, reason } = draft
    const wish = { printer: name, copies: Number(draft.copies), duplex: sides === 'two', pages: pages.trim() }
    const options = { ...wish, ...(again.value && reason !== '' && { reason }) }
    const job =
      what.msisdn === undefined
        ? await slipAct.run({ orderId: what.id, ...options })
        : await reportAct.run({ msisdn: what.msisdn, paperId: what.id, ...options })
    if (job === undefined) return false
    prints.take(job)
    // The next press is another print.
    for (const act of [reportAct, slipAct]) act.forget()
    tried.value = false
    return true
  }

  return {
    draft,
    asking,
    printers,
    printer,
    again,
    problems,
    isReady,
    tried,
    busy,
    problem,
    pageCount,
    askPrinters,
    run,
  }
}
