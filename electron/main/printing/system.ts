import { userInfo } from 'node:os'
import { cupsPrinter } from './cups'
import type { Printer } from './printer'
import { windowsPrinter, type PdfToPrinter } from './windows'

/** The printers of the system this runs on. `cupsSocket`: another server than its own, in development and tests. */
export function systemPrinter(platform: string, cupsSocket?: string): Printer {
  if (platform === 'win32') return windowsPrinter(loadPdfToPrinter)
  const usual = platform === 'darwin' ? '/private/var/run/cupsd' : '/run/cups/cups.sock'
  return cupsPrinter({ socket: cupsSocket ?? usual, user: userInfo().username })
}

async function loadPdfToPrinter(): Promise<PdfToPrinter> {
  return (await import('pdf-to-printer')) as PdfToPrinter
}
