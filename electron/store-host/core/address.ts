import { AppError } from '#domain/errors'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The core's base address without a slash at the end. Throws ENROLMENT_ADDRESS: not an address, or not HTTPS except to this machine. */
export function coreAddress(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
  if (!url || !isSafe(url) || url.username || url.password || url.search || url.hash)
    throw new AppError('ENROLMENT_ADDRESS')
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))
}
