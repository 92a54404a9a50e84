import { utilityProcess } from 'electron'
import { forwardLines } from './forward'
import type { HostProcess } from './process'
import type { Log } from '../diagnostics/log'

export interface ForkOptions {
  name: string
  modulePath: string
  args: readonly string[]
  environment: Record<string, string>
  log: Log
  /** Where a developer sees what a host prints besides its log. */
  passStderr: boolean
}

export function forkHost(o: ForkOptions): HostProcess {
  const child = utilityProcess.fork(o.modulePath, [...o.args], {
    serviceName: o.name,
    stdio: 'pipe',
    env: o.environment,
  })
  forwardLines(child.stdout, o.name, o.log)
  if (o.passStderr) child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk))
  // Unread, a full pipe would stop the host. Its text is not for the log: it can hold whatever an error held.
  else child.stderr?.resume()
  return {
    wire: {
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
    },
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  }
}
