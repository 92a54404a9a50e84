import type { PowerRecord } from './log'

/** What of the unsynced changes is lost: each change apart for `some`, each sector of it for `torn`. */
export const losses = ['nothing', 'everything', 'some', 'torn'] as const
export type Loss = (typeof losses)[number]

/** The files as one power cut leaves them. Directory entries count as durable at once, the disk as honest about a sync. */
export interface CrashImage {
  /** The cut comes before this record. */
  at: number
  loss: Loss
  files: ReadonlyMap<string, Buffer>
}

type Change = Extract<PowerRecord, { op: 'write' | 'truncate' }>

/** A disk writes whole sectors, and those of one write in any order. */
const sectorBytes = 512

/** `cuts` in ascending order; `random` decides what becomes of each unsynced change. */
export function* crashImages(
  records: readonly PowerRecord[],
  cuts: readonly { at: number; loss: Loss }[],
  random: () => number,
): Generator<CrashImage> {
  const disk = new Disk()
  let done = 0
  for (const { at, loss } of cuts) {
    for (; done < at; done += 1) disk.take(records[done] as PowerRecord)
    yield { at, loss, files: disk.after(loss, random) }
  }
}

class Disk {
  private readonly durable = new Map<string, Buffer>()
  private readonly unsynced = new Map<string, Change[]>()

  take(record: PowerRecord): void {
    if (record.op === 'told') return
    const { path } = record
    if (record.op === 'unlink') {
      this.durable.delete(path)
      this.unsynced.delete(path)
    } else if (record.op === 'sync') {
      this.durable.set(path, this.withChanges(path, this.unsynced.get(path) ?? []))
      this.unsynced.delete(path)
    } else {
      const changes = this.unsynced.get(path)
      if (changes) changes.push(record)
      else this.unsynced.set(path, [record])
    }
  }

  after(loss: Loss, random: () => number): Map<string, Buffer> {
    const paths = new Set([...this.durable.keys(), ...this.unsynced.keys()])
    const files = new Map<string, Buffer>()
    for (const path of paths) {
      const survived = (this.unsynced.get(path) ?? []).flatMap((change) => survivorsOf(change, loss, random))
      files.set(path, this.withChanges(path, survived))
    }
    return files
  }

  private withChanges(path: string, changes: readonly Change[]): Buffer {
    return withAll(this.durable.get(path) ?? Buffer.alloc(0), changes)
  }
}

function survivorsOf(change: Change, loss: Loss, random: () => number): Change[] {
  if (loss === 'everything') return []
  if (loss === 'nothing') return [change]
  if (loss === 'some' || change.op === 'truncate') return random() < 0.5 ? [change] : []
  const sectors: Change[] = []
  for (let start = 0; start < change.data.length; start += sectorBytes) {
    const data = change.data.subarray(start, start + sectorBytes)
    if (random() < 0.5) sectors.push({ ...change, offset: change.offset + start, data })
  }
  return sectors
}

function withAll(file: Buffer, changes: readonly Change[]): Buffer {
  const room = changes.reduce((most, change) => Math.max(most, endOf(change)), file.length)
  const result = Buffer.alloc(room)
  let size = file.copy(result)
  for (const change of changes) {
    const end = endOf(change)
    if (change.op === 'write') change.data.copy(result, change.offset)
    // What is cut off reads as zeros once the file grows again.
    else if (end < size) result.fill(0, end, size)
    size = change.op === 'write' ? Math.max(size, end) : end
  }
  return result.subarray(0, size)
}

const endOf = (change: Change) => (change.op === 'write' ? change.offset + change.data.length : change.size)
