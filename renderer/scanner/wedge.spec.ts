import { describe, expect, it } from 'vitest'
import { isMrzBegun } from '../features/verify/form'
import { Wedge, type WedgeStep } from './wedge'

function type(wedge: Wedge, text: string, gap: number, start = 0): WedgeStep[] {
  return Array.from(text, (key, index) => wedge.press(key === '\n' ? 'Enter' : key, start + index * gap))
}

describe('wedge scanner', () => {
  it('takes quick characters ended by Enter for a scan', () => {
    const steps = type(new Wedge(isMrzBegun), '900101300007\n', 10)
    expect(steps[0]).toEqual({ kind: 'start' })
    expect(steps.at(-1)).toEqual({ kind: 'scan', text: '900101300007' })
  })

  it('takes Tab for the end as well', () => {
    const wedge = new Wedge(isMrzBegun)
    type(wedge, '8999701000000000015', 5)
    expect(wedge.press('Tab', 100)).toEqual({ kind: 'scan', text: '8999701000000000015' })
  })

  it('leaves a person typing alone', () => {
    expect(type(new Wedge(isMrzBegun), '900101300007\n', 90).at(-1)).toEqual({ kind: 'none' })
  })

  it('does not mind one late character', () => {
    const wedge = new Wedge(isMrzBegun)
    wedge.press('9', 0)
    type(wedge, '00101300007', 5, 60)
    expect(wedge.press('Enter', 130)).toEqual({ kind: 'scan', text: '900101300007' })
  })

  it('is not fooled by short quick input', () => {
    expect(type(new Wedge(isMrzBegun), '1234\n', 5).at(-1)).toEqual({ kind: 'none' })
  })

  it('begins anew after a pause and after an editing key', () => {
    const wedge = new Wedge(isMrzBegun)
    type(wedge, '12', 5)
    expect(type(wedge, '900101300007\n', 5, 1000).at(-1)).toEqual({ kind: 'scan', text: '900101300007' })
    type(wedge, '12', 5, 2000)
    wedge.press('Backspace', 2015)
    expect(type(wedge, '900101300007\n', 5, 2020).at(-1)).toEqual({ kind: 'scan', text: '900101300007' })
  })

  it('holds the line ends inside a machine-readable zone', () => {
    const lines = ['IDKAZ0123456784900101300007<<<', '9001011M3501014KAZ<<<<<<<<<<<3', 'TESTOV<<TEST<<<<<<<<<<<<<<<<<<']
    const steps = type(new Wedge(isMrzBegun), lines.map((line) => `${line}\n`).join(''), 5)
    expect(steps.filter(({ kind }) => kind === 'hold')).toHaveLength(2)
    expect(steps.at(-1)).toEqual({ kind: 'scan', text: lines.join('\n') })
  })
})
