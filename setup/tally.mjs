// Adds up what the test programs report in JSON. Whatever cannot be read counts as one failure, never as none.

/** @typedef {{passed: number, failed: number, skipped: number}} Tally */

/** @returns {Tally} one check that passed or failed as a whole */
export const single = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const each of tallies) for (const key of Object.keys(total)) total[key] += each[key]
  return total
}

/** The exit code speaks too: a program that failed outside its tests has no failed test to show. */
function atLeastAsBad(tally, exitCode) {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

/** vitest's JSON reporter. A file that could not even be loaded has no tests, but is a failure. @returns {Tally} */
export function fromVitest(report, exitCode) {
  if (!report) return single(false)
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
  return atLeastAsBad(tally, exitCode)
}

/** Playwright's JSON reporter; there are no retries, so a flaky test would be a failure. @returns {Tally} */
export function fromPlaywright(report, exitCode) {
  if (!report) return single(false)
  const { expected, unexpected, flaky, skipped } = report.stats
  return atLeastAsBad({ passed: expected, failed: unexpected + flaky + report.errors.length, skipped }, exitCode)
}

/** @param {Tally} total */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
