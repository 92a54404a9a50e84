export interface Tally {
  passed: number
  failed: number
  skipped: number
}
export function single(ok: boolean): Tally
export function sum(tallies: readonly Tally[]): Tally
/** @param report vitest's JSON report, undefined when there is none */
export function fromVitest(report: object | undefined, exitCode: number): Tally
/** @param report Playwright's JSON report, undefined when there is none */
export function fromPlaywright(report: object | undefined, exitCode: number): Tally
export function lastLine(total: Tally): string
