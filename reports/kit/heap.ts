import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'

/**
 * Has the process collect its garbage when the heap has grown by a third since the last time, and not by a multiple:
 * a report keeps next to nothing, and what V8 lets lie about would be most of its memory. Call it before the work.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=33')
}

/**
 * The most memory this program has had at a time. Linux keeps that for each program; `resourceUsage` there counts what
 * the parent had when it started us, too.
 */
export function peakRssMiB(): number {
  return Math.round((highWaterKiB() ?? process.resourceUsage().maxRSS) / 1024)
}

function highWaterKiB(): number | undefined {
  if (process.platform !== 'linux') return undefined
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return kib === undefined ? undefined : Number(kib)
}
