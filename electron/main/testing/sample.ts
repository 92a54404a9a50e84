import { z } from 'zod'

/** One of these satisfies every plain value that the contract uses; another shape makes the spec say so. */
const candidates: readonly unknown[] = [
  '77010000001',
  '0193a1b2-7c00-7000-8000-000000000001',
  '2026-01-15',
  '2026-01-15T00:00:00.000Z',
  'x',
  'xxxx',
  1,
  true,
]

/** A value that the schema takes. @throws when the schema has a shape that this does not know */
export function sampleOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape as Record<string, z.ZodType>)
    const needed = fields.filter(([, field]) => !(field instanceof z.ZodOptional))
    return Object.fromEntries(needed.map(([name, field]) => [name, sampleOf(field)]))
  }
  if (schema instanceof z.ZodRecord) return {}
  if (schema instanceof z.ZodArray) return [sampleOf(schema.element as z.ZodType)]
  if (schema instanceof z.ZodEnum) return schema.options[0]
  if (schema instanceof z.ZodNullable) return null
  if (schema instanceof z.ZodLiteral) return [...schema.values][0]
  const found = candidates.find((candidate) => schema.safeParse(candidate).success)
  if (found === undefined) throw new Error(`no sample for ${schema.def.type}`)
  return found
}
