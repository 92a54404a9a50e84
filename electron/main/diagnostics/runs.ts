import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const schema = z.object({ starts: z.int().min(0), crashes: z.int().min(0), running: z.boolean() })
export type Runs = z.infer<typeof schema>

/** Counts starts, and ends that were none: the power, a kill, a fault. For IT; there are no crash dumps to count. */
export interface RunRecord {
  /** Figures up to now, and whether the last run ended as it should. */
  begin(): Runs & { wasClean: boolean }
  end(): void
  figures(): Runs
}

export function runRecord(file: string): RunRecord {
  let runs: Runs = { starts: 0, crashes: 0, running: false }

  function keep(): void {
    try {
      writeFileSync(file, JSON.stringify(runs))
    } catch {
      // A count is not worth stopping for: a full disk is told by those who have something to lose.
    }
  }

  return {
    begin() {
      const before = read(file)
      runs = { starts: before.starts + 1, crashes: before.crashes + (before.running ? 1 : 0), running: true }
      keep()
      return { ...runs, wasClean: !before.running }
    },
    end() {
      runs = { ...runs, running: false }
      keep()
    },
    figures: () => runs,
  }
}

function read(file: string): Runs {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // The first start, or a file cut short by the power: counting begins anew.
    return { starts: 0, crashes: 0, running: false }
  }
}
