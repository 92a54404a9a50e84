import type { UsageRow } from '#domain/usage'
import type { DetailizationHead } from '#reports/documents/detailization/model'
import { sampleHead } from '#reports/documents/detailization/sample'
import { Random } from '#test/core/generator/random'
import { drawUsage } from '#test/core/generator/usageKinds'

export const head: DetailizationHead = sampleHead
const seed = 20250203
const batchSize = 500

/** Usage as the reference core draws it, spread over the period of `head`; the same every time, a batch at a time. */
export async function* rowBatches(count: number): AsyncGenerator<UsageRow[]> {
  const random = Random.stream(seed, 'report')
  const from = Date.parse(head.periodFrom)
  const step = (Date.parse(head.periodTo) - from) / Math.max(count, 1)
  for (let made = 0; made < count; made += batchSize) {
    const batch = Array.from({ length: Math.min(batchSize, count - made) }, (_, i): UsageRow => {
      const at = new Date(from + Math.floor((made + i + random.next()) * step)).toISOString()
      const id = `use-${random.int(0x1000, 0xffff).toString(16)}-${String(made + i).padStart(7, '0')}`
      return { id, at, ...drawUsage(random) }
    })
    yield batch
  }
}
