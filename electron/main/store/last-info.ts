import { readFileSync, writeFileSync } from 'node:fs'
import type { z } from 'zod'
import { appInfo } from '#domain/contract/views'

const schema = appInfo.pick({
  operator: true,
  keyProtection: true,
  language: true,
  enrolled: true,
  officeId: true,
  officeName: true,
})
/** What the store said of this counter when it was last open: enough for the sign-in screen while it opens. Nothing personal. */
export type LastInfo = z.infer<typeof schema>

/** Keeps it beside the store. */
export interface LastInfoKeeper {
  /** Undefined before the first enrolment, and when the file cannot be used: then the store is waited for. */
  read(): LastInfo | undefined
  /** Writes what differs from the last; a disk that takes nothing costs the next start a moment and no more. */
  keep(info: LastInfo): void
}

export function lastInfoFile(file: string): LastInfoKeeper {
  let kept: string | undefined
  return {
    read() {
      try {
        kept = readFileSync(file, 'utf8')
        return schema.parse(JSON.parse(kept))
      } catch {
        // Missing, cut short or from another version.
        return undefined
      }
    },
    keep(info) {
      const text = JSON.stringify(schema.parse(info))
      if (text === kept) return
      try {
        writeFileSync(file, text)
        kept = text
      } catch {
        kept = undefined
      }
    },
  }
}
