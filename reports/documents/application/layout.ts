import { both, type Bilingual } from '../../kit/bilingual'
import type { Block } from '../../kit/flow'
import type { Canvas } from '../../kit/page'
import type { Format } from '../../kit/paper'
import { fieldBlocks, heading, letterhead, passage, signatures, type Field } from '../common/blocks'
import * as common from '../common/labels'
import { bilingual, dateText, iccidText, momentText, phoneText, tengeText, vatText } from '../common/model'
import { forms } from '../detailization/labels'
import * as labels from './labels'
import type { ApplicationHead, AskedBlocks } from './model'

export function applicationBlocks(canvas: Canvas, format: Format, head: ApplicationHead): Block[] {
  const { request } = head
  const signer = head.represented ? labels.representative : labels.applicant
  return [
    letterhead(format, head.operator, head.reference),
    heading(canvas, format, subjectOf(head)),
    ...fieldBlocks(canvas, format, [...personFields(head), ...requestFields(head)]),
    ...passage(canvas, format, {
      title: labels.title,
      leads: leadsOf(head),
      points: labels.points[request.operation],
    }),
    signatures(format, [{ label: signer }, { label: common.fields.clerk, name: head.clerk }]),
  ]
}

export function subjectOf({ request }: ApplicationHead): Bilingual {
  const withUnblock = request.operation === 'simReissue' && request.blocks.count > 0
  return withUnblock ? labels.withUnblock : labels.subjects[request.operation]
}

function leadsOf({ request, documentRenewed }: ApplicationHead): Bilingual[] {
  const asked = labels.asks[request.operation]
  const more = request.operation === 'simReissue' && request.blocks.count > 0 ? [labels.asksUnblock] : []
  const renewed = documentRenewed ? [labels.renewed] : []
  return [asked, ...more, ...renewed, labels.confirms]
}

function personFields(head: ApplicationHead): Field[] {
  const kind = common.documents[head.documentType]
  const document = `${kind ? both(kind) : head.documentType} ···${head.documentTail}`
  return [
    [common.fields.msisdn, phoneText(head.msisdn)],
    [common.fields.printedAt, momentText(head.printedAt, head.timeZone)],
    [common.fields.subscriber, head.subscriber],
    [common.fields.document, document],
    [common.fields.office, head.office],
    [common.fields.clerk, head.clerk],
  ]
}

function requestFields({ request, fee }: ApplicationHead): Field[] {
  const fees: Field[] = fee ? [[labels.fields.fee, `${tengeText(fee.tiyn)} (${vatText(fee)})`]] : []
  switch (request.operation) {
    case 'unblock':
      return [[labels.fields.blocks, blocksText(request.blocks)], ...fees]
    case 'simReissue':
      return [
        [common.fields.newSim, iccidText(request.iccid)],
        [common.fields.reason, both(bilingual(request.reason))],
        ...(request.blocks.count > 0 ? [[labels.fields.blocks, blocksText(request.blocks)] as const] : []),
        ...fees,
      ]
    case 'detailization':
      return [
        [common.fields.period, `${dateText(request.from)} – ${dateText(request.to)}`],
        [labels.fields.form, both(formText(request))],
        ...fees,
      ]
  }
}

function blocksText({ count, names }: AskedBlocks): string {
  if (count === 0) return both(labels.allBlocks)
  const named = names.map((name) => both(bilingual(name))).join('; ')
  return names.length === count ? named : [String(count), named].filter(Boolean).join(': ')
}

function formText({ form, language }: Extract<ApplicationHead['request'], { operation: 'detailization' }>): Bilingual {
  const text = (index: 0 | 1): string =>
    [forms[form][index], language && labels.languages[language][index]].filter(Boolean).join(', ')
  return [text(0), text(1)]
}
