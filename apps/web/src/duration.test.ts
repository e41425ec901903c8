import { expect, it } from 'vitest';

import { formatDuration, parseDuration } from './duration.ts';

it.each([
  ['2h 30m', 150],
  ['2h30m', 150],
  ['45m', 45],
  ['45 min', 45],
  ['1.5h', 90],
  ['1,5 h', 90],
  ['3 hours', 180],
  ['1 hour 10 minutes', 70],
  ['90', 90],
  ['0', 0],
  [' 2H ', 120],
] as const)('WEB-8 the duration "%s" is read', (text, minutes) => {
  expect(parseDuration(text)).toBe(minutes);
});

it.each(['', 'soon', '2d', 'h', '-5m', '1.2.3h', '2h x'])(
  'WEB-8 "%s" is no duration, and is not guessed at',
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);

it('WEB-8 a duration is written so that it can be read again', () => {
  for (const minutes of [0, 1, 59, 60, 61, 150, 6000]) {
    expect(parseDuration(formatDuration(minutes))).toBe(minutes);
  }
});
