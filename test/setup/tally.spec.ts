import { describe, expect, it } from 'vitest'
import { fromPlaywright, fromVitest, lastLine, single, sum } from '../../setup/tally.mjs'

const file = (status: string, tests: number) => ({
  status,
  assertionResults: Array.from({ length: tests }, () => ({})),
})
const vitestReport = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 }
const playwrightStats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }

describe('counting test results', () => {
  it('takes the counts of vitest and adds a failure for each file that could not be loaded', () => {
    const testResults = [file('passed', 5), file('failed', 3), file('failed', 0)]
    expect(fromVitest({ ...vitestReport, testResults }, 1)).toEqual({ passed: 5, failed: 2, skipped: 2 })
  })

  it('takes the counts of Playwright; flaky tests and errors outside tests are failures', () => {
    const report = { stats: playwrightStats, errors: [{}] }
    expect(fromPlaywright(report, 1)).toEqual({ passed: 4, failed: 3, skipped: 2 })
  })

  it.each([fromVitest, fromPlaywright])('%o counts a missing report as a failure', (count) => {
    expect(count(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('counts a failure when only the exit code tells of one', () => {
    const stats = { expected: 1, unexpected: 0, flaky: 0, skipped: 0 }
    expect(fromPlaywright({ stats, errors: [] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 })
    expect(fromPlaywright({ stats, errors: [] }, 0)).toEqual({ passed: 1, failed: 0, skipped: 0 })
  })

  it('says the total in one line', () => {
    expect(lastLine(sum([single(true), single(false), { passed: 3, failed: 0, skipped: 0 }]))).toBe(
      '4 passed, 1 failed',
    )
    expect(lastLine({ passed: 1, failed: 0, skipped: 2 })).toBe('1 passed, 0 failed, 2 skipped')
  })
})
