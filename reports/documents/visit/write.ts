import { visitPaperWriter } from '../common/write'
import { title } from './labels'
import { visitBlocks } from './layout'
import type { VisitHead } from './model'

/** Writes what was done for a number in a visit, each order with where it stands. */
export const writeVisit = visitPaperWriter<VisitHead>(title, visitBlocks)
