import { visitPaperWriter } from '../common/write'
import { applicationBlocks, subjectOf } from './layout'
import type { ApplicationHead } from './model'

/** Writes the application a customer signs: for an unblock, a SIM replacement with or without one, or a detailization. */
export const writeApplication = visitPaperWriter<ApplicationHead>(subjectOf, applicationBlocks)
