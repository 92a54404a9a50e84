import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { logFault } from './log'

type Listen = (request: IncomingMessage, response: ServerResponse, stopping: AbortSignal) => Promise<void>

/** The listening side, which can end and begin anew while the core's data stay. */
export class Front {
  private server: Server | undefined
  private stopping = new AbortController()
  private readonly inHand = new Set<Promise<void>>()

  constructor(private readonly listen: Listen) {}

  /** @param port 0 = a free one. Gives the port. */
  async open(port: number): Promise<number> {
    this.stopping = new AbortController()
    const server = createServer((request, response) => this.take(request, response))
    this.server = server
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    return (server.address() as AddressInfo).port
  }

  /** Cuts every connection; what is being handled is handled to its end, though nobody hears of it. */
  async close(): Promise<void> {
    const { server } = this
    this.stopping.abort()
    await new Promise<void>((resolve) => {
      if (!server) return resolve()
      server.close(() => resolve())
      server.closeAllConnections()
    })
    await Promise.all(this.inHand)
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const work = this.listen(request, response, this.stopping.signal)
      .catch((error: unknown) => {
        logFault('request', error)
        response.destroy()
      })
      .finally(() => this.inHand.delete(work))
    this.inHand.add(work)
  }
}
