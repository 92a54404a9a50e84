import type { CustomerView, NumberView } from '#domain/contract/views'
import type { Language } from '#domain/contract/views'

/** A block as the screen has it: with name and date only after verification. */
export type ShownBlock = NumberView['blocks'][number] &
  Partial<Pick<CustomerView['blocks'][number], 'code' | 'since' | 'names'>>

export function blockName(block: ShownBlock, language: Language): string | undefined {
  return block.names?.[language] ?? block.code
}
