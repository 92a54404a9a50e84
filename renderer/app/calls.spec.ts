import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useAct, useQuestion } from './calls'

type Answer = { ok: true; value: unknown } | { ok: false; error: object }
const bridge = vi.fn<(name: string, input: { commandId?: string }) => Promise<Answer>>()
let scope: EffectScope

beforeEach(() => {
  bridge.mockReset()
  vi.stubGlobal('window', { bridge: { call: bridge, on: () => () => undefined } })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
})

function refusal(code: string, retryable: boolean): Answer {
  return { ok: false, error: { code, params: {}, retryable, ref: 'AAAABBBB' } }
}

function idsUsed(): (string | undefined)[] {
  return bridge.mock.calls.map(([, input]) => input.commandId)
}

const input = { clerkId: '1', pin: '2' }

describe('an act', () => {
  it('runs once for a double press', async () => {
    bridge.mockResolvedValue({ ok: true, value: {} })
    const act = useAct('session.signIn')
    const [first, second] = await Promise.all([act.run(input), act.run(input)])
    expect(bridge).toHaveBeenCalledTimes(1)
    expect(first).toEqual({})
    expect(second).toBeUndefined()
    expect(act.busy.value).toBe(false)
  })

  it('comes again with the same id after an unclear end', async () => {
    bridge.mockResolvedValueOnce(refusal('HOST_RESTARTED', true)).mockResolvedValueOnce({ ok: true, value: {} })
    const act = useAct('session.signIn')
    await act.run(input)
    expect(act.problem.value?.code).toBe('HOST_RESTARTED')
    await act.run(input)
    expect(act.problem.value).toBeUndefined()
    const [first, second] = idsUsed()
    expect(second).toBe(first)
  })

  it('meets its first answer when pressed again unchanged', async () => {
    bridge.mockResolvedValue({ ok: true, value: {} })
    const act = useAct('session.signIn')
    await act.run(input)
    await act.run(input)
    expect(new Set(idsUsed()).size).toBe(1)
  })

  it('is another one after a plain refusal and after a change', async () => {
    bridge.mockResolvedValueOnce(refusal('CLERK_OR_PIN', false)).mockResolvedValue({ ok: true, value: {} })
    const act = useAct('session.signIn')
    await act.run(input)
    await act.run(input)
    await act.run({ ...input, pin: '3' })
    expect(new Set(idsUsed()).size).toBe(3)
  })
})

describe('a question', () => {
  it('keeps the answer to the latest asking only', async () => {
    const late: ((answer: Answer) => void)[] = []
    bridge.mockImplementation(() => new Promise((resolve) => late.push(resolve)))
    const question = scope.run(() => useQuestion('visit.customer'))
    const first = question?.ask({ msisdn: '77010000001' })
    const second = question?.ask({ msisdn: '77010000002' })
    late[1]?.({ ok: true, value: { msisdn: '77010000002' } })
    late[0]?.({ ok: true, value: { msisdn: '77010000001' } })
    expect(await first).toBeUndefined()
    expect(await second).toEqual({ msisdn: '77010000002' })
    expect(question?.value.value).toEqual({ msisdn: '77010000002' })
  })
})
