import { describe, expect, it } from 'vitest'
import type { PrinterView } from '#domain/contract/printing'
import type { PrintDraft } from '../../app/prints'
import { checkPrint, firstChoice } from './usePrint'

const draft: PrintDraft = { printer: 'Desk', copies: '1', sides: 'one', pages: '', reason: '' }
const codes = (change: Partial<PrintDraft>, again = false) =>
  Object.entries(checkPrint({ ...draft, ...change }, { pages: 9, again })).map(
    ([field, { code }]) => `${field} ${code}`,
  )

describe('a wish to print', () => {
  it.each<[Partial<PrintDraft>, string[]]>([
    [{}, []],
    [{ copies: ' 20 ', pages: '1-9' }, []],
    [{ copies: '21' }, ['copies PRINT_COPIES']],
    [{ copies: '0' }, ['copies PRINT_COPIES']],
    [{ copies: '-1' }, ['copies PRINT_COPIES']],
    [{ copies: '1.5' }, ['copies PRINT_COPIES']],
    [{ copies: '' }, ['copies PRINT_COPIES']],
    [{ pages: '10' }, ['pages PRINT_PAGES_BEYOND']],
    [{ pages: '3-1', printer: '' }, ['printer PRINTER_UNKNOWN', 'pages PRINT_PAGES_MALFORMED']],
  ])('%j: %j', (change, expected) => {
    expect(codes(change)).toEqual(expected)
  })

  it('needs a reason only when it is printed once more', () => {
    expect(codes({}, true)).toEqual(['reason PRINT_REASON_NEEDED'])
    expect(codes({ reason: 'lost' }, true)).toEqual([])
  })
})

describe('the printer to begin with', () => {
  const printer = (name: string, accepts = true) => ({ name, accepts }) as PrinterView

  it.each([
    [[printer('A'), printer('B')], 'B', 'B'],
    [[printer('A'), printer('B')], undefined, 'A'],
    [[printer('A'), printer('B', false)], 'B', 'A'],
    [[printer('A', false)], 'A', ''],
    [[], undefined, ''],
  ])('of %j with the usual %j is %j', (printers, usual, name) => {
    expect(firstChoice(printers, usual)).toBe(name)
  })
})
