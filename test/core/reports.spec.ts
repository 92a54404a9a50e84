import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { claimText } from '#domain/claim'
import type { ReportEntry } from '#domain/core/office'
import { keyIdOf } from '#reports/verify/trust'
import { codeOf, Counter, office, startSmallCore } from './harness'
import type { RunningCore } from './server'

let core: RunningCore
let counter: Counter
beforeAll(async () => {
  core = await startSmallCore()
  counter = await Counter.signedIn(core)
  await counter.verify(core.facts.people.main)
})
afterAll(() => core.stop())

function entry(): Record<string, unknown> {
  const { productId: product, msisdn } = core.facts.people.main
  const period = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' }
  const sums = { rows: 12, totalTiyn: 123_456, topUpsTiyn: 50_000, rowsSha256: 'ab'.repeat(32) }
  return { commandId: v7(), product, msisdn, period, ...sums, clerk: core.facts.clerks.clerk.id }
}

describe('the report registry', () => {
  it('gives a random number once and a signature that holds', async () => {
    const body = entry()
    const first = await counter.post<{ number: string; signature: string }>(`${office}/report`, body)
    const again = await counter.post(`${office}/report`, body)
    expect(again.body).toEqual(first.body)
    expect(core.history().filter((e) => e.entry === 'effect' && e.kind === 'reportRegistered')).toHaveLength(1)
    const found = await counter.get<ReportEntry>(`${office}/report/${first.body.number}`)
    const { signature, period, createdAt: registeredAt, ...facts } = found.body
    const about = await counter.get<{ reportPublicKey: string }>(`${office}/about`)
    const key = createPublicKey({ key: Buffer.from(about.body.reportPublicKey, 'base64'), format: 'der', type: 'spki' })
    const holds = (text: string) => verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
    const claim = { ...facts, ...period, registeredAt, keyId: keyIdOf(about.body.reportPublicKey) }
    expect(holds(claimText(claim))).toBe(true)
    expect(holds(claimText({ ...claim, totalTiyn: 1 }))).toBe(false)
  })

  it('takes the hash of the file once', async () => {
    const { number } = (await counter.post<{ number: string }>(`${office}/report`, entry())).body
    const seal = (fileSha256: string) => counter.call('PATCH', `${office}/report/${number}`, { fileSha256 })
    expect((await seal('01'.repeat(32))).body).toMatchObject({ number, fileSha256: '01'.repeat(32) })
    expect((await seal('01'.repeat(32))).status).toBe(200)
    expect((await seal('02'.repeat(32))).status).toBe(409)
    expect(codeOf(await counter.get(`${office}/report/0000`))).toBe('REPORT_UNKNOWN')
  })

  it('refuses a report on another number', async () => {
    const body = { ...entry(), msisdn: core.facts.people.active.msisdn }
    expect(codeOf(await counter.post(`${office}/report`, body))).toBe('NO_CUSTOMER_SESSION')
  })
})
