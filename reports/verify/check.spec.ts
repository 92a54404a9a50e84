import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSignedClaim } from '#domain/claim'
import { PdfFile } from '../kit/document'
import { writeWhole } from '../kit/file'
import { makePaperMaker, type PaperMaker } from '../testing/paper'
import { checkPdf, printedText } from '../testing/printed'
import { pdfsigWith, type PdfsigVerdict } from '../testing/pdfsig'
import { checkCode, checkFile, withRegistry, type RegistryAnswer } from './check'
import type { PaperTrust } from './trust'

const folder = mkdtempSync(join(tmpdir(), 'verify-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = (name: string) => join(folder, name)

let maker: PaperMaker
let other: PaperMaker
let trust: PaperTrust
let code: string
let original: Buffer
let pdfsig: (file: string) => PdfsigVerdict
beforeAll(async () => {
  maker = await makePaperMaker()
  other = await makePaperMaker()
  trust = maker.trust
  code = await maker.write(path('original.pdf'), 120)
  original = readFileSync(path('original.pdf'))
  pdfsig = pdfsigWith(maker.root, folder)
})

function write(bytes: Uint8Array | string, name = 'changed.pdf'): string {
  writeFileSync(path(name), bytes)
  return path(name)
}

const verdictOf = async (file: string, by = trust) => (await checkFile(file, by)).verdict
/** As poppler would have to say for a paper to be taken for genuine. */
const holds = ({ signed, valid, trusted, total }: PdfsigVerdict) => signed && valid && trusted && total

/** mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

/** The file as a rewriting program leaves it, with its page contents readable. */
function rewritten(...options: string[]): Buffer {
  const file = path('rewritten.pdf')
  execFileSync('qpdf', [...options, path('original.pdf'), file])
  return readFileSync(file)
}

/** One shown text of the content streams changed in place, the file then made whole again. */
function withOtherText(change: (content: string) => string): string {
  const qdf = rewritten('--qdf', '--object-streams=disable').toString('latin1')
  const changed = change(qdf)
  expect(changed).not.toBe(qdf)
  write(Buffer.from(changed, 'latin1'), 'edited.qdf')
  const fixed = execFileSync('fix-qdf', [path('edited.qdf')], { maxBuffer: 1 << 28 })
  write(fixed, 'fixed.pdf')
  execFileSync('qpdf', [path('fixed.pdf'), path('edited.pdf')])
  return path('edited.pdf')
}

describe('a signed paper', () => {
  it('is genuine, offline, with what it says', async () => {
    const check = await checkFile(path('original.pdf'), trust)
    expect(check).toMatchObject({ verdict: 'genuine', claim: { rows: 120, msisdn: '77011234567' } })
    expect(check.signer?.name).toBe('Activ office-1 counter-1')
    expect(pdfsig(path('original.pdf'))).toEqual({ signed: true, valid: true, trusted: true, total: true })
  })

  it('is altered in each of 200 copies with one random byte changed; poppler agrees', async () => {
    const seed = 20_261_125
    const random = randomOf(seed)
    for (let copy = 0; copy < 200; copy++) {
      const at = random(original.length)
      const changed = Buffer.from(original)
      changed[at] = ((changed[at] ?? 0) + 1 + random(255)) % 256
      const file = write(changed)
      const hint = `seed ${seed}, copy ${copy}, byte ${at}: ${original[at]} -> ${changed[at]}`
      expect(await verdictOf(file), hint).toBe('altered')
      expect(holds(pdfsig(file)), hint).toBe(false)
    }
  }, 180_000)

  it('is altered with any byte of the signature dictionary changed, be it the letter case of a digit', async () => {
    const start = original.indexOf('/ByteRange')
    const hole = original.indexOf('<', start)
    const places = [
      ...Array.from({ length: 60 }, (_, i) => start + i),
      ...Array.from({ length: 40 }, (_, i) => hole + i * 55),
    ]
    for (const at of places) {
      const changed = Buffer.from(original)
      const letter = String.fromCharCode(changed[at] ?? 0)
      changed[at] = /[a-f]/.test(letter) ? letter.toUpperCase().charCodeAt(0) : (changed[at] ?? 0) ^ 1
      expect(await verdictOf(write(changed)), `byte ${at}`).toBe('altered')
    }
  })

  it('is altered with more behind it, with a part missing, or with an update after the signature', async () => {
    for (const bytes of [
      Buffer.concat([original, Buffer.from('\n')]),
      Buffer.concat([
        original,
        Buffer.from('1 0 obj\n<<>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\n%%EOF\n'),
      ]),
      original.subarray(0, -1),
      original.subarray(0, original.indexOf('/ByteRange') + 8_000),
      original.subarray(original.length / 2),
      Buffer.concat([original, original]),
    ]) {
      const file = write(bytes)
      expect(await checkFile(file, trust)).toMatchObject({ verdict: 'altered', facts: { whole: 'failed' } })
      expect(holds(pdfsig(file))).toBe(false)
    }
  })

  it('is altered with a hole that was moved or widened', async () => {
    const text = original.toString('latin1')
    const [range = '', first = '', second = '', rest = ''] = /\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/.exec(text) ?? []
    const moves = [
      [Number(first) - 20, Number(second), Number(rest)],
      [Number(first), Number(second) + 20, Number(rest) - 20],
      [Number(first), Number(second), Number(rest) - 1],
      [100, Number(second), Number(rest)],
    ]
    for (const move of moves) {
      const moved = `/ByteRange [0 ${move.join(' ')}`.padEnd(range.length - 1) + ']'
      const file = write(Buffer.from(text.replace(range, moved), 'latin1'))
      expect(await checkFile(file, trust)).toMatchObject({ verdict: 'altered', facts: { whole: 'failed' } })
      expect(holds(pdfsig(file))).toBe(false)
    }
  })

  it.each([[[]], [['--object-streams=generate']], [['--qdf']], [['--linearize']]])(
    'is altered when a program has rewritten it: qpdf %j',
    async (options) => {
      const file = write(rewritten(...options))
      expect(await verdictOf(file)).toBe('altered')
      expect(holds(pdfsig(file))).toBe(false)
    },
  )

  it.each([
    // A row ends with its charge; the total is in the large bold size.
    { what: 'one row’s charge', at: /<([0-9a-f]{24,})>\]TJ EMC\nT\*/ },
    { what: 'the total', at: /9\.6 Tf 1 0 0 1 [\d.]+ [\d.]+ Tm \[([^\]]*)\]TJ ET(?![^]*9\.6 Tf)/ },
  ])('is altered with $what changed and the file rewritten', async ({ at }) => {
    const file = withOtherText((content) =>
      content.replace(at, (found, text: string) => found.replace(text, otherDigitFirst(text))),
    )
    const difference = differingLines(printedText(path('original.pdf')), printedText(file))
    expect(difference, 'as a reader sees it').toHaveLength(1)
    checkPdf(file)
    expect(await verdictOf(file)).toBe('altered')
    expect(holds(pdfsig(file))).toBe(false)
  })

  it('is altered when somebody else signs its claim, unknown when all of it is somebody else’s', async () => {
    const forged = path('forged.pdf')
    await writeWhole(forged, undefined, (sink) => plain(sink, { signer: other.signer, claim: code }))
    expect(await verdictOf(forged)).toBe('altered')
    expect(holds(pdfsig(forged))).toBe(false)
    await other.write(path('other.pdf'), 3)
    expect(await verdictOf(path('other.pdf'))).toBe('unknown')
    expect(await verdictOf(path('other.pdf'), other.trust)).toBe('genuine')
  })

  it('is altered when the certificate had ended before the paper was registered', async () => {
    const late = await makePaperMaker(Date.now() - 3 * 365 * 24 * 3600 * 1000)
    await late.write(path('old.pdf'), 2)
    expect(await verdictOf(path('old.pdf'), late.trust), 'an old paper stays good').toBe('genuine')
    const claimOfToday = { signer: late.signer, claim: code }
    await writeWhole(path('late.pdf'), undefined, (sink) => plain(sink, claimOfToday))
    const both = { keys: trust.keys, roots: late.trust.roots }
    const check = await checkFile(path('late.pdf'), both)
    expect(check).toMatchObject({ verdict: 'altered', facts: { certificate: 'failed', claim: 'held' } })
  })

  it('is unknown without anybody to trust', async () => {
    expect(await verdictOf(path('original.pdf'), { keys: [], roots: [] })).toBe('unknown')
  })
})

/** Glyphs are four hexadecimal digits each: another one of the same sum takes the place of the first. */
function otherDigitFirst(text: string): string {
  const glyphs = text.match(/[0-9a-f]{4}/g) ?? []
  const [first = ''] = glyphs
  return text.replace(first, glyphs.findLast((glyph) => glyph !== first) ?? '')
}

function differingLines(before: string, after: string): string[] {
  const lines = after.split('\n')
  return before.split('\n').filter((line, i) => line !== lines[i])
}

async function plain(
  sink: Parameters<Parameters<typeof writeWhole>[2]>[0],
  sealing?: ConstructorParameters<typeof PdfFile>[2],
) {
  const pdf = new PdfFile(sink, { title: 'x', printedAt: new Date().toISOString(), language: 'kk-KZ' }, sealing)
  pdf.startPage().text(50, 50, 'x', { size: 9 })
  await pdf.finishPage()
  await pdf.end()
}

describe('anything else', () => {
  it('is unknown: an unsigned PDF, no PDF, nothing', async () => {
    await writeWhole(path('plain.pdf'), undefined, (sink) => plain(sink))
    expect(await verdictOf(path('plain.pdf'))).toBe('unknown')
    for (const bytes of [
      '',
      'x',
      '%PDF-1.7\n/ByteRange [0 1 2 3]\n/Contents <00>\n',
      Buffer.alloc(3_000_000, '/ObjStm stream\n'),
    ]) {
      expect(await verdictOf(write(bytes))).toBe('unknown')
    }
  })

  it('is refused with a code when it cannot be read', async () => {
    await expect(checkFile(path('none.pdf'), trust)).rejects.toMatchObject({ code: 'REPORT_FILE' })
    await expect(checkFile(folder, trust)).rejects.toMatchObject({ code: 'REPORT_FILE' })
  })
})

describe('the text of a code', () => {
  it('is genuine as it was printed, also in small letters and broken lines', () => {
    expect(checkCode(code, trust)).toMatchObject({ verdict: 'genuine', claim: { rows: 120 } })
    expect(checkCode(` ${code.toLowerCase().replace(/(.{60})/g, '$1\n')} `, trust).verdict).toBe('genuine')
  })

  it('is altered with any one character changed behind the key, unknown when it names another key or is no code', () => {
    const keyAt = code.indexOf('/', 'ACTIVOFFICE/1/'.length)
    for (let at = keyAt + 1; at < code.length; at++) {
      const letter = code[at] === '7' ? '8' : '7'
      expect(checkCode(code.slice(0, at) + letter + code.slice(at + 1), trust).verdict, `${at}`).toBe('altered')
    }
    expect(checkCode(code, other.trust).verdict).toBe('unknown')
    expect(checkCode('89997010000000000', trust).verdict).toBe('unknown')
  })
})

describe('what the registry says', () => {
  const registered = (over: Partial<NonNullable<RegistryAnswer>> = {}): RegistryAnswer => {
    const claim = parseSignedClaim(code)?.claim
    if (!claim) throw new Error('no claim')
    return { ...claim, ...over }
  }

  it('confirms, or takes a verdict away, and never gives one', async () => {
    const check = await checkFile(path('original.pdf'), trust)
    const asked = (answer: RegistryAnswer) => withRegistry(check, answer).verdict
    expect(asked(registered({ fileSha256: check.fileSha256 ?? '' }))).toBe('genuine')
    expect(asked(registered({ fileSha256: '0'.repeat(64) })), 'another file').toBe('altered')
    expect(asked(registered({ fileSha256: check.fileSha256 ?? '', totalTiyn: 1 }))).toBe('altered')
    expect(asked(registered()), 'never released').toBe('unknown')
    expect(asked(null), 'never registered').toBe('unknown')
    const altered = await checkFile(write(original.subarray(1)), trust)
    expect(withRegistry(altered, registered({ fileSha256: altered.fileSha256 ?? '' })).verdict).toBe('altered')
    expect(withRegistry(checkCode(code, trust), registered()).verdict).toBe('genuine')
  })
})
