/** HH:MM:SS; hours grow beyond two digits. */
export function formatDuration(seconds: number): string {
  const whole = Math.trunc(seconds)
  const hours = Math.trunc(whole / 3600)
  return `${two(hours)}${colonTwo[Math.trunc(whole / 60) % 60] ?? ''}${colonTwo[whole % 60] ?? ''}`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

const colonTwo = Array.from({ length: 60 }, (_, value) => `:${two(value)}`)

const units = ['КБ', 'МБ', 'ГБ', 'ТБ'] as const
const suffixes = units.map((unit) => `\u00A0${unit}`)
const decimals = Array.from({ length: 100 }, (_, value) => `,${two(value)}`)

/**
 * Binary units, each 1024 of the one before, the largest in which the value is at least 1; two decimals, half up;
 * below 1 KB whole bytes. The unit names are the same in Kazakh and Russian.
 */
export function formatVolume(bytes: number): string {
  if (bytes < 1024) return `${bytes}\u00A0Б`
  let size = 1024
  let unit = 0
  // Rounding may reach the next unit: 1 048 575 bytes are 1,00 MB and not 1024,00 KB.
  while (unit < units.length - 1 && hundredths(bytes, size) >= 102_400) {
    size *= 1024
    unit++
  }
  const value = hundredths(bytes, size)
  return `${Math.floor(value / 100)}${decimals[value % 100] ?? ''}${suffixes[unit] ?? ''}`
}

function hundredths(bytes: number, size: number): number {
  return Math.floor((bytes * 100) / size + 0.5)
}

/** Adds integers; throws RangeError where the sum would no longer be exact. */
export function addExact(left: number, right: number): number {
  const sum = left + right
  if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right) || !Number.isSafeInteger(sum)) {
    throw new RangeError('not an exact integer')
  }
  return sum
}
