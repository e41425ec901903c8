import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fitsBytes } from './bytes.ts';
import { timesEscaped } from './escaping.ts';

/** The careless program: it escapes once. */
const escape = (text: string): string =>
  text
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');

const escaped = (text: string, times: number): string =>
  Array.from({ length: times }).reduce<string>((out) => escape(out), text);

describe('damage by escaping', () => {
  it('PLAN-1 is found in a text that was escaped, as often as it was, up to four times', () => {
    for (const text of ['a & b', '<b>"it\'s"</b>', 'if (a < b && c > d) { x = "y"; }']) {
      for (let times = 0; times <= 4; times += 1) {
        expect(timesEscaped(escaped(text, times))).toBe(times);
      }
      expect(timesEscaped(escaped(text, 5))).toBe(4);
    }
  });

  it('PLAN-1 is not found in what nobody escaped, nor in what escaping would not give back', () => {
    for (const text of ['', 'plain', 'a & b', 'a < b', '&nbsp;', 'R&amp;D & more', '&lt;b>']) {
      expect(timesEscaped(text)).toBe(0);
    }
  });

  it('PLAN-1 is found at least as often as it was done', () => {
    const letter = fc.constantFrom('<', '>', '&', '"', "'", 'a', ';', '&amp;', 'lt;');
    const text = fc.array(letter, { maxLength: 8 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(text, fc.nat(4), (plain, times) => {
        fc.pre(/[<>&"']/.test(plain));
        expect(timesEscaped(escaped(plain, times))).toBeGreaterThanOrEqual(times);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('sizes in UTF-8', () => {
  it('TEXT-6 are counted as an encoder counts them', () => {
    const encoder = new TextEncoder();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.nat(80), (text, most) => {
        expect(fitsBytes(text, most)).toBe(encoder.encode(text).length <= most);
      }),
      { seed: 6, numRuns: 1000 },
    );
  });
});
