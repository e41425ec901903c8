/** Runs that once failed, as `regressions.txt` keeps them. */
import { readFileSync } from 'node:fs';

import type { Step } from './steps.ts';
import { stepOf } from './steps.ts';

export interface Regression {
  readonly seed: number;
  readonly steps: readonly Step[];
  /** Its line in the file. */
  readonly line: string;
}

/** All of them, in the order of the file. */
export function regressions(): Regression[] {
  const text = readFileSync(new URL('regressions.txt', import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [seed = '', steps = ''] = line.split(': ');
    return { seed: Number(seed), steps: steps.split(', ').map(stepOf), line };
  });
}
