import { AppError } from '#domain/errors'
import type { Printer } from './printer'

/** As far as it is used here. The package is optional: it works on Windows only and brings SumatraPDF along. */
export interface PdfToPrinter {
  getPrinters(): Promise<{ deviceId: string; name: string }[]>
  getDefaultPrinter(): Promise<{ deviceId: string } | null>
  print(file: string, options: object): Promise<void>
}

/**
 * Prints on Windows by `pdf-to-printer`. It ends when Windows has spooled the paper, so nothing can be said of the job
 * afterwards: it counts as handed over. Tried with a stand-in for the package only; there was no Windows to run it on.
 */
export function windowsPrinter(load: () => Promise<PdfToPrinter>): Printer {
  let jobs = 0

  async function using<T>(work: (library: PdfToPrinter) => Promise<T>): Promise<T> {
    try {
      return await work(await load())
    } catch (error) {
      if (error instanceof AppError) throw error
      // Its text names the file and the printer; a code is enough.
      throw new AppError('PRINT_SYSTEM', { reason: 'windows' }, { cause: error })
    }
  }

  return {
    printers: () =>
      using(async ({ getPrinters, getDefaultPrinter }) => {
        const [found, usual] = await Promise.all([getPrinters(), getDefaultPrinter()])
        const printers = found.map(({ deviceId, name }) => ({
          ...{ name: deviceId, label: name, state: 'ready' as const, troubles: [], accepts: true, duplex: true },
        }))
        return { printers, ...(usual && { usual: usual.deviceId }) }
      }),
    print: ({ printer, file, copies, duplex, pages }) =>
      using(async ({ getPrinters, print }) => {
        if (!(await getPrinters()).some(({ deviceId }) => deviceId === printer)) throw new AppError('PRINTER_UNKNOWN')
        const ranges = pages.map((range) => range.join('-')).join(',')
        const side = duplex ? 'duplexlong' : 'simplex'
        await print(file, { printer, copies, side, ...(ranges && { pages: ranges }), scale: 'noscale' })
        return String(++jobs)
      }),
    status: async () => ({ state: 'handedOver', troubles: [] }),
    cancel: async () => {
      throw new AppError('PRINT_JOB_ENDED')
    },
  }
}
