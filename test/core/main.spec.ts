import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keptDb } from './harness'

const tsx = createRequire(import.meta.url).resolve('tsx/cli')
const script = fileURLToPath(new URL('main.ts', import.meta.url))
let kept: Awaited<ReturnType<typeof keptDb>>
let place: [string, string]
beforeAll(async () => {
  kept = await keptDb()
  place = kept.db.startsWith('postgres:') ? ['--db', kept.db] : ['--data', dirname(kept.db)]
})
afterAll(() => kept.remove())

interface FirstLine {
  listening: string
  enrolmentCode: string
  sample: { clerkId: string; pin: string; msisdn: string }
}

async function start(...args: string[]): Promise<{ child: ChildProcess; line: FirstLine }> {
  const child = spawn(process.execPath, [tsx, script, '--subscribers', '20', '--usage-rows', '50', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('no output')
  const [text] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, line: JSON.parse(text) as FirstLine }
}

describe('npm run core', () => {
  it('says on its first line how to reach it and keeps its data', async () => {
    const first = await start(...place, '--seed', '5')
    expect(first.line).toMatchObject({ enrolmentCode: 'DEV-OFFICE-042', sample: { clerkId: '0417', pin: '1234' } })
    const about = await fetch(`${first.line.listening}/office/v1/about`)
    const key = ((await about.json()) as { reportPublicKey: string }).reportPublicKey
    first.child.kill('SIGTERM')
    expect(await once(first.child, 'exit')).toEqual([0, null])

    const second = await start(...place, '--seed', '5', '--with-parent')
    const again = (await (await fetch(`${second.line.listening}/office/v1/about`)).json()) as {
      reportPublicKey: string
    }
    expect(again.reportPublicKey).toBe(key)
    expect(second.line.sample).toEqual(first.line.sample)
    second.child.stdin?.end()
    expect(await once(second.child, 'exit')).toEqual([0, null])
  })
})
