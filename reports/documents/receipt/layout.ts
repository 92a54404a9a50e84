import { both, type Bilingual } from '../../kit/bilingual'
import type { Block } from '../../kit/flow'
import type { Canvas } from '../../kit/page'
import type { Format } from '../../kit/paper'
import { fieldBlocks, heading, letterhead, paragraph, statement, type Field } from '../common/blocks'
import * as common from '../common/labels'
import { momentText, phoneText, tengeText, vatText } from '../common/model'
import type { ReceiptHead } from './model'

export const title: Bilingual = ['Қызмет ақысы туралы түбіртек', 'Квитанция о плате за услугу']

const payer: Bilingual = ['Төлеуші', 'Плательщик']
const throughProxy: Bilingual = ['өкіл арқылы', 'через представителя']

export function receiptBlocks(canvas: Canvas, format: Format, head: ReceiptHead): Block[] {
  const { fields } = common
  const rows: Field[] = [
    [fields.msisdn, phoneText(head.msisdn)],
    [payer, head.represented ? `${head.subscriber} (${both(throughProxy)})` : head.subscriber],
    [fields.acceptedAt, momentText(head.acceptedAt, head.timeZone)],
    [fields.operation, head.operations.map((operation) => both(common.operations[operation])).join('; ')],
    [fields.state, both(common.stands.done)],
    [fields.office, head.office],
    [fields.clerk, head.clerk],
  ]
  const printed = `${both(fields.printedAt)}: ${momentText(head.printedAt, head.timeZone)}`
  return [
    letterhead(format, head.operator, head.reference),
    heading(canvas, format, title),
    ...fieldBlocks(canvas, format, rows),
    amountBlock(format, head),
    statement(canvas, format, common.notFiscal),
    paragraph(canvas, format, printed, { scale: 0.85, gap: 8, colour: 0.38 }),
  ]
}

function amountBlock({ left, right, size }: Format, { fee }: ReceiptHead): Block {
  return {
    height: size * 4.6,
    gap: 8,
    draw(canvas, top) {
      canvas.line(left, right, top, 0.8)
      const large = size * 1.5
      canvas.text(left, top + large + 6, both(common.fields.total), { size: large, weight: 'bold' })
      canvas.text(right, top + large + 6, tengeText(fee.tiyn), { size: large, weight: 'bold', align: 'right' })
      const y = top + large + 10 + size * 1.4
      canvas.text(left, y, both(common.fields.vat), { size })
      canvas.text(right, y, vatText(fee), { size, align: 'right' })
      canvas.line(left, right, top + size * 4.6, 0.4, 0.6)
    },
  }
}
