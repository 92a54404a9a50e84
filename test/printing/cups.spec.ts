import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { cupsPrinter } from '#electron/main/printing/cups'
import type { JobStatus, Printer, PrintOrder } from '#electron/main/printing/printer'
import { temporaryFolder } from '../fixtures/app'
import { noPrintServer, startPrintServer, type PrintServer } from '../fixtures/printServer'

const missing = noPrintServer()
// What a release needs must not be skipped where it is built.
const skipped = missing !== undefined && !process.env['CI']
const user = 'clerk'
const ended: readonly JobStatus['state'][] = ['done', 'failed', 'cancelled', 'handedOver']

describe.skipIf(skipped)(`CUPS${missing ? `: ${missing} is needed` : ''}`, () => {
  const folder = temporaryFolder('print')
  const file = path.join(folder.path, 'paper.pdf')
  let document: Buffer
  let server: PrintServer
  let printer: Printer

  beforeAll(async () => {
    if (missing) throw new Error(`${missing} is needed`)
    document = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(300_000), Buffer.from('\n%%EOF\n')])
    writeFileSync(file, document)
    server = await startPrintServer()
    printer = cupsPrinter({ socket: server.socket, user })
  })

  afterAll(async () => {
    await server.stop()
    folder.remove()
  })

  function order(more: Partial<PrintOrder> = {}): PrintOrder {
    return { printer: 'Desk', file, title: 'Activ Office 1', copies: 1, duplex: false, pages: [], ...more }
  }

  async function end(job: string, queue: string): Promise<JobStatus> {
    return await vi.waitUntil(
      async () => {
        const status = await printer.status(job, queue)
        return ended.includes(status.state) && status
      },
      { timeout: 10_000, interval: 20 },
    )
  }

  it('names its printers, what they can do and the usual one', async () => {
    const { printers, usual } = await printer.printers()
    expect(usual).toBe('Desk')
    expect(printers).toEqual([
      { name: 'Closed', label: 'Closed', state: 'ready', troubles: [], accepts: false, duplex: false },
      { name: 'Desk', label: 'Принтер у стойки', state: 'ready', troubles: [], accepts: true, duplex: true },
      { name: 'Hall', label: 'Зал', state: 'ready', troubles: [], accepts: true, duplex: false },
    ])
  })

  it('brings the very bytes to the printer, with copies, sides and pages', async () => {
    const job = await printer.print(
      order({
        title: 'Activ Office 2',
        copies: 3,
        duplex: true,
        pages: [
          [1, 2],
          [5, 5],
        ],
      }),
    )
    expect(await end(job, 'Desk')).toEqual({ state: 'done', troubles: [] })
    const paper = server.printed('Desk').at(-1)
    expect(paper?.bytes.equals(document)).toBe(true)
    expect(paper).toMatchObject({ user, title: 'Activ Office 2' })
    // A queue with a driver passes the wish on as an option, one without leaves the copies to the backend.
    expect(`${paper?.copies} ${paper?.options}`).toMatch(/(^3 |copies=3)/)
    expect(paper?.options).toContain('sides=two-sided-long-edge')
    expect(paper?.options).toContain('page-ranges=1-2,5')
  })

  it('has a copy of its own: the file may go before the paper is printed', async () => {
    const gone = path.join(folder.path, 'gone.pdf')
    writeFileSync(gone, document)
    const release = server.hold('Hall')
    const job = await printer.print(order({ printer: 'Hall', file: gone }))
    rmSync(gone)
    await vi.waitUntil(async () => (await printer.status(job, 'Hall')).state === 'printing', { timeout: 10_000 })
    release()
    expect((await end(job, 'Hall')).state).toBe('done')
    expect(server.printed('Hall').at(-1)?.bytes.equals(document)).toBe(true)
    expect(server.keptDocuments(), 'and keeps none of it afterwards').toEqual([])
  })

  it('says that a printer failed and why', async () => {
    server.breakDown('Desk', 'media-jam-error')
    const job = await printer.print(order())
    expect(await end(job, 'Desk')).toEqual({ state: 'failed', troubles: ['jam'] })
    server.repair('Desk')
  })

  it('says that a stopped printer keeps the job waiting, which can be cancelled once', async () => {
    server.breakDown('Hall', 'offline-report')
    const job = await printer.print(order({ printer: 'Hall' }))
    const waiting = await vi.waitUntil(
      async () => {
        const status = await printer.status(job, 'Hall')
        return status.state === 'waiting' && status
      },
      { timeout: 10_000 },
    )
    // CUPS drops a mere report with the attempt that made it; that the printer is stopped stays.
    expect(waiting.troubles).toEqual(['paused'])
    await printer.cancel(job)
    expect((await end(job, 'Hall')).state).toBe('cancelled')
    await expect(printer.cancel(job)).rejects.toMatchObject({ code: 'PRINT_JOB_ENDED' })
    expect(server.keptDocuments()).toEqual([])
  })

  it.each([
    ['Nowhere', 'PRINTER_UNKNOWN'],
    ['Closed', 'PRINTER_CLOSED'],
    ['../jobs/1', 'PRINTER_UNKNOWN'],
  ])('refuses the printer %s with %s', async (name, code) => {
    await expect(printer.print(order({ printer: name }))).rejects.toMatchObject({ code })
  })

  it('refuses a document that is not there', async () => {
    const file = path.join(folder.path, 'none.pdf')
    await expect(printer.print(order({ file }))).rejects.toMatchObject({ code: 'REPORT_FILE' })
  })

  it('says when no server answers, without naming paths or people', async () => {
    const lost = cupsPrinter({ socket: path.join(folder.path, 'no.sock'), user })
    await expect(lost.printers()).rejects.toMatchObject({ code: 'PRINT_SYSTEM', params: { reason: 'ENOENT' } })
    await expect(lost.print(order())).rejects.toMatchObject({ code: 'PRINT_SYSTEM' })
  })

  it('does not make up an end where the server keeps no history', async () => {
    const forgetful = await startPrintServer({ history: false })
    try {
      const other = cupsPrinter({ socket: forgetful.socket, user })
      const job = await other.print(order())
      const last = await vi.waitUntil(
        async () => {
          const status = await other.status(job, 'Desk')
          return ended.includes(status.state) && status
        },
        { timeout: 10_000 },
      )
      expect(last.state).toBe('handedOver')
      expect(forgetful.printed('Desk')).toHaveLength(1)
    } finally {
      await forgetful.stop()
    }
  })
})
