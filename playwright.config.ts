import { defineConfig } from '@playwright/test'

const longest = '**/soak.e2e.ts'

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  // As many as the smallest machine has cores: an application is several processes, and a third worker makes the run no shorter.
  workers: 2,
  fullyParallel: true,
  // Begun first, so that no long test is left at the end when the other workers have nothing to do any more.
  projects: [
    { name: 'soak', testMatch: longest },
    { name: 'counter', testMatch: '**/*.e2e.ts', testIgnore: longest },
  ],
  retries: 0,
  // More than twice what the longest takes on two cores of its own: a busy machine is no fault of the product.
  timeout: 120_000,
  // Shorter than a test may take, so that a hang names the act that hangs.
  use: { actionTimeout: 15_000 },
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: process.env.ACTIV_E2E_JSON ?? 'test-results/e2e.json' }]],
})
