import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { postgresFolder } from './setup/postgres.mjs'

const onBoth = [
  'access',
  'badLines',
  'concurrency',
  'evidence',
  'feed',
  'main',
  'orders',
  'person',
  'proxy',
  'reports',
  'restart',
  'stock',
  'usage',
  'verification',
]

const unit = {
  extends: true as const,
  test: {
    name: 'unit',
    include: ['{domain,db,reports,electron,renderer,test}/**/*.spec.ts'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
  },
}

/** The same specs of the reference core; `test/core/postgres.spec.ts` says so where there is no PostgreSQL. */
const postgres = {
  extends: true as const,
  test: {
    name: 'postgres',
    include: [`test/core/{${onBoth.join(',')}}.spec.ts`],
    globalSetup: 'test/fixtures/vitest/postgresServer.ts',
    setupFiles: 'test/fixtures/vitest/onPostgres.ts',
  },
}

/** Small files that run long: vitest begins with the largest, so that an idle core would wait for these at the end. */
const longRunning = ['test/sync/sync.spec.ts', 'test/power/power.spec.ts', 'test/bench/sync/sync.spec.ts']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => longRunning.some((file) => moduleId.endsWith(`/${file}`))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  plugins: [vue()],
  test: {
    projects: postgresFolder() === undefined ? [unit] : [unit, postgres],
    environment: 'node',
    // One process per file: the native driver and process-wide state never meet another file's.
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    retry: 0,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    // Local times are Asia/Almaty by name everywhere; a machine set to another zone must not matter.
    env: { TZ: 'America/New_York' },
  },
})
