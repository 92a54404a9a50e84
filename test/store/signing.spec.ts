import { join } from 'node:path'
import { expect, it } from 'vitest'
import { v7 } from 'uuid'
import { openReader } from '#db/connection'
import { openStore } from '#db/openStore'
import { findPaperSigner, findPaperTrust } from '#db/repositories/signing'
import { removeSetting } from '#db/repositories/settings'
import { systemClock } from '#test/core/clock'
import type { RunningCore } from '#test/core/server'
import { makeReportApi } from '#electron/report-host/report-service'
import { sampleHead } from '#reports/documents/detailization/sample'
import { pdfsigWith } from '#reports/testing/pdfsig'
import { checkFile, withRegistry } from '#reports/verify/check'
import { codeOf, Office, requestsOf, startTestCore } from './office'

/** A detailization from the fetch to the written file, as the application makes it. */
async function writtenPaper(core: RunningCore, office: Office) {
  const { main } = core.facts.people
  const { msisdn } = main
  const visitId = await office.visitOf(core, main)
  const period = { from: new Date(Date.now() - 200 * 24 * 3600 * 1000).toISOString(), to: new Date().toISOString() }
  const { rows, totalTiyn, topUpsTiyn } = await office.api.usageBounds({ msisdn, period })
  const fetchId = v7()
  await office.api.fetchUsage({ fetchId, visitId, msisdn, period, rows, totalTiyn, topUpsTiyn })
  const papers = makeReportApi(() => undefined)
  const head = {
    ...sampleHead,
    msisdn,
    periodFrom: period.from,
    periodTo: period.to,
    vat: await office.api.vatRates({}),
  }
  const { summary, rowsSha256 } = await papers.summarize({ location: office.location, fetchId, head })
  await office.api.prepareSigning({})
  const entry = { commandId: v7(), msisdn, period, rows, totalTiyn, topUpsTiyn, rowsSha256 }
  const { number, code } = await office.api.registerReport(entry)
  const file = join(office.dir, 'paper.pdf')
  const paper = { ...head, requestNumber: number, printedAt: new Date().toISOString() }
  const written = await papers.writeDetailization({
    location: office.location,
    fetchId,
    head: paper,
    summary,
    code,
    file,
  })
  return { file, number, written, entry }
}

const signerOf = async (office: Office) => {
  const reader = await openReader(office.location)
  const found = await reader.read(findPaperSigner)
  await reader.close()
  return found
}

it('a paper of an enrolled counter is genuine with the core, without it, and for poppler', async () => {
  const core = await startTestCore()
  const office = await Office.signedIn(core)
  const { file, number, written, entry } = await writtenPaper(core, office)
  const trust = await office.api.paperTrust({})
  const unsealed = await checkFile(file, trust)
  expect(unsealed).toMatchObject({
    verdict: 'genuine',
    claim: { number, rows: entry.rows, totalTiyn: entry.totalTiyn },
  })
  expect(withRegistry(unsealed, await office.api.findReport({ number })).verdict, 'not released yet').toBe('unknown')
  await office.api.sealReport({ number, fileSha256: written.fileSha256 })
  const sealed = withRegistry(unsealed, await office.api.findReport({ number }))
  expect(sealed).toMatchObject({ verdict: 'genuine', facts: { registered: 'held', fileHash: 'held' } })
  expect(await office.api.findReport({ number: '0'.repeat(20) })).toBeNull()
  expect(pdfsigWith(trust.roots[0] ?? '', office.dir)(file)).toMatchObject({ valid: true, trusted: true, total: true })
  await core.stop()
  expect((await checkFile(file, await office.api.paperTrust({}))).verdict).toBe('genuine')
})

it('a counter enrolled before papers were signed gets a certificate, once, also when an answer is lost', async () => {
  const core = await startTestCore()
  const before = await Office.signedIn(core)
  await before.api.close({})
  const store = await openStore({ location: before.location, backupDir: before.backupDir, clock: systemClock })
  await store.write((tx) => removeSetting(tx, 'papers.signer'))
  await store.write((tx) => removeSetting(tx, 'papers.trust'))
  expect(await store.read(findPaperTrust)).toEqual({ keys: [], roots: [] })
  await store.close()
  const office = await Office.open(before.dir)
  await office.signIn(core)
  core.setFaults([{ match: { endpoint: 'certify' }, times: 2, fault: { kind: 'answerLost' } }])
  expect(await codeOf(office.api.prepareSigning({}))).toBe('CORE_UNREACHABLE')
  core.setFaults([])
  const { file } = await writtenPaper(core, office)
  expect((await checkFile(file, await office.api.paperTrust({}))).verdict).toBe('genuine')
  const asked = requestsOf(core, 'certify')
  const signer = await signerOf(office)
  await office.api.prepareSigning({})
  expect(requestsOf(core, 'certify'), 'a good certificate is kept').toBe(asked)
  expect(await signerOf(office)).toEqual(signer)
})

it('a registry whose signature does not hold is refused before anything is printed', async () => {
  const core = await startTestCore()
  const other = await startTestCore()
  const office = await Office.signedIn(core)
  const about = await (await fetch(`${other.url}/office/v1/about`)).json()
  core.setFaults([{ match: { endpoint: 'about' }, fault: { kind: 'status', status: 200, body: about } }])
  expect(await codeOf(writtenPaper(core, office))).toBe('CORE_ANSWER_MALFORMED')
})
