import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    include: ['{domain,db,reports,electron,renderer,test}/**/*.spec.ts'],
    exclude: ['test/e2e/**', '**/node_modules/**'],
    environment: 'node',
    // One process per file: the native driver and process-wide state never meet another file's.
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    // Local times are Asia/Almaty by name everywhere; a machine set to another zone must not matter.
    env: { TZ: 'America/New_York' },
  },
})
