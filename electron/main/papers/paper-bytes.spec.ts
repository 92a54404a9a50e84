import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClerkView } from '#domain/contract/views'
import { paperIdOf, paperResponse } from './paper-bytes'
import { makePapers, type PapersDeps } from './papers'
import type { CustomerSession } from '../session/session'
import { makeSpool } from './spool'
import { clerk, customer, msisdn } from '../testing/bridge'

const id = '0193a1b2-7c00-7000-8000-0000000000b1'
const slipId = '0193a1b2-7c00-7000-8000-0000000000b2'
const url = (name: string) => `app://bundle/papers/${name}.pdf`
const document = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 256))

let dir: string
let who: { clerk?: ClerkView; customer?: CustomerSession }
let report: ReturnType<PapersDeps['reports']['finished']>

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'papers-'))
  mkdirSync(join(dir, 'spool'))
  for (const name of [id, `slip-${slipId}`]) writeFileSync(join(dir, 'spool', `${name}.pdf`), document)
  who = { clerk, customer }
  report = { msisdn, visitId: customer.visitId, file: join(dir, 'spool', `${id}.pdf`), pages: 3, orderId: 'o1' }
})
afterEach(() => rmSync(dir, { recursive: true }))

function ask(paper = id, range: string | null = 'bytes=0-99'): Promise<Response> {
  const papers = makePapers({
    reports: { finished: (asked) => (asked === id ? report : undefined) },
    visitPapers: { find: () => undefined },
    slips: {
      find: (asked) =>
        asked === slipId ? { file: join(dir, 'spool', `slip-${slipId}.pdf`), clerkId: clerk.id } : undefined,
    },
    session: { clerk: () => who.clerk, customer: () => who.customer },
    spool: makeSpool(join(dir, 'spool')),
  })
  return paperResponse(papers, paper, range)
}

describe('the address of a paper', () => {
  it('is its id', () => {
    expect(paperIdOf(url(id))).toBe(id)
  })

  it.each([
    url('../../store/office'),
    url(`${id}/../${id}`),
    url('..%2f..%2fstore'),
    url(`%30${id.slice(1)}`),
    url(id.toUpperCase()),
    url('0193a1b2-7c00-4000-8000-0000000000b1'),
    `app://bundle/papers/${id}`,
    `app://bundle/papers/${id}.pdf?x`,
    `app://bundle/papers/${id}.pdf.part`,
    `app://bundle/x/papers/${id}.pdf`,
    `app://other/papers/${id}.pdf`,
    `app://user@bundle/papers/${id}.pdf`,
    `file:///papers/${id}.pdf`,
  ])('%s is none', (address) => {
    expect(paperIdOf(address)).toBeUndefined()
  })
})

describe('the bytes of a paper', () => {
  it('come in the parts that are asked for, and are kept by nobody', async () => {
    const answer = await ask(id, 'bytes=200-299')
    expect(answer.status).toBe(206)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(document.subarray(200, 300))
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-range': 'bytes 200-299/1000',
      'content-type': 'application/pdf',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const end = await ask(id, 'bytes=990-5000')
    expect(end.headers.get('content-range')).toBe('bytes 990-999/1000')
  })

  it.each([null, '', 'bytes=0-', 'bytes=-5', 'bytes=1000-1001', 'bytes=5-1', 'bytes=0-1,4-5', 'rows=0-1'])(
    'do not come for the range %j',
    async (range) => {
      const answer = await ask(id, range)
      expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */1000'])
      expect(answer.body).toBeNull()
    },
  )

  it('come for a slip while its clerk is signed in', async () => {
    who = { clerk }
    expect((await ask(slipId)).status).toBe(206)
    who = { clerk: { ...clerk, id: 'c2' } }
    expect((await ask(slipId)).status).toBe(404)
    who = {}
    expect((await ask(slipId)).status).toBe(403)
  })

  it.each<[string, number, () => void]>([
    ['nobody is signed in', 403, () => (who = { customer })],
    ['the customer session has ended', 403, () => (who = { clerk })],
    ['another clerk is signed in', 403, () => (who = { clerk: { ...clerk, id: 'c2' }, customer })],
    [
      'the session is of another number',
      403,
      () => (who = { clerk, customer: { ...customer, numbers: ['77010000002'] } }),
    ],
    ['the session is of another visit', 403, () => (who = { clerk, customer: { ...customer, visitId: slipId } })],
    ['the report is not finished or of an earlier visit', 404, () => (report = undefined)],
    ['the file has gone', 403, () => rmSync(join(dir, 'spool', `${id}.pdf`))],
  ])('do not come when %s', async (_why, status, change) => {
    change()
    const answer = await ask()
    expect(answer.status).toBe(status)
    expect(answer.body).toBeNull()
  })

  it('do not come from outside the spool, not even by a link', async () => {
    const outside = join(dir, 'outside.pdf')
    writeFileSync(outside, document)
    rmSync(join(dir, 'spool', `${id}.pdf`))
    symlinkSync(outside, join(dir, 'spool', `${id}.pdf`))
    expect((await ask()).status).toBe(403)
  })
})
