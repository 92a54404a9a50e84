import { expect, it } from 'vitest'
import { AppError } from '#domain/errors'
import type { ReportApi } from '#electron/link/report-api'
import type { PaperCheck, RegistryAnswer } from '#reports/verify/check'
import { clerk, customer } from '../testing/bridge'
import { recordingLog } from '../testing/log'
import { fakeStore } from '../testing/store'
import { paperService } from './paper'

const commandId = '0193a1b2-7c00-7000-8000-000000000001'
const asked = { clerk, customer }
const claim = {
  keyId: 'AAAAAAAA',
  number: 'AB12CD34EF56GH78JK90',
  msisdn: '77010000001',
  from: '2025-12-31T19:00:00.000Z',
  to: '2026-01-31T19:00:00.000Z',
  rows: 3,
  totalTiyn: 700,
  topUpsTiyn: 500,
  rowsSha256: 'a'.repeat(64),
  registeredAt: '2026-02-03T05:00:00.000Z',
}
const facts = {
  signed: 'held',
  whole: 'held',
  unchanged: 'held',
  certificate: 'held',
  claim: 'held',
  registered: 'unasked',
  fileHash: 'unasked',
} as const
const genuine: PaperCheck = {
  verdict: 'genuine',
  facts,
  claim,
  fileSha256: 'f'.repeat(64),
  signer: { name: 'Counter' },
}
const registered: RegistryAnswer = { ...claim, fileSha256: 'f'.repeat(64) }

function papers(found: PaperCheck, registry: () => Promise<RegistryAnswer>, chosen: string | undefined = '/a.pdf') {
  const world = fakeStore({ paperTrust: async () => ({ keys: ['k'], roots: ['r'] }), findReport: registry })
  const checked: Parameters<ReportApi['checkPaper']>[0][] = []
  const service = paperService({
    store: world.store,
    checker: {
      checkPaper: async (job) => {
        checked.push(job)
        return found
      },
    },
    log: recordingLog(),
    zone: 'Asia/Almaty',
    askWhichFile: async () => chosen,
  })
  return { ...world, checked, file: () => service['paper.checkFile']({ commandId }, asked), service }
}

it('checks the chosen file here and by the registry, and tells local days', async () => {
  const { file, checked } = papers(genuine, async () => registered)
  const { check } = await file()
  expect(checked).toEqual([{ subject: { file: '/a.pdf' }, trust: { keys: ['k'], roots: ['r'] } }])
  expect(check).toMatchObject({ source: 'file', verdict: 'genuine', signer: 'Counter' })
  expect(check?.facts).toMatchObject({ registered: 'held', fileHash: 'held' })
  expect(check?.claim).toMatchObject({ from: '2026-01-01', to: '2026-01-31', rows: 3 })
})

it('does nothing when no file was chosen', async () => {
  const world = papers(genuine, async () => registered)
  const service = paperService({
    store: world.store,
    checker: { checkPaper: () => Promise.reject(new Error('nothing to check')) },
    log: recordingLog(),
    zone: 'Asia/Almaty',
    askWhichFile: async () => undefined,
  })
  expect(await service['paper.checkFile']({ commandId }, asked)).toEqual({ check: null })
})

it.each(['CORE_UNREACHABLE', 'NOT_SIGNED_IN', 'CORE_BUSY'] as const)(
  'judges by the signatures alone when the registry answers %s',
  async (code) => {
    const { file } = papers(genuine, () => Promise.reject(new AppError(code)))
    const { check } = await file()
    expect(check).toMatchObject({ verdict: 'genuine', facts: { registered: 'unasked', fileHash: 'unasked' } })
  },
)

it('takes the word back when the registry knows another file, or nothing', async () => {
  const other = papers(genuine, async () => ({ ...claim, fileSha256: '0'.repeat(64) }))
  expect((await other.file()).check?.verdict).toBe('altered')
  expect((await papers(genuine, async () => null).file()).check?.verdict).toBe('unknown')
})

it('asks nobody about what does not hold by itself', async () => {
  const altered: PaperCheck = { ...genuine, verdict: 'altered', facts: { ...facts, unchanged: 'failed' } }
  const world = papers(altered, async () => registered)
  expect((await world.file()).check?.verdict).toBe('altered')
  expect(world.methods()).toEqual(['paperTrust'])
})

it('checks the text of a code', async () => {
  const world = papers({ verdict: 'unknown', facts: { ...facts, claim: 'failed' } }, async () => registered)
  const view = await world.service['paper.checkCode']({ code: 'x' }, asked)
  expect(view).toMatchObject({ source: 'code', verdict: 'unknown' })
  expect(view).not.toHaveProperty('claim')
  expect(world.checked[0]?.subject).toEqual({ code: 'x' })
})
