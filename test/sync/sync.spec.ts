import { expect, it } from 'vitest'
import { checkSync } from './check'

const seed = Number(process.env['ACTIV_SEED'] ?? 20261125)

it(
  'loses nothing, does nothing twice and tells the clerk the truth, in 200 histories',
  { timeout: 600_000 },
  async () => {
    process.stdout.write(`sync histories of seed ${seed}\n`)
    const { failure, ...figures } = await checkSync({ seed, histories: 200 })
    expect(failure, JSON.stringify(failure)).toBeUndefined()
    expect(figures.histories).toBe(200)
    // Histories in which nothing happens would show nothing.
    expect(figures.told).toBeGreaterThan(300)
    expect(figures.applied).toBeGreaterThan(200)
    expect(figures.kills).toBeGreaterThan(50)
  },
)
