import { both } from '../../kit/bilingual'
import type { Block } from '../../kit/flow'
import type { Canvas } from '../../kit/page'
import type { Format } from '../../kit/paper'
import { fieldBlocks, heading, letterhead, passage, signatures, statement } from '../common/blocks'
import * as common from '../common/labels'
import { bilingual, iccidText, momentText, phoneText } from '../common/model'
import * as labels from './labels'
import type { HandoverHead } from './model'

export function handoverBlocks(canvas: Canvas, format: Format, head: HandoverHead): Block[] {
  const { fields } = common
  const words = labels.wordsOf(head.simKind)
  return [
    letterhead(format, head.operator, head.reference),
    heading(canvas, format, labels.title),
    statement(canvas, format, words.states[head.stand]),
    ...fieldBlocks(canvas, format, [
      [fields.msisdn, phoneText(head.msisdn)],
      [fields.subscriber, head.subscriber],
      [fields.newSim, iccidText(head.iccid)],
      ...(head.simKind ? [[labels.simKind, both(labels.simKinds[head.simKind])] as const] : []),
      [fields.reason, both(bilingual(head.reason))],
      [fields.acceptedAt, momentText(head.acceptedAt, head.timeZone)],
      [fields.office, head.office],
      [fields.printedAt, momentText(head.printedAt, head.timeZone)],
    ]),
    ...passage(canvas, format, { title: labels.next, points: labels.pointsOf(words) }),
    signatures(format, [
      { label: head.represented ? words.takenFor : words.takenBy },
      { label: words.givenBy, name: head.clerk },
    ]),
  ]
}
