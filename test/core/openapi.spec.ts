import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { endpoints } from '#domain/core/endpoints'
import { openApiDocument, openApiFile, openApiText } from './openapi'

describe('docs/core-api.openapi.json', () => {
  it('is what the contract says (else: npx tsx test/core/openapi.ts --write)', async () => {
    expect(await readFile(openApiFile, 'utf8')).toBe(await openApiText())
  })

  it('has every endpoint once and no reference that leads nowhere', () => {
    const document = openApiDocument() as {
      paths: Record<string, Record<string, { operationId: string }>>
      components: { schemas: Record<string, unknown> }
    }
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((own) => own.operationId))
    expect(ids.sort()).toEqual(Object.keys(endpoints).sort())
    const references = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1])
    expect(references.filter((name) => !name || !(name in document.components.schemas))).toEqual([])
  })

  it('asks for the tokens that an endpoint’s proof needs', () => {
    const { paths } = openApiDocument() as { paths: Record<string, { get?: { parameters: { name: string }[] } }> }
    const usage = paths[endpoints.usage.path]?.get?.parameters.map((parameter) => parameter.name)
    expect(usage).toEqual([
      'ratedProductUsage.productRef.id',
      'usageDate.gte',
      'usageDate.lt',
      'offset',
      'limit',
      'X-Clerk',
      'X-Verification',
    ])
  })
})
