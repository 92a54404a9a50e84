import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeIdentity } from '../../testing/issuer'
import { pdfsigWith, type PdfsigVerdict } from '../../testing/pdfsig'
import { checkPdf } from '../../testing/printed'
import { PdfFile } from '../document'
import { writeWhole, type FileSink } from '../file'
import { decodeCms, holdsCms, signCms } from './cms'
import { makeSigner, type PdfSigner } from './signer'

const year = 365 * 24 * 3600 * 1000
const folder = mkdtempSync(join(tmpdir(), 'signature-'))
afterAll(() => rmSync(folder, { recursive: true }))

let identity: Awaited<ReturnType<typeof makeIdentity>>
let signer: PdfSigner
let pdfsig: (file: string) => PdfsigVerdict
beforeAll(async () => {
  identity = await makeIdentity({ from: Date.now() - year, to: Date.now() + year })
  signer = makeSigner(identity)
  pdfsig = pdfsigWith(identity.root, folder)
})

const printedAt = new Date().toISOString()

async function draw(sink: FileSink, pages: number): Promise<void> {
  const pdf = new PdfFile(sink, { title: 'Құжат', printedAt, language: 'kk-KZ' }, { signer, claim: 'a (claim)' })
  for (let page = 1; page <= pages; page++) {
    pdf.startPage().text(50, 50, `Бет ${page}`, { size: 9 })
    await pdf.finishPage()
  }
  await pdf.end()
}

async function write(name: string, pages = 3): Promise<string> {
  const file = join(folder, name)
  await writeWhole(file, undefined, (sink) => draw(sink, pages))
  return file
}

const whole: PdfsigVerdict = { signed: true, valid: true, trusted: true, total: true }

describe('a signed file', () => {
  it('is valid, trusted and covered whole by what poppler says', async () => {
    const file = await write('a.pdf')
    expect(pdfsig(file)).toEqual(whole)
    checkPdf(file)
    expect(readFileSync(file, 'latin1')).toContain('/Private (a \\(claim\\))')
  })

  it('has the same bytes when it is made again', async () => {
    expect(readFileSync(await write('b.pdf'))).toEqual(readFileSync(await write('c.pdf')))
  })

  it('is not valid with another byte before or after the signature, nor whole with more behind it', async () => {
    const bytes = readFileSync(await write('d.pdf'))
    for (const at of [bytes.indexOf('/MediaBox') + 11, bytes.lastIndexOf('/Producer') + 9]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      writeFileSync(join(folder, 'e.pdf'), changed)
      expect(pdfsig(join(folder, 'e.pdf')).valid).toBe(false)
    }
    writeFileSync(join(folder, 'f.pdf'), Buffer.concat([bytes, Buffer.from('% more\n')]))
    expect(pdfsig(join(folder, 'f.pdf'))).toMatchObject({ valid: true, total: false })
  })

  it('leaves page by page: what is in memory when it is signed does not grow with the content', async () => {
    const sizes: number[] = []
    const sink = { write: async (bytes: Uint8Array) => void sizes.push(bytes.length) }
    const pdf = new PdfFile(sink, { title: 'x', printedAt, language: 'kk-KZ' }, { signer })
    for (let page = 0; page < 400; page++) {
      const canvas = pdf.startPage()
      for (let n = 0; n < 60; n++) canvas.text(50, 50 + n * 10, String(page * n * 7919 * 7919), { size: 7 })
      await pdf.finishPage()
    }
    await pdf.end()
    const all = sizes.reduce((sum, size) => sum + size, 0)
    expect(sizes.at(-1)).toBeLessThan(all / 3)
  })
})

describe('the CMS of a signature', () => {
  it('is read back only when every byte is as we write it', () => {
    const digest = new Uint8Array(32).fill(7)
    const { raw } = new X509Certificate(identity.certificate)
    const key = createPrivateKey(identity.privateKey)
    const der = signCms(raw, digest, key)
    const parts = decodeCms(der)
    expect(parts && holdsCms(parts)).toBe(true)
    expect(Buffer.from(parts?.digest ?? [])).toEqual(Buffer.from(digest))
    expect(decodeCms(Buffer.concat([der, Buffer.alloc(1)])), 'padding').toBeUndefined()
    for (let at = 0; at < der.length; at += 7) {
      const changed = Buffer.from(der)
      changed[at] = (changed[at] ?? 0) ^ 0x01
      const read = decodeCms(changed)
      const same = read && Buffer.from(read.certificate).equals(raw) && Buffer.from(read.digest).equals(digest)
      expect(Boolean(same && holdsCms(read)), `byte ${at}`).toBe(false)
    }
  })

  it('is refused a key that is not the certificate’s', async () => {
    const other = await makeIdentity({ from: Date.now() - year, to: Date.now() + year })
    expect(() => makeSigner({ ...identity, privateKey: other.privateKey })).toThrow('REPORT_SIGNER')
    expect(() => makeSigner({ ...identity, certificate: 'none' })).toThrow('REPORT_SIGNER')
  })
})
