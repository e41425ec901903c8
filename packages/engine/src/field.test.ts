import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';

import type { Field, Fields } from './field.ts';
import {
  as,
  check,
  codePoints,
  day,
  halves,
  id,
  instant,
  json,
  nullable,
  oneOf,
  optional,
  pattern,
  quiet,
  sequence,
  text,
  title,
  whole,
  yes,
} from './field.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { isRefusal, refuse } from './refusal.ts';
import { idFor } from './testing/chance.ts';

/** What a value becomes when it is checked; the refusal's code when it is refused. */
function taken(field: Field, value: unknown): unknown {
  const answer = check({ value: field }, { value }, DEFAULT_LIMITS);
  return isRefusal(answer) ? answer.code : answer.value;
}

function refused(field: Field, values: readonly unknown[]): void {
  for (const value of values) {
    expect(check({ value: field }, { value }, DEFAULT_LIMITS)).toEqual(
      refuse('INVALID', { field: 'value', rule: field.says }),
    );
  }
}

describe('titles and names', () => {
  const name = title(1, 5);

  it('FIELD-1 become NFC and lose the space around them', () => {
    expect(taken(name, ' e\u0301te\u0301 ')).toBe('été');
    expect(taken(name, '\t\n a \u2028')).toBe('a');
    expect(taken(name, '\ufeffa')).toBe('a');
  });

  it('FIELD-1 are taken the same when they are checked again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 8 }), (value) => {
        const once = check({ value: title(1, 100) }, { value }, DEFAULT_LIMITS);
        if (isRefusal(once)) return;
        expect(check({ value: title(1, 100) }, once, DEFAULT_LIMITS)).toEqual(once);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('FIELD-2 are counted in code points, from 1 to the most', () => {
    expect(taken(name, '🥐🥐🥐🥐🥐')).toBe('🥐🥐🥐🥐🥐');
    expect(taken(name, 'a')).toBe('a');
    refused(name, ['🥐🥐🥐🥐🥐🥐', 'abcdef', '', '   ', '\n']);
    expect(codePoints('a🥐é')).toBe(3);
  });

  it('FIELD-3 have no control characters and no line breaks inside', () => {
    refused(name, ['a\nb', 'a\tb', 'a\u0000b', 'a\u007fb', 'a\u0085b', 'a\u2028b', 'a\u2029b']);
    expect(taken(name, 'a b')).toBe('a b');
  });

  it('FIELD-4 and long texts are well-formed: half a character is refused', () => {
    refused(name, ['a\ud83e', '\udd50a', '\udd50\ud83e']);
    expect(taken(name, 'a🥐')).toBe('a🥐');
    refused(text(1), ['a\ud83e', '\udd50', 'a\udd50\ud83eb']);
  });
});

describe('other texts', () => {
  it('FIELD-5 long text is kept as it is, code unit by code unit', () => {
    const kept = ' e\u0301\r\n\u0000\u2028 <b> \ufeff🥐 ';
    expect(taken(text(1), kept)).toBe(kept);
    expect(taken(text(1), '')).toBe('');
  });

  it('FIELD-6 a pattern is met by the whole text', () => {
    const handle = pattern(1, /^[a-z]{2,4}$/, 'must be 2 to 4 letters');
    expect(taken(handle, 'ann')).toBe('ann');
    refused(handle, ['a', 'annie', 'Ann', 'ann\n', ' ann', 'an n', '']);
  });

  it('FIELD-7 an id is a UUID in lower case', () => {
    expect(taken(id(1), idFor('A'))).toBe(idFor('A'));
    refused(id(1), [idFor('A').toUpperCase(), '', 'A', `${idFor('A')} `, 12]);
  });

  it('FIELD-8 a word is one of its list, and nothing that every object has', () => {
    const word = oneOf(1, ['low', 'high']);
    expect(taken(word, 'low')).toBe('low');
    refused(word, ['', 'Low', 'medium', '__proto__', 'constructor', 'toString', 0, ['low']]);
  });

  it('FIELD-9 a day is written YYYY-MM-DD and exists', () => {
    for (const good of ['2026-03-02', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) {
      expect(taken(day(1), good)).toBe(good);
    }
    refused(day(1), [
      '2026-02-29',
      '1900-02-29',
      '2026-02-30',
      '2026-04-31',
      '2026-00-10',
      '2026-13-01',
      '2026-01-00',
      '2026-01-32',
      '0000-01-01',
      '2026-3-2',
      '02.03.2026',
      '2026-03-02T00:00:00Z',
      ' 2026-03-02',
      '٢٠٢٦-٠٣-٠٢',
      '+2026-03-02',
      1_772_442_000_000,
    ]);
  });
});

describe('numbers', () => {
  it('FIELD-10 are whole, and within their bounds', () => {
    const few = whole(1, 1, 7);
    expect([1, 7].map((value) => taken(few, value))).toEqual([1, 7]);
    refused(few, [0, 8, 1.5, '3', true]);
    expect(taken(whole(1), 4_294_967_295)).toBe(4_294_967_295);
    refused(whole(1), [4_294_967_296, -1]);
  });

  it('FIELD-11 are never NaN or infinite, and −0 is 0', () => {
    for (const field of [whole(1), instant(1), sequence(1), halves(1, 'storyPoints')]) {
      refused(field, [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1]);
      expect(Object.is(taken(field, -0), 0)).toBe(true);
      expect(Object.is(taken(nullable(field), -0), 0)).toBe(true);
    }
  });

  it('FIELD-12 that are instants are whole milliseconds from 1970 to the end of 9999', () => {
    const last = 253_402_300_799_999;
    expect([0, last].map((value) => taken(instant(1), value))).toEqual([0, last]);
    refused(instant(1), [-1, last + 1, 0.5, '2026-03-02', 1e300]);
    expect(taken(sequence(1), Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
    refused(sequence(1), [Number.MAX_SAFE_INTEGER + 1]);
  });

  it('FIELD-13 that are sizes come in halves', () => {
    const points = halves(1, 'storyPoints');
    expect([0, 0.5, 8, 99.5, 100].map((value) => taken(points, value))).toEqual([
      0, 0.5, 8, 99.5, 100,
    ]);
    refused(points, [0.25, 0.4999, -0.5, 5e-324, 1e300, '0.5']);
  });

  it('FIELD-14 truth is true or false and nothing like it', () => {
    expect(taken(yes(1), false)).toBe(false);
    refused(yes(1), ['true', 0, 1, '', null]);
  });
});

describe('shapes', () => {
  const fields = {
    name: title(1, 500, 'titleLength'),
    parent: nullable(id(2)),
    colour: optional(oneOf(3, ['red', 'blue'])),
    due: optional(nullable(day(4))),
  } as const satisfies Fields;

  const given = (values: Record<string, unknown>): unknown => check(fields, values, DEFAULT_LIMITS);

  it('FIELD-15 a value that must be given is named when it is missing', () => {
    expect(given({})).toEqual(refuse('INVALID', { field: 'name', rule: 'must be given' }));
    expect(given({ name: undefined })).toEqual(
      refuse('INVALID', { field: 'name', rule: 'must be given' }),
    );
  });

  it('FIELD-16 what is nullable is null when missing; what is optional stays out', () => {
    expect(given({ name: 'a' })).toEqual({ name: 'a', parent: null });
    expect(given({ name: 'a', due: null })).toEqual({ name: 'a', parent: null, due: null });
    expect(given({ name: 'a', colour: null })).toEqual(
      refuse('INVALID', { field: 'colour', rule: 'must be one of red, blue' }),
    );
  });

  it('FIELD-17 names that the shape does not know are left out, and none reaches a prototype', () => {
    const values = JSON.parse('{"name":"a","__proto__":{"parent":"x"},"zzz":1}') as never;
    const answer = given(values);
    expect(answer).toEqual({ name: 'a', parent: null });
    expect(Object.getPrototypeOf(answer)).toBe(Object.prototype);
    const inherited = Object.create({ name: 'from above' }) as Record<string, unknown>;
    expect(given(inherited)).toEqual(refuse('INVALID', { field: 'name', rule: 'must be given' }));
  });

  it('FIELD-18 the configuration may ask for less: LIMIT with what and how much', () => {
    const limits = { ...DEFAULT_LIMITS, titleLength: 3, storyPoints: 8, descriptionLength: 2 };
    const points = { points: nullable(halves(1, 'storyPoints')) };
    const long = { text: text(1, 'descriptionLength') };
    expect(check(fields, { name: '🥐🥐🥐' }, limits)).toEqual({ name: '🥐🥐🥐', parent: null });
    expect(check(fields, { name: 'abcd' }, limits)).toEqual(
      refuse('LIMIT', { what: 'name', max: 3 }),
    );
    expect(check(points, { points: 8.5 }, limits)).toEqual(
      refuse('LIMIT', { what: 'points', max: 8 }),
    );
    expect(check(points, { points: null }, limits)).toEqual({ points: null });
    expect(check(long, { text: 'abc' }, limits)).toEqual(refuse('LIMIT', { what: 'text', max: 2 }));
  });

  it('FIELD-19 JSON is of its own shape, without keys that reach a prototype', () => {
    const counts = json(1, z.record(z.string(), z.number()), 'must be counts');
    expect(taken(counts, { a: 1 })).toEqual({ a: 1 });
    expect(taken(counts, JSON.parse('{"a":1,"__proto__":2}'))).toEqual({ a: 1 });
    refused(counts, [{ a: '1' }, { a: Number.NaN }, [1], null, 'x']);
  });

  it('FIELD-20 a field made from another keeps its rule and says what is different', () => {
    const name = title(10, 40, 'titleLength');
    expect(as(3, name)).toEqual({ ...name, no: 3 });
    expect(quiet(name)).toEqual({ ...name, quiet: true });
    expect(optional(name)).toEqual({ ...name, optional: true });
    expect(nullable(name)).toMatchObject({ no: 10, wire: 'string', nullable: true });
    expect(taken(nullable(name), null)).toBeNull();
    refused(nullable(name), ['']);
  });
});
