import { expect, it } from 'vitest'
import { onThisPage, type Part } from './structure'

const words = (id: string) => ({ type: 'content', id })
const part = (role: string, ...children: Part['children']): Part => ({ role, children })

it('leaves out what of a table is on other pages, and keeps the columns of a row', () => {
  const elsewhere = part('TR', part('TH'), part('TH'))
  const here = part('TR', part('TD', words('m1')), part('TD'), part('TD', words('m2')))
  const whole = part('Root', part('Sect', part('H2'), part('Table', elsewhere, here)), part('Table', elsewhere))
  expect(onThisPage(whole)).toEqual(part('Root', part('Sect', part('Table', here))))
})

it('is empty for a page without words', () => {
  expect(onThisPage(part('Root', part('Table', part('TR', part('TD')))))).toEqual(part('Root'))
})
