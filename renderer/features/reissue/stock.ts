import type { StockSim } from '#domain/contract/views'

/** Fewer digits than the tail people read out would pick a card by chance. */
const shortestTail = 4

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

/** SIMs whose number holds the digits typed so far; all of them when nothing is typed or one is chosen. */
export function matchingSims(stock: readonly StockSim[], typed: string): readonly StockSim[] {
  const digits = digitsOf(typed)
  if (digits === '' || stock.some(({ iccid }) => iccid === digits)) return stock
  return stock.filter(({ iccid }) => iccid.includes(digits))
}

/** The one SIM that ends in the digits typed, four or more; undefined when none or several do. */
export function simByTail(stock: readonly StockSim[], typed: string): StockSim | undefined {
  const digits = digitsOf(typed)
  if (digits.length < shortestTail) return undefined
  const [found, ...others] = stock.filter(({ iccid }) => iccid.endsWith(digits))
  return others.length === 0 ? found : undefined
}
