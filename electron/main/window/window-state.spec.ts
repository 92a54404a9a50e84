import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readWindowState, writeWindowState, type WindowState } from './window-state'

const state: WindowState = { x: 2000, y: 100, width: 1366, height: 768, maximized: true }
const laptop = { x: 0, y: 0, width: 1920, height: 1040 }
const second = { x: 1920, y: 0, width: 1920, height: 1040 }

let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'window-'))
  file = join(dir, 'window.json')
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('the state of the window', () => {
  it('is found again', () => {
    expect(writeWindowState(file, state)).toBe(true)
    expect(readWindowState(file, [laptop, second])).toEqual(state)
  })

  it.each([
    ['its display has gone', {}, [laptop]],
    ['its title bar is above the display', { x: 0, y: -200 }, [laptop]],
    ['its title bar is below the display', { x: 0, y: 1020 }, [laptop]],
    ['only a strip of it is left', { x: 1880 }, [laptop]],
    ['there is no display', {}, []],
  ])('is forgotten when %s', (_why, change, displays) => {
    writeWindowState(file, { ...state, ...change })
    expect(readWindowState(file, displays)).toBeUndefined()
  })

  it.each(['', '{"x":1', '[]', '{"x":0,"y":0,"width":1,"height":1,"maximized":false}'])(
    'is forgotten when the file says %j',
    (text) => {
      writeFileSync(file, text)
      expect(readWindowState(file, [laptop])).toBeUndefined()
    },
  )

  it('that cannot be kept is no fault', () => {
    expect(readWindowState(file, [laptop])).toBeUndefined()
    expect(writeWindowState(join(dir, 'missing', 'window.json'), state)).toBe(false)
  })
})
