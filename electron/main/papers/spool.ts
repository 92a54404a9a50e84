import { mkdir, readdir, realpath, rm, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { AppError } from '#domain/errors'

/** Finished reports, only for as long as their visit. Names are ids. */
export interface Spool {
  /** Where a report is to be written. */
  place(reportId: string): Promise<string>
  /** Real path of a PDF inside the spool. @throws REPORT_FILE for anything else. */
  checked(file: string): Promise<string>
  /** With whatever an interrupted writer left of them. False when something stayed, as a viewer still holds it; the next start tries again. */
  remove(reportIds: readonly string[]): Promise<boolean>
  removeAll(): Promise<boolean>
}

export function makeSpool(dir: string): Spool {
  async function removeWhere(isMeant: (name: string) => boolean): Promise<boolean> {
    try {
      await mkdir(dir, { recursive: true, mode: 0o700 })
      const names = (await readdir(dir)).filter(isMeant)
      const removed = await Promise.all(names.map((name) => removedFile(join(dir, name))))
      return removed.every(Boolean)
    } catch {
      // The end of a visit must go on; that something may be left is the answer.
      return false
    }
  }

  return {
    async place(reportId) {
      await mkdir(dir, { recursive: true, mode: 0o700 })
      return join(dir, `${reportId}.pdf`)
    },
    async checked(file) {
      const [root, real] = await Promise.all([realpath(dir), realpath(file)]).catch(refuse)
      if (!real.startsWith(root + sep) || extname(real) !== '.pdf') return refuse()
      return (await stat(real)).isFile() ? real : refuse()
    },
    remove: (reportIds) => removeWhere((name) => reportIds.some((id) => name.startsWith(`${id}.pdf`))),
    removeAll: () => removeWhere(() => true),
  }
}

function refuse(): never {
  throw new AppError('REPORT_FILE', { reason: 'notInSpool' })
}

function removedFile(path: string): Promise<boolean> {
  return rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 }).then(
    () => true,
    () => false,
  )
}
