// Counts tests from the files that test runners write for machines, and prints the closing line.
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @param {string} path */
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/**
 * Counts what Vitest reports; a test file that could not even be loaded counts as one failure.
 * @param {string} path the file its json reporter wrote; when it is missing, nothing ran
 * @returns {Tally}
 */
export function vitestTally(path) {
  const report = read(path);
  if (report === undefined) return { passed: 0, failed: 0, skipped: 0 };
  /** @param {{ status: string, assertionResults: { status: string }[] }} file */
  const notLoaded = (file) =>
    file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed');
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.testResults.filter(notLoaded).length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Counts what Playwright reports; a test that passed only on a second try has failed.
 * @param {string} path the file its json reporter wrote; when it is missing, nothing ran
 * @returns {Tally}
 */
export function playwrightTally(path) {
  const report = read(path);
  if (report === undefined) return { passed: 0, failed: 0, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/**
 * Prints the closing line, which must be a run's last, and sets the exit code.
 * A run without a single test has failed: it shows nothing.
 * @param {Tally} tally
 * @param {boolean} allOk whether everything else that belongs to the run went well
 */
export function close({ passed, failed, skipped }, allOk) {
  if (passed + failed === 0) console.error('No test ran, and that is a failure.');
  process.exitCode = allOk && failed === 0 && passed > 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
}
