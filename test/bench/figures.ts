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
