import { extname, join } from 'node:path'
import { isOurUrl } from './origin'

/** What the build writes: plain names in plain folders. Percent signs, backslashes, dot names and spaces never occur. */
const assetPath = /^\/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*\/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*$/

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
}

export interface Asset {
  file: string
  contentType: string
}

/** The file of the built renderer behind `app://bundle/…`; undefined for anything else. Looks at names only, not at the disk. */
export function resolveAsset(root: string, url: string): Asset | undefined {
  if (!isOurUrl(url)) return undefined
  const { pathname, search } = new URL(url)
  if (search !== '' || url.includes('\\') || !assetPath.test(pathname)) return undefined
  const contentType = contentTypes[extname(pathname)]
  return contentType === undefined ? undefined : { file: join(root, pathname), contentType }
}
