/**
 * Makes the checked-in TTF files from the WOFF2 of `@ibm/plex-sans-condensed`, and copies the OFL text beside them.
 * Needed only when the font package changes: `node reports/kit/fonts/make.mjs`.
 * The package ships no TTF, and the fontkit inside pdfkit crashes on its WOFF2.
 */
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import wawoff2 from 'wawoff2'

const faces = ['Regular', 'SemiBold']
const here = import.meta.dirname
const source = dirname(createRequire(import.meta.url).resolve('@ibm/plex-sans-condensed/package.json'))

for (const face of faces) {
  const name = `IBMPlexSansCondensed-${face}`
  const woff2 = await readFile(join(source, 'fonts/complete/woff2', `${name}.woff2`))
  const ttf = await wawoff2.decompress(woff2)
  await writeFile(join(here, `${name}.ttf`), ttf)
  console.log(`${name}.ttf ${ttf.length} bytes`)
}
await copyFile(join(source, 'LICENSE.txt'), join(here, 'OFL.txt'))
