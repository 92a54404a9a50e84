import { runAll, type Migration } from './migration'

/**
 * Ids of usage are compared when all rows are here (`sumUsage`): an index of ids without order is changed all over by every
 * page that comes, and when the rows go.
 */
export const usageIds: Migration = {
  id: 5,
  name: 'usageIds',
  changesRowsOf: [],
  up: (tx) => runAll(tx, ['DROP INDEX usage_row_core_id']),
}
