import type { Page } from '@playwright/test'
import type { Bridge } from '#domain/contract/api'

/** One detailization as the page saw it; times in ms since the key press. */
export interface Pressed {
  pages: number
  /** Until the page has got bytes of the finished file. */
  openableMs: number
  phases: [phase: string, ms: number][]
}

type Timing = typeof globalThis & { bridge: Bridge; pressed?: Promise<Pressed> }

/** From the moment of the key event until the file can be read: `pressed` gives the times of the next detailization. */
export async function timeNextPress(page: Page): Promise<void> {
  await page.evaluate(() => {
    const window = globalThis as Timing
    window.pressed = new Promise((resolve, reject) => {
      let pressedAt = Number.NaN
      const phases: [string, number][] = []
      const over = new AbortController()
      addEventListener(
        'keydown',
        (event) => {
          if (event.key === 'Enter' && event.ctrlKey) pressedAt = event.timeStamp
        },
        { capture: true, signal: over.signal },
      )
      const off = window.bridge.on('detail.changed', ({ id, phase, result, error }) => {
        if (phases.at(-1)?.[0] !== phase) phases.push([phase, performance.now() - pressedAt])
        if (phase === 'failed' || phase === 'cancelled') reject(new Error(error ?? phase))
        if (phase !== 'done' || !result) return
        over.abort()
        off()
        void fetch(`app://bundle/papers/${id}.pdf`, { headers: { Range: 'bytes=0-99' } }).then((answer) => {
          if (answer.status !== 206) reject(new Error(`the paper answers ${answer.status}`))
          resolve({ pages: result.pages, openableMs: performance.now() - pressedAt, phases })
        })
      })
    })
  })
}

export function pressed(page: Page): Promise<Pressed> {
  return page.evaluate(() => {
    const { pressed: waiting } = globalThis as Timing
    if (!waiting) throw new Error('nothing is timed')
    return waiting
  })
}
