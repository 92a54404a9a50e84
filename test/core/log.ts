/** Says loudly that the reference core itself is wrong, without the message: Knex puts bound values into it. */
export function logFault(what: string, error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  const name = error instanceof Error ? error.name : typeof error
  process.stderr.write(`reference core: ${what} failed: ${name}\n${stack.join('\n')}\n`)
}
