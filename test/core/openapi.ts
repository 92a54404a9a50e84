import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import { z } from 'zod'
import { collecting, tmfError } from '#domain/core/common'
import { endpoints, type Endpoint, type EndpointId, type Proof } from '#domain/core/endpoints'
import { feedBodies } from '#domain/core/feed'
import { protocol } from '#domain/core/office'
import { maskedProductFacts, productFacts, simFacts } from '#domain/core/resources'

type Json = Record<string, unknown>

export const openApiFile = fileURLToPath(new URL('../../docs/core-api.openapi.json', import.meta.url))

const headers: Record<string, { description: string; from: Proof }> = {
  'X-Clerk': { description: 'Token of the clerk’s session', from: 'clerk' },
  'X-Verification': {
    description: 'Token of a matched identity document, bound to the numbers it lists',
    from: 'customer',
  },
}
const levels: readonly Proof[] = ['none', 'device', 'clerk', 'customer']

/** OpenAPI 3.1 of everything the counter asks of a core, out of the one table that client and reference core share. */
export function openApiDocument(): Json {
  const all = Object.entries(endpoints) as [string, Endpoint][]
  const paths: Record<string, Json> = {}
  for (const [id, endpoint] of all) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(id, endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Core API of Activ Office',
      version: `${protocol.max}.0.0`,
      description:
        'What the counter asks of the operator’s core. Times are RFC 3339 in UTC; money is KZT with at most two decimals. ' +
        'A repeated command (`commandId`, of orders `externalId`) is answered with its first result. ' +
        'Every request carries `X-Correlation-Id` and `X-Office-Time`.',
    },
    paths,
    components: {
      securitySchemes: { device: { type: 'http', scheme: 'bearer' } },
      schemas: Object.fromEntries([
        ['Error', schema(tmfError, 'output')],
        ['Collecting', schema(collecting, 'output')],
        ...all.flatMap(schemasOf),
        ...factSchemas(),
      ]),
    },
  }
}

function operation(id: string, endpoint: Endpoint): Json {
  return {
    operationId: id,
    summary: endpoint.summary,
    ...(endpoint.tmf ? { tags: [endpoint.tmf.api] } : {}),
    security: endpoint.proof === 'none' ? [] : [{ device: [] }],
    parameters: [...pathParameters(endpoint), ...queryParameters(endpoint), ...headerParameters(endpoint)],
    ...(endpoint.body ? { requestBody: { required: true, ...jsonOf(`${nameOf(id)}Request`) } } : {}),
    responses: {
      [endpoint.status]: {
        description: 'Success',
        ...(endpoint.list ? { headers: listHeaders } : {}),
        ...jsonOf(`${nameOf(id)}Answer`),
      },
      ...(endpoint.collectedBy && { 202: collectedFirst(endpoint.collectedBy) }),
      default: { description: 'Refused; `code` says why', ...jsonOf('Error') },
    },
  }
}

function collectedFirst(by: EndpointId): Json {
  return {
    description: `Collected first: asked for at \`${endpoints[by].path}\`, not before \`Retry-After\``,
    headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } },
    ...jsonOf('Collecting'),
  }
}

const listHeaders = {
  'X-Result-Count': { description: 'Items in this answer', schema: { type: 'integer' } },
  'X-Total-Count': { description: 'Items that match', schema: { type: 'integer' } },
}

function pathParameters({ path }: Endpoint): Json[] {
  return path.includes('{id}') ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] : []
}

function queryParameters({ query }: Endpoint): Json[] {
  if (!query) return []
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, own]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: own,
  }))
}

function headerParameters({ proof }: Endpoint): Json[] {
  const asked = Object.entries(headers).filter(([, { from }]) => levels.indexOf(proof) >= levels.indexOf(from))
  return asked.map(([name, { description }]) => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  }))
}

function schemasOf([id, endpoint]: [string, Endpoint]): [string, Json][] {
  const answer: [string, Json] = [`${nameOf(id)}Answer`, schema(endpoint.answer, 'output')]
  return endpoint.body ? [[`${nameOf(id)}Request`, schema(endpoint.body, 'input')], answer] : [answer]
}

/** Bodies of the feed by kind, and what characteristics carry by name. */
function factSchemas(): [string, Json][] {
  const feed = Object.entries(feedBodies).map(([kind, body]): [string, z.ZodType] => [`Feed${nameOf(kind)}`, body])
  const characteristics: [string, z.ZodType][] = [
    ['MaskedProductCharacteristics', maskedProductFacts],
    ['ProductCharacteristics', productFacts],
    ['SimCharacteristics', simFacts],
  ]
  return [...feed, ...characteristics].map(([name, type]) => [name, schema(type, 'output')])
}

/** Answers may grow: a counter ignores fields it does not know, so nothing is closed but what the contract closes. */
function schema(type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(type, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema, zodSchema: { _zod } }) => {
      const strict = _zod.def.type === 'object' && _zod.def.catchall !== undefined
      if (jsonSchema.additionalProperties === false && !strict) delete jsonSchema.additionalProperties
    },
  })
  return rest
}

function jsonOf(name: string): Json {
  return { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } }
}

function nameOf(id: string): string {
  return `${id.charAt(0).toUpperCase()}${id.slice(1)}`
}

/** The file's text, as the formatter of this project leaves it. */
export function openApiText(): Promise<string> {
  return format(JSON.stringify(openApiDocument()), { parser: 'json', printWidth: 120 })
}

async function main(): Promise<void> {
  const text = await openApiText()
  if (process.argv.includes('--write')) return writeFile(openApiFile, text)
  if ((await readFile(openApiFile, 'utf8')) === text) return
  process.stderr.write('docs/core-api.openapi.json differs from the contract: npx tsx test/core/openapi.ts --write\n')
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
