import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  // Shorter than a test may take, so that a hang names the act that hangs.
  use: { actionTimeout: 15_000 },
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: process.env.ACTIV_E2E_JSON ?? 'test-results/e2e.json' }]],
})
