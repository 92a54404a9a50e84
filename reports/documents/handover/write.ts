import { visitPaperWriter } from '../common/write'
import { title } from './labels'
import { handoverBlocks } from './layout'
import type { HandoverHead } from './model'

/** Writes the sheet that goes with a new SIM: which card, for which number, whether it works yet, who took it. */
export const writeHandover = visitPaperWriter<HandoverHead>(title, handoverBlocks)
