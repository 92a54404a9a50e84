import { describe, expect, it } from 'vitest'
import { needsPrograms } from '#test/fixtures/needs'
import { crashImages } from './images'
import { checkPower, type PowerFigures } from './check'

const seed = Number(process.env['ACTIV_SEED'] ?? 20261125)
const timeout = 300_000

async function check(synchronous: PowerFigures['synchronous'], images: number): Promise<PowerFigures> {
  process.stdout.write(`power cuts of seed ${seed}\n`)
  return await checkPower({ seed, images, visits: 40, synchronous })
}

describe('a store whose power is cut', () => {
  it('opens whole, with everything the clerk was told, at 200 moments', { timeout }, async (test) => {
    needsPrograms(test, 'cc')
    const figures = await check('FULL', 200)
    expect(figures).toMatchObject({ images: 200, corrupt: 0, lost: 0, notAtomic: 0 })
    // A day in which nothing happens would show nothing.
    expect(figures.acknowledged).toBeGreaterThan(60)
    expect(figures.syncs).toBeGreaterThan(figures.acknowledged)
  })

  it('loses orders when commits are not synced', { timeout }, async (test) => {
    needsPrograms(test, 'cc')
    expect((await check('NORMAL', 40)).lost).toBeGreaterThan(0)
  })
})

describe('a crash image', () => {
  const write = (offset: number, text: string) => ({ op: 'write', path: 'f', offset, data: Buffer.from(text) }) as const
  const records = [
    write(0, 'old file'),
    { op: 'sync', path: 'f' } as const,
    write(0, 'new'),
    { op: 'truncate', path: 'f', size: 5 } as const,
    write(6, '!'),
    { op: 'unlink', path: 'f' } as const,
  ]
  const after = (at: number, loss: 'nothing' | 'everything') =>
    [...crashImages(records, [{ at, loss }], () => 0)].map(({ files }) => files.get('f')?.toString())

  it('holds what was synced and, of the rest, what the cut left', () => {
    expect(after(1, 'everything')).toEqual([''])
    expect(after(5, 'everything')).toEqual(['old file'])
    expect(after(3, 'nothing')).toEqual(['new file'])
    expect(after(5, 'nothing')).toEqual(['new f\0!'])
    expect(after(6, 'nothing')).toEqual([undefined])
  })

  it('tears a write at the sectors of the disk', () => {
    const sectors = write(0, `${'a'.repeat(512)}${'b'.repeat(512)}`)
    const answers = [0.9, 0.1]
    const [image] = [...crashImages([sectors], [{ at: 1, loss: 'torn' }], () => answers.shift() ?? 0)]
    expect(image?.files.get('f')?.toString()).toBe(`${'\0'.repeat(512)}${'b'.repeat(512)}`)
  })
})
