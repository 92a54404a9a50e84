import type { ReadTx, WriteTx } from '../connection'

/** First answers of commands that are not orders, so that a repeat gets the same and does nothing. */

export interface CommandResult {
  commandId: string
  name: string
  /** Ends with this visit, as an answer may name the number. */
  visitId: string | null
  answer: unknown
  at: string
}

export async function findCommandResult(tx: ReadTx, commandId: string): Promise<CommandResult | undefined> {
  const row: (CommandResult & { answer: string }) | undefined = await tx('command_result').where({ commandId }).first()
  return row && { ...row, answer: JSON.parse(row.answer) as unknown }
}

export async function saveCommandResult(tx: WriteTx, result: CommandResult): Promise<void> {
  await tx('command_result').insert({ ...result, answer: JSON.stringify(result.answer) })
}

export async function purgeCommandResults(tx: WriteTx, what: { visitId: string } | { before: string }): Promise<void> {
  const rows = tx('command_result')
  await ('visitId' in what ? rows.where({ visitId: what.visitId }) : rows.where('at', '<', what.before)).delete()
}
