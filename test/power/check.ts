import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { StoreLocation } from '#electron/link/store-api'
import { Random } from '#test/core/generator/random'
import { crashImages, losses, type CrashImage, type Loss } from './images'
import { judgeImage, type Fault } from './judge'
import type { PowerRecord, Told } from './log'
import { record, type RecordOptions } from './recorder'

export interface PowerFigures {
  seed: number
  synchronous: RecordOptions['synchronous']
  images: number
  /** Orders that the clerk was told are accepted, in the whole recording. */
  acknowledged: number
  writes: number
  syncs: number
  corrupt: number
  lost: number
  notAtomic: number
  /** Broken images by what of the unsynced changes was lost. */
  brokenBy: Partial<Record<Loss, number>>
  seconds: number
}

export interface PowerOptions {
  seed: number
  images: number
  visits: number
  synchronous: RecordOptions['synchronous']
  onImage?: (done: number) => void
}

/** Records a day at the counter and cuts the power at so many moments of it; each time the files are opened and judged. */
export async function checkPower(o: PowerOptions): Promise<PowerFigures> {
  const startedAt = performance.now()
  const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'check-power-'))
  try {
    const { records, location } = await record({ ...o, dir })
    const random = new Random(o.seed)
    const faults: Record<Fault, number> = { corrupt: 0, lost: 0, notAtomic: 0 }
    const brokenBy: PowerFigures['brokenBy'] = {}
    let done = 0
    for (const image of crashImages(records, cutsOf(records, o.images, random), () => random.next())) {
      const broken = await judged(image, records, { ...location, file: join(dir, 'image', 'office.db') })
      for (const fault of broken) faults[fault] += 1
      if (broken.length > 0) brokenBy[image.loss] = (brokenBy[image.loss] ?? 0) + 1
      done += 1
      o.onImage?.(done)
    }
    return {
      ...{ seed: o.seed, synchronous: o.synchronous, images: done },
      acknowledged: toldBefore(records, records.length).length,
      writes: records.filter(({ op }) => op === 'write').length,
      syncs: records.filter(({ op }) => op === 'sync').length,
      ...faults,
      brokenBy,
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Every kind of loss as often as the others, at any moment from the first record to after the last. */
function cutsOf(records: readonly PowerRecord[], images: number, random: Random): { at: number; loss: Loss }[] {
  const cuts = Array.from({ length: images }, (_, index) => ({
    at: random.int(0, records.length),
    loss: losses[index % losses.length] as Loss,
  }))
  return cuts.sort((one, other) => one.at - other.at)
}

async function judged(image: CrashImage, records: readonly PowerRecord[], place: StoreLocation): Promise<Fault[]> {
  const dir = dirname(place.file)
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir)
  for (const [path, content] of image.files) writeFileSync(join(dir, basename(path)), content)
  return await judgeImage(place, join(dir, 'backups'), toldBefore(records, image.at))
}

/** The furthest state that each order was told to have. */
function toldBefore(records: readonly PowerRecord[], at: number): Told[] {
  const told = new Map<string, Told>()
  for (const one of records.slice(0, at)) if (one.op === 'told') told.set(one.told.id, one.told)
  return [...told.values()]
}
