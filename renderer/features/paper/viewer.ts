import { openPdf, type OpenPdf } from './pdf'
// Takes what it needs from the library that the line above has loaded.
import { EventBus, FindState, PDFFindController, PDFLinkService, PDFViewer } from 'pdfjs-dist/legacy/web/pdf_viewer.mjs'

export interface Matches {
  state: 'none' | 'searching' | 'found' | 'notFound'
  current: number
  total: number
}

export interface ViewerHooks {
  opened(pages: number): void
  /** The first page stands. */
  drawn(): void
  page(number: number): void
  scale(percent: number): void
  matches(found: Matches): void
  failed(): void
}

/** The library's own texts stay out: it would put them into the page as markup, in its own words. */
const silent = {
  getLanguage: () => document.documentElement.lang,
  getDirection: () => 'ltr',
  get: async () => '',
  translate: async () => undefined,
  translateOnce: async () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  destroy: async () => undefined,
}

const zoomStep = 1.2
const scales = { least: 0.4, most: 4 } as const
const fitWidth = 'page-width'

/** The pages of one paper in `container`: drawn when they come into view, with their text to search, select and read aloud. */
export class Viewer {
  readonly #bus = new EventBus()
  readonly #viewer: PDFViewer
  readonly #links: PDFLinkService
  readonly #find: PDFFindController
  readonly #hooks: ViewerHooks
  readonly #gone = new AbortController()
  /** A page that fills the width goes on filling it when the window changes. */
  readonly #fitting = new ResizeObserver(() => {
    if (this.#viewer.currentScaleValue === fitWidth) this.zoom('fit')
  })
  #pdf: OpenPdf | undefined

  constructor(container: HTMLDivElement, hooks: ViewerHooks, pageLabel: (page: string) => string) {
    this.#hooks = hooks
    const eventBus = this.#bus
    this.#links = new PDFLinkService({ eventBus })
    this.#find = new PDFFindController({ eventBus, linkService: this.#links, delay: 0 })
    const parts = { container, eventBus, linkService: this.#links, findController: this.#find }
    // Papers have no links; signatures and the like are drawn, forms are not filled in.
    const less = { annotationMode: 1, annotationEditorMode: -1, enableAutoLinking: false, supportsPinchToZoom: false }
    const options = {
      ...parts,
      ...less,
      l10n: silent,
      abortSignal: this.#gone.signal,
    }
    this.#viewer = new PDFViewer(options as unknown as ConstructorParameters<typeof PDFViewer>[0])
    this.#links.setViewer(this.#viewer)
    this.#listen(container, pageLabel)
    this.#fitting.observe(container)
  }

  async open(url: string): Promise<void> {
    try {
      const pdf = await openPdf(url, () => this.#hooks.failed())
      if (this.#gone.signal.aborted) return pdf.close()
      this.#pdf = pdf
      this.#hooks.opened(pdf.document.numPages)
      this.#viewer.setDocument(pdf.document)
      this.#links.setDocument(pdf.document)
    } catch {
      // The reason is the main process's to know; the screen offers to try again.
      if (!this.#gone.signal.aborted) this.#hooks.failed()
    }
  }

  goTo(page: number): void {
    this.#viewer.currentPageNumber = page
  }

  zoom(direction: 'in' | 'out' | 'fit'): void {
    if (direction === 'fit') return void (this.#viewer.currentScaleValue = fitWidth)
    const next = this.#viewer.currentScale * (direction === 'in' ? zoomStep : 1 / zoomStep)
    this.#viewer.currentScale = Math.min(scales.most, Math.max(scales.least, next))
  }

  /** `again`: the next match of the same text, or the one before. */
  search(query: string, again?: 'next' | 'previous'): void {
    const how = { type: again ? 'again' : '', findPrevious: again === 'previous' }
    this.#bus.dispatch('find', { source: this, query, ...how, highlightAll: true, caseSensitive: false })
  }

  close(): void {
    this.#fitting.disconnect()
    this.#gone.abort()
    this.#viewer.setDocument(null as never)
    this.#pdf?.close()
  }

  #listen(container: HTMLElement, pageLabel: (page: string) => string): void {
    const on = (name: string, act: (event: never) => void) => {
      this.#bus.on(name, act, { signal: this.#gone.signal } as unknown as object)
    }
    on('pagesinit', () => {
      this.#viewer.currentScaleValue = fitWidth
      for (const page of container.querySelectorAll<HTMLElement>('.page')) {
        // A landmark for each of a thousand pages would be no help.
        page.setAttribute('role', 'group')
        page.setAttribute('aria-label', pageLabel(page.dataset['pageNumber'] ?? ''))
      }
    })
    let first = true
    on('pagerendered', () => {
      if (first) this.#hooks.drawn()
      first = false
    })
    on('pagechanging', ({ pageNumber }: { pageNumber: number }) => this.#hooks.page(pageNumber))
    on('scalechanging', ({ scale }: { scale: number }) => this.#hooks.scale(Math.round(scale * 100)))
    type Count = { matchesCount: { current: number; total: number } }
    on('updatefindmatchescount', ({ matchesCount }: Count) => {
      if (matchesCount.total > 0) this.#hooks.matches({ state: 'found', ...matchesCount })
    })
    on('updatefindcontrolstate', ({ state, matchesCount }: Count & { state: number }) => {
      if (state === FindState.PENDING) return this.#hooks.matches({ state: 'searching', current: 0, total: 0 })
      if (state === FindState.NOT_FOUND) return this.#hooks.matches({ state: 'notFound', current: 0, total: 0 })
      if (matchesCount.total > 0) this.#hooks.matches({ state: 'found', ...matchesCount })
    })
  }
}
