// The closing line decides whether a run counts, so its counting is tested on what the runners really write.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playwrightTally, vitestTally } from './tally.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planwright-tally-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const report = (content: unknown): string => {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

describe('vitestTally', () => {
  it('counts a file that did not load as a failure', () => {
    const path = report({
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    });
    expect(vitestTally(path)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('counts nothing when there is no report', () => {
    const nothing = { passed: 0, failed: 0, skipped: 0 };
    expect(vitestTally(join(folder, 'none.json'))).toEqual(nothing);
    expect(playwrightTally(join(folder, 'none.json'))).toEqual(nothing);
  });
});

describe('playwrightTally', () => {
  it('counts a test that passed only on a second try as failed', () => {
    const path = report({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } });
    expect(playwrightTally(path)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });
});
