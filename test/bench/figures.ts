export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new RangeError('no values')
  return middle
}

/** The number after `--name` among the words, or else `usual`. */
export function option(words: readonly string[], name: string, usual: number): number {
  const at = words.indexOf(`--${name}`)
  return at < 0 ? usual : Number(words[at + 1])
}

/** @param share 0.5 = the median, 0.99 = what one of a hundred exceeds */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  if (value === undefined) throw new RangeError('no values')
  return value
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
