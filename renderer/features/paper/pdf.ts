// The legacy build: the other one needs a newer Chromium than the oldest that this program runs in.
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerFile from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { onThisPage } from './structure'

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

/** The worker that reads PDF files; one serves all of them. Its policy lets pass its own address and no other. */
function startWorker(): void {
  const only = new URL(workerFile, import.meta.url).href
  const rules = {
    createScriptURL(url: string): string {
      if (url !== only) throw new TypeError('not the address of the PDF worker')
      return url
    },
  }
  const { trustedTypes } = window as typeof window & { trustedTypes: TrustedTypes }
  const address = trustedTypes.createPolicy('pdf-worker', rules).createScriptURL(only)
  pdfjs.GlobalWorkerOptions.workerPort = new Worker(address, { type: 'module' })
}

/** Parts are asked for when a page needs them; a file is never in memory as a whole. */
const partBytes = 65_536

/** Where the main process serves a finished paper from; what it answers is checked there for each part. */
export function paperUrl(id: string): string {
  return new URL(`papers/${id}.pdf`, document.baseURI).href
}

async function readPart(url: string, begin: number, end: number): Promise<{ bytes: Uint8Array; size: number }> {
  const answer = await fetch(url, { headers: { Range: `bytes=${begin}-${end - 1}` }, cache: 'no-store' })
  const size = Number(/\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '')?.[1])
  if (answer.status !== 206 || !(size > 0)) throw new Error(`the paper answers ${answer.status}`)
  return { bytes: new Uint8Array(await answer.arrayBuffer()), size }
}

class PartsOfPaper extends pdfjs.PDFDataRangeTransport {
  constructor(
    private readonly url: string,
    size: number,
    first: Uint8Array,
    private readonly onLost: () => void,
  ) {
    super(size, first)
  }

  override requestDataRange(begin: number, end: number): void {
    readPart(this.url, begin, end).then(({ bytes }) => this.onDataRange(begin, bytes), this.onLost)
  }
}

/** Has the pages of the document tell of their own structure only. */
function withOwnStructure(document: PDFDocumentProxy): PDFDocumentProxy {
  const getPage = document.getPage.bind(document)
  document.getPage = async (number) => {
    const page = await getPage(number)
    // The library gives the same page each time.
    if (Object.hasOwn(page, 'getStructTree')) return page
    const whole = page.getStructTree.bind(page)
    page.getStructTree = async () => {
      // Null where a file is not tagged, whatever the type says.
      const tree = (await whole()) as Awaited<ReturnType<typeof whole>> | null
      return (tree && onThisPage(tree)) as Awaited<ReturnType<typeof whole>>
    }
    return page
  }
  return document
}

export interface OpenPdf {
  document: PDFDocumentProxy
  close(): void
}

/** Opens a paper. `onLost`: a later part did not come, as the session has ended or the file has gone. */
export async function openPdf(url: string, onLost: () => void): Promise<OpenPdf> {
  if (pdfjs.GlobalWorkerOptions.workerPort === null) startWorker()
  const { bytes, size } = await readPart(url, 0, partBytes)
  let lose: (error: Error) => void = () => undefined
  const lost = new Promise<never>((_resolve, reject) => (lose = reject))
  const range = new PartsOfPaper(url, size, bytes, () => {
    lose(new Error('a part of the paper did not come'))
    onLost()
  })
  const task = pdfjs.getDocument({
    range,
    ...{ rangeChunkSize: partBytes, disableAutoFetch: true, disableStream: true },
    // Fonts are in our papers; drawing stays in the page, as another worker would need another policy.
    ...{ useSystemFonts: false, enableXfa: false, disableWorkerRendering: true, verbosity: 0 },
  })
  try {
    const document = withOwnStructure(await Promise.race([task.promise, lost]))
    return { document, close: () => void task.destroy() }
  } catch (error) {
    void task.destroy()
    throw error
  }
}
