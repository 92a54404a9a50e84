import { describe, expect, it } from 'vitest'
import { resolveAsset } from './assets'
import { isOurUrl } from './origin'

const root = '/opt/app/out/renderer'

describe('resolveAsset', () => {
  it.each([
    ['app://bundle/index.html', '/opt/app/out/renderer/index.html', 'text/html; charset=utf-8'],
    [
      'app://bundle/assets/index-Ab_3.x.js#/find',
      '/opt/app/out/renderer/assets/index-Ab_3.x.js',
      'text/javascript; charset=utf-8',
    ],
    ['app://bundle/assets/a.woff2', '/opt/app/out/renderer/assets/a.woff2', 'font/woff2'],
  ])('%s is a file of the build', (url, file, contentType) => {
    expect(resolveAsset(root, url)).toEqual({ file, contentType })
  })

  it.each([
    'app://bundle/',
    'app://bundle/assets/',
    'app://bundle//etc/passwd.html',
    'app://bundle/.git/index.html',
    'app://bundle/a/.hidden.js',
    'app://bundle/%2e%2e%2fmain/main.js',
    'app://bundle/..%2f..%2fmain.js',
    'app://bundle/..%5cmain.js',
    'app://bundle/..\\main\\main.js',
    'app://bundle/a%00.html',
    'app://bundle/a\0.html',
    'app://bundle/index%2ehtml',
    'app://bundle/index.html?x=1',
    'app://bundle/index.html.map',
    'app://bundle/main.exe',
    'app://other/index.html',
    'app://bundle.evil/index.html',
    'app://user@bundle/index.html',
    'app://bundle:80/index.html',
    'file:///index.html',
    'https://bundle/index.html',
    'index.html',
    '',
  ])('%j is nothing', (url) => {
    expect(resolveAsset(root, url)).toBeUndefined()
  })

  it.each([
    'app://bundle/../main/main.js',
    'app://bundle/%2e%2e/%2E%2e/main/main.js',
    'app://bundle/a/../../../main/main.js',
  ])('%s stays inside the folder', (url) => {
    expect(resolveAsset(root, url)?.file).toBe('/opt/app/out/renderer/main/main.js')
  })
})

describe('isOurUrl', () => {
  it.each(['evil://bundle/', 'data:text/html,<p>', 'about:blank', 'app:bundle', 'app://bundle@evil/', 'javascript:1'])(
    'is false for %s, whose origin is the same text as ours',
    (url) => {
      expect(isOurUrl(url)).toBe(false)
    },
  )
})
