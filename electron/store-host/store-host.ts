import { randomUUID } from 'node:crypto'
import { net } from 'electron'
import { v7 } from 'uuid'
import { AppError } from '#domain/errors'
import { rpcServer, type Wire } from '../link/rpc'
import type { StoreApi, StoreEvents } from '../link/store-api'
import { createStoreHost } from './host'
import { jsonLineLog } from './log'
import { systemTimers } from './sync/pump'

/** Entry of the utility process: composition only. */

const clock = { now: () => Date.now(), iso: () => new Date().toISOString() }
const log = jsonLineLog(clock, (line) => void process.stdout.write(line))
const port = process.parentPort
const wire: Wire = {
  post: (message) => port.postMessage(message),
  onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
}

const host = createStoreHost({
  clock,
  ids: { uuid: () => v7() },
  // The system's proxy and certificates count; Node's own fetch knows neither.
  fetch: (url, init) => net.fetch(url, init),
  log,
  timers: systemTimers,
  random: Math.random,
})

const server = rpcServer<StoreApi, StoreEvents>(wire, host.api, report, () => randomUUID().slice(0, 8))
for (const name of ['status', 'order', 'usage'] as const) host.on(name, (payload) => server.emit(name, payload))

/** Expected refusals are told by their code; of anything else only its kind, as its message may hold anything. */
function report(ref: string, method: string, error: unknown): void {
  if (error instanceof AppError) {
    const { code: coreCode, ...params } = error.params
    return log('info', 'call.refused', { ...params, coreCode, ref, method, code: error.code })
  }
  log('error', 'call.failed', { ref, method, kind: error instanceof Error ? error.name : typeof error })
}
