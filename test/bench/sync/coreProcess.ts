import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { PresentedPerson } from '#domain/core/office'
import type { CoreFacts } from '#test/core/generator/facts'
import { generate } from '#test/core/generator/generate'
import type { HistoryEntry } from '#test/core/history'

/** The reference core in a process of its own, as `npm run core` starts it. */
export interface CoreProcess {
  url: string
  enrolmentCode: string
  facts: CoreFacts
  history: () => Promise<HistoryEntry[]>
  stop: () => Promise<void>
}

const project = join(import.meta.dirname, '../../..')

export async function startCoreProcess(options: Record<string, string | number>): Promise<CoreProcess> {
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/core/main.ts', '--with-parent', ...args], {
    cwd: project,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const first = once(createInterface(child.stdout), 'line') as Promise<[string]>
  const line = await Promise.race([first, gone.then(() => undefined)])
  if (line === undefined) throw new Error('the reference core did not start')
  const { listening: url, enrolmentCode } = JSON.parse(line[0] as string) as Record<
    'listening' | 'enrolmentCode',
    string
  >
  const read = async <T>(path: string) => (await (await fetch(url + path)).json()) as T
  return {
    url,
    enrolmentCode,
    facts: await read('/_facts'),
    history: () => read('/_history'),
    stop: async () => {
      child.stdin.end()
      await gone
    },
  }
}

export interface Subscriber {
  productId: string
  msisdn: string
  person: PresentedPerson
}

/** People of the core's data set whose document matches and who have one number; made anew from its seed. */
export function subscribersOf({ facts }: CoreProcess, subscribers: number, usageRows: number): Subscriber[] {
  const now = Date.parse(facts.generatedAt)
  const set = generate({ seed: facts.seed, subscribers, usageRows, now })
  const renewed = new Set(set.renewedDocuments.map((row) => row.individual_id))
  return set.products.flatMap(({ id: productId, msisdn, individual_id, organization_id }): Subscriber[] => {
    const own = set.individuals.find((row) => row.id === individual_id)
    const plain = own && !own.document_lost && !own.deceased && !own.biometrics_needed && !renewed.has(own.id)
    if (!plain || organization_id !== null || own.valid_until <= facts.generatedAt.slice(0, 10)) return []
    const document = { type: own.document_type, number: own.document_number, validUntil: own.valid_until }
    return [{ productId, msisdn, person: { document, iin: own.iin, method: 'typed' } }]
  })
}
