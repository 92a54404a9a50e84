export const scheme = 'app'
export const host = 'bundle'
export const startUrl = `${scheme}://${host}/index.html`

/**
 * Whether a page or a request is our own. By protocol and host, as `origin` is the text `null` for every scheme that is
 * not one of the web's, so for a stranger's as well.
 */
export function isOurUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === `${scheme}:` && url.host === host && url.username === '' && url.password === ''
}
