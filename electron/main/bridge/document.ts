import { callNames, callSpec, eventNames } from '#domain/contract/index'
import { z } from 'zod'

/** The table of channels for `docs/bridge.md`. */
export function bridgeDocument(): string {
  return [
    '# Channels of the bridge',
    '',
    'Generated from `domain/contract` by `electron/main/bridge/document.spec.ts`; `npx vitest run electron/main/bridge -u` writes it anew.',
    'Access: `none`; `signedIn` = a clerk; `supervisor` = a clerk with that role; `customer` = a clerk within the customer session of the number that the input names.',
    '',
    '| channel | kind | access | input | errors of its own |',
    '| --- | --- | --- | --- | --- |',
    ...callNames.map(callRow),
    '',
    'Any channel may also answer `FOREIGN_SENDER`, `BAD_REQUEST`, `COMMAND_ID_REUSED`, `HOST_RESTARTED`, `SHUTTING_DOWN`, `INTERNAL`, and what its access demands: `NOT_SIGNED_IN`, `NO_RIGHT`, `NO_CUSTOMER_SESSION`.',
    '',
    '| event |',
    '| --- |',
    ...eventNames.map((name) => `| \`${name}\` |`),
    '',
  ].join('\n')
}

function callRow(name: (typeof callNames)[number]): string {
  const { kind, access, input, errors } = callSpec(name)
  const cells = [`\`${name}\``, kind, access, fieldsOf(input), errors.map((code) => `\`${code}\``).join(' ')]
  return `| ${cells.join(' | ')} |`
}

function fieldsOf(schema: z.ZodType): string {
  if (!(schema instanceof z.ZodObject)) return ''
  return Object.keys(schema.shape)
    .map((field) => `\`${field}\``)
    .join(' ')
}
