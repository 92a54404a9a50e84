import { first } from './0001-first'
import { badDays } from './0002-bad-days'
import { paidPapers } from './0003-paid-papers'
import { recounts } from './0004-recounts'
import { usageIds } from './0005-usage-ids'
import { visitsInMemory } from './0006-visits-in-memory'
import type { Migration } from './migration'

/** In order. A static list, so that the bundle holds exactly what was tested. */
export const migrations: readonly Migration[] = [first, badDays, paidPapers, recounts, usageIds, visitsInMemory]
