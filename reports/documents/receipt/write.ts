import { visitPaperWriter } from '../common/write'
import { receiptBlocks, title } from './layout'
import type { ReceiptHead } from './model'

/** Writes the receipt of a fee, on a sheet or on a roll of 80 mm; it says that it is no fiscal receipt. */
export const writeReceipt = visitPaperWriter<ReceiptHead>(title, receiptBlocks)
