import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { openReader, type ReadTx } from '#db/connection'
import { filesHolding } from '#db/spec/tempStore'
import { presented } from '#test/core/harness'
import type { RunningCore } from '#test/core/server'
import { codeOf, cutLine, effectsOf, Office, startTestCore } from './office'

const hour = 3600 * 1000

/** A counter that was used with the core and is started again while it is away. */
async function cutOff(aheadMs = 0) {
  const core = await startTestCore({ orderDelayMs: 50 })
  const before = await Office.signedIn(core)
  await before.api.close({})
  cutLine(core)
  return { core, office: await Office.open(before.dir, aheadMs) }
}

const signIn = (office: Office, core: RunningCore, pin?: string) =>
  office.api.signIn({ commandId: v7(), clerkId: core.facts.clerks.clerk.id, pin: pin ?? core.facts.clerks.clerk.pin })

function unblockOf(core: RunningCore, person = core.facts.people.voluntary) {
  return { commandId: v7(), clerkId: core.facts.clerks.clerk.id, msisdn: person.msisdn, person: presented(person) }
}

async function rows<T>(office: Office, read: (tx: ReadTx) => Promise<T>): Promise<T> {
  const reader = await openReader(office.location)
  try {
    return await reader.read(read)
  } finally {
    await reader.close()
  }
}

describe('signing in without the core', () => {
  it('is possible for who has signed in here before, until the core has said, and for nobody else', async () => {
    const { core, office } = await cutOff()
    const { id, name } = core.facts.clerks.clerk
    expect(await signIn(office, core)).toMatchObject({ id, name, roles: ['clerk'], offline: true })
    expect(await codeOf(office.api.openVisit({ ...unblockOf(core) }))).toBe('CORE_UNREACHABLE')
    const stranger = core.facts.clerks.secondClerk
    const other = office.api.signIn({ commandId: v7(), clerkId: stranger.id, pin: stranger.pin })
    expect(await codeOf(other)).toBe('CORE_UNREACHABLE')
  })

  it('ends with the time that the core gave, and not with a clock put back', async () => {
    const late = await cutOff(25 * hour)
    expect(await codeOf(signIn(late.office, late.core))).toBe('OFFLINE_SIGN_IN_ENDED')
    const back = await cutOff(-25 * hour)
    expect(await codeOf(signIn(back.office, back.core))).toBe('OFFLINE_SIGN_IN_ENDED')
  })

  it('closes after five wrong PINs, also over a restart, until the core opens it', async () => {
    const { core, office } = await cutOff()
    for (const attemptsLeft of [4, 3, 2, 1]) {
      await expect(signIn(office, core, '0000')).rejects.toMatchObject({
        code: 'CLERK_OR_PIN',
        params: { attemptsLeft },
      })
    }
    expect(await codeOf(signIn(office, core, '0000'))).toBe('CLERK_LOCKED')
    await office.api.close({})
    const again = await Office.open(office.dir)
    expect(await codeOf(signIn(again, core))).toBe('CLERK_LOCKED')
    cutLine(core, false)
    expect(await signIn(again, core)).toMatchObject({ offline: false })
    cutLine(core)
    expect(await signIn(again, core)).toMatchObject({ offline: true })
  })

  it('leaves no PIN behind', async () => {
    const { core, office } = await cutOff()
    await signIn(office, core)
    const [verifier] = await rows<object[]>(office, (tx) => tx('offline_verifier').select())
    expect(verifier).toMatchObject({ cost: 32_768, hash: expect.stringMatching(/^[\w+/]{43}=$/) })
    expect(JSON.stringify(verifier)).not.toContain(core.facts.clerks.clerk.pin)
  })

  it('is of no use at the core: when the line is back the clerk signs in anew', async () => {
    const { core, office } = await cutOff()
    await signIn(office, core)
    const online = office.next('status', (status) => status.core === 'online')
    cutLine(core, false)
    await online
    expect(await codeOf(office.visitOf(core, core.facts.people.active))).toBe('NOT_SIGNED_IN')
    await signIn(office, core)
    expect(await office.visitOf(core, core.facts.people.active)).toMatch(/^[\da-f-]{36}$/)
  })
})

describe('an unblock filed without the core', () => {
  it('waits, goes once when the line is back, and then keeps nothing of the document', async () => {
    const { core, office } = await cutOff()
    await signIn(office, core)
    const input = unblockOf(core)
    const filed = await office.api.fileUnblock(input)
    expect(filed).toMatchObject({ id: input.commandId, operations: ['unblock'], evidence: true })
    expect(['pending', 'sending']).toContain(filed.state)
    expect(await office.api.fileUnblock(input)).toMatchObject({ id: input.commandId })
    expect(await codeOf(office.api.fileUnblock({ ...input, msisdn: '77010000001' }))).toBe('COMMAND_ID_REUSED')
    expect(await office.api.status({})).toMatchObject({ core: 'offline', unsent: 1 })
    cutLine(core, false)
    const ended = await office.orderIn(input.commandId, 'done', 'rejected', 'dead')
    expect(ended).toMatchObject({ state: 'done', orderState: 'completed' })
    expect(effectsOf(core, input.commandId)).toEqual(['orderAccepted', 'blockLifted', 'orderApplied'])
    expect(await rows<object[]>(office, (tx) => tx('outbox').select('payload'))).toEqual([{ payload: null }])
    const { document, iin } = input.person
    expect(filesHolding(office.dir, [document.number, iin])).toEqual([])
    const journal = JSON.stringify(await rows(office, (tx) => tx('audit').select()))
    const traces = [document.number, iin, input.msisdn]
    expect(traces.filter((text) => journal.includes(text) || JSON.stringify(office.log).includes(text))).toEqual([])
  })

  it('whose document does not fit comes back as a task', async () => {
    const { core, office } = await cutOff()
    await signIn(office, core)
    const input = unblockOf(core)
    input.person = { ...input.person, document: { ...input.person.document, number: '000000000' } }
    await office.api.fileUnblock(input)
    cutLine(core, false)
    await office.orderIn(input.commandId, 'rejected')
    expect(await office.api.attention({})).toEqual([
      {
        order: expect.objectContaining({ id: input.commandId, error: 'IDENTITY_MISMATCH', evidence: true }),
        clerkName: core.facts.clerks.clerk.name,
        coreCode: 'IDENTITY_MISMATCH',
        params: {},
        choices: ['correct', 'withdraw'],
      },
    ])
    expect(await rows<object[]>(office, (tx) => tx('outbox').select('payload'))).toEqual([{ payload: null }])
  })

  it('is refused while the core answers, and without a clerk', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    expect(await codeOf(office.api.fileUnblock(unblockOf(core)))).toBe('OFFLINE_NOT_POSSIBLE')
    await office.api.signOut({})
    expect(await codeOf(office.api.fileUnblock(unblockOf(core)))).toBe('NOT_SIGNED_IN')
  })
})
