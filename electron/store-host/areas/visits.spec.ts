import { expect, it } from 'vitest'
import { addFetch, findFetch } from '#db/repositories/usage'
import { addTestVisit, start, stoppedClock, tempStore, visitId } from '#db/spec/tempStore'
import { createPurger } from './visits'

it('lets go each hour what is older than a day', async () => {
  const clock = stoppedClock()
  const { store } = await tempStore(clock)
  const fetch = { id: 'f', visitId, productId: 'p', fromAt: start, toAt: start, expectedRows: 1, createdAt: start }
  await store.write(async (tx) => {
    await addTestVisit(tx)
    await addFetch(tx, fetch)
  })
  const timers: { ms: number; run: () => void }[] = []
  let set: () => void = () => undefined
  const next = () => new Promise<void>((resolve) => (set = resolve))
  const purger = createPurger({
    store,
    clock,
    timers: { set: (ms, run) => (timers.push({ ms, run }), set(), () => undefined) },
    log: () => undefined,
  })
  const round = async () => {
    const done = next()
    timers.pop()?.run()
    await done
    return await store.read((tx) => findFetch(tx, 'f'))
  }
  purger.start()
  clock.advance(23 * 3_600_000)
  expect(await round()).toBeDefined()
  expect(timers.at(-1)?.ms).toBe(3_600_000)
  clock.advance(2 * 3_600_000)
  expect(await round()).toBeUndefined()
  await purger.stop()
})
