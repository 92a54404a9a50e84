import { createHmac, randomBytes } from 'node:crypto'
import { AppError } from '#domain/errors'

interface Remembered {
  fingerprint: string
  settled: boolean
  result: Promise<unknown>
}

const kept = 500

/**
 * Runs each command once per process: a repeat of its id, while it runs or after, gets the first result. The same id
 * with another input or name is COMMAND_ID_REUSED. A retryable failure is forgotten, so that the repeat tries again;
 * the store and the core know the id too.
 */
export class OncePerCommand {
  readonly #commands = new Map<string, Remembered>()
  // Keyed and per process: an input may hold a PIN, which a plain hash would not hide.
  readonly #salt = randomBytes(32)

  run(commandId: string, name: string, input: unknown, act: () => Promise<unknown>): Promise<unknown> {
    const fingerprint = this.#fingerprint(name, input)
    const earlier = this.#commands.get(commandId)
    if (earlier === undefined) return this.#first(commandId, fingerprint, act)
    if (earlier.fingerprint !== fingerprint) return Promise.reject(new AppError('COMMAND_ID_REUSED'))
    return earlier.result
  }

  /** For the end of a clerk's session: the next clerk meets none of its answers. Running commands stay known. */
  forgetSettled(): void {
    for (const [id, command] of this.#commands) if (command.settled) this.#commands.delete(id)
  }

  #first(commandId: string, fingerprint: string, act: () => Promise<unknown>): Promise<unknown> {
    const command: Remembered = { fingerprint, settled: false, result: act() }
    this.#commands.set(commandId, command)
    command.result.then(
      () => this.#settle(command),
      (error: unknown) => {
        if (isFinal(error)) this.#settle(command)
        else this.#commands.delete(commandId)
      },
    )
    return command.result
  }

  #settle(command: Remembered): void {
    command.settled = true
    for (const [id, oldest] of this.#commands) {
      if (this.#commands.size <= kept) return
      if (oldest.settled) this.#commands.delete(id)
    }
  }

  #fingerprint(name: string, input: unknown): string {
    return createHmac('sha256', this.#salt)
      .update(`${name}\n${JSON.stringify(input)}`)
      .digest('base64')
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof AppError && !error.retryable
}
