import { shell } from 'electron'
import { AppError } from '#domain/errors'
import type { Spool } from './spool'

/** The only place that hands anything to the system to open, and only a PDF that we wrote. @throws REPORT_FILE */
export async function openReportFile(spool: Spool, file: string): Promise<void> {
  const path = await spool.checked(file)
  const problem = await shell.openPath(path)
  // Its text names the path and the viewer, in the system's language: a code is enough.
  if (problem !== '') throw new AppError('REPORT_FILE', { reason: 'noViewer' })
}
