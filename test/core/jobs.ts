import { z } from 'zod'
import { SECOND } from './clock'
import { Collecting } from './context'
import { notFound } from './problem'

const job = z.object({ query: z.record(z.string(), z.string()), readyAt: z.number() })
type Job = z.infer<typeof job>

/** Nothing to keep: a job's name says what was asked for and when it is ready, so that a restart loses none. */
export function collect(query: Job['query'], { now, readyAt }: { now: number; readyAt: number }): Collecting {
  const name = Buffer.from(JSON.stringify({ query, readyAt })).toString('base64url')
  return new Collecting(name, Math.max(1, Math.ceil((readyAt - now) / SECOND)))
}

/** Throws NOT_FOUND. */
export function readJob(name: string): Job {
  try {
    return job.parse(JSON.parse(Buffer.from(name, 'base64url').toString('utf8')))
  } catch {
    throw notFound()
  }
}
