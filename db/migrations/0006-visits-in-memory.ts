import { runAll, type Migration } from './migration'

/** First answers of commands that open a visit end with the process, as visits do: the session keeps them in memory. */
export const visitsInMemory: Migration = {
  id: 6,
  name: 'visitsInMemory',
  changesRowsOf: ['command_result'],
  up: (tx) => runAll(tx, ['DROP TABLE command_result']),
}
