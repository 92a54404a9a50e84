import { describe, expect, it } from 'vitest'
import { troublesOf } from './troubles'
import { windowsPrinter, type PdfToPrinter } from './windows'

const order = { printer: 'HP', file: 'C:\\spool\\x.pdf', title: 'T', copies: 2, duplex: true, pages: [[1, 3]] as const }

/** Stands in for the package, which runs on Windows only. */
function library(more: Partial<PdfToPrinter> = {}) {
  const printed: [string, object][] = []
  const stub: PdfToPrinter = {
    getPrinters: async () => [{ deviceId: 'HP', name: 'HP LaserJet' }],
    getDefaultPrinter: async () => ({ deviceId: 'HP' }),
    print: async (file, options) => void printed.push([file, options]),
    ...more,
  }
  return { printer: windowsPrinter(async () => stub), printed }
}

describe('Windows', () => {
  it('passes everything on, and then knows nothing more', async () => {
    const { printer, printed } = library()
    expect(await printer.printers()).toMatchObject({ printers: [{ name: 'HP', label: 'HP LaserJet' }], usual: 'HP' })
    const job = await printer.print(order)
    expect(printed).toEqual([
      [order.file, { printer: 'HP', copies: 2, side: 'duplexlong', pages: '1-3', scale: 'noscale' }],
    ])
    expect(await printer.status(job, 'HP')).toEqual({ state: 'handedOver', troubles: [] })
    await expect(printer.cancel(job)).rejects.toThrow('PRINT_JOB_ENDED')
  })

  it('names what went wrong by a code', async () => {
    const fails = library({ print: () => Promise.reject(new Error('C:\\spool\\x.pdf')) })
    await expect(fails.printer.print(order)).rejects.toMatchObject({
      code: 'PRINT_SYSTEM',
      params: { reason: 'windows' },
    })
    await expect(library().printer.print({ ...order, printer: 'X' })).rejects.toThrow('PRINTER_UNKNOWN')
    const missing = windowsPrinter(() => Promise.reject(new Error('no package')))
    await expect(missing.printers()).rejects.toThrow('PRINT_SYSTEM')
  })
})

describe('troubles', () => {
  it.each([
    [['none'], []],
    [
      ['offline-report', 'media-empty-error'],
      ['offline', 'paper'],
    ],
    [['media-jam-error', 'media-jam-warning'], ['jam']],
    [
      ['toner-low-warning', 'door-open', 'paused'],
      ['ink', 'cover', 'paused'],
    ],
    [['com.vendor-strange-error'], ['other']],
  ])('%j are %j', (reasons, troubles) => {
    expect(troublesOf(reasons)).toEqual(troubles)
  })
})
