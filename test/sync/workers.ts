import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { join } from 'node:path'
import type { SyncFigures, SyncOptions } from './check'

/**
 * The same check in so many processes: worker n lives its share of the histories by seed + n. Sums are of all of them, the
 * failure is the first worker's that has one, with its own seed.
 */
export async function checkInWorkers({ seed, histories, shrink }: SyncOptions, workers: number): Promise<SyncFigures> {
  const began = performance.now()
  const shares = Array.from({ length: workers }, (_, n) => Math.floor((histories + n) / workers))
  const gone = new AbortController()
  const parts = await Promise.all(
    shares.map(async (share, n) => {
      const part = await work({ seed: seed + n, histories: share, shrink: shrink ?? true }, gone.signal)
      // One failure is enough: nobody waits for hours to hear of it.
      if (part?.failure) gone.abort()
      return part ?? { seed: seed + n, ...nothing }
    }),
  )
  const failed = parts.find(({ failure }) => failure)
  const sum = (key: 'histories' | 'told' | 'applied' | 'attention' | 'kills' | 'requests') =>
    parts.reduce((total, part) => total + part[key], 0)
  return {
    seed: failed?.seed ?? seed,
    histories: sum('histories'),
    told: sum('told'),
    applied: sum('applied'),
    attention: sum('attention'),
    kills: sum('kills'),
    requests: sum('requests'),
    seconds: Math.round((performance.now() - began) / 100) / 10,
    ...(failed?.failure && { failure: failed.failure }),
  }
}

const nothing = { histories: 0, told: 0, applied: 0, attention: 0, kills: 0, requests: 0, seconds: 0 }

/** Undefined for a worker that was called off. */
async function work(
  options: Required<Omit<SyncOptions, 'onHistory'>>,
  signal: AbortSignal,
): Promise<SyncFigures | undefined> {
  const { seed, histories, shrink } = options
  const own = ['--seed', String(seed), '--histories', String(histories), '--json', ...(shrink ? [] : ['--no-shrink'])]
  const args = ['--import', 'tsx', join(import.meta.dirname, 'main.ts'), ...own]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  signal.addEventListener('abort', () => child.kill())
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
  if (output === '' && signal.aborted) return undefined
  if (output === '') throw new Error(`the worker of seed ${seed} ended without figures`)
  return JSON.parse(output) as SyncFigures
}
