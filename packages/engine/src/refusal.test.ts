import { describe, expect, it } from 'vitest';

import type { Refusal, RefusalCode } from './refusal.ts';
import { REFUSALS, isRefusal, isRefusalCode, refuse, sentenceOf } from './refusal.ts';

const codes = Object.keys(REFUSALS) as RefusalCode[];

/** One refusal of every code, as a person meets it. */
const examples: { readonly [C in RefusalCode]: readonly [Refusal, string] } = {
  INVALID: [refuse('INVALID', { field: 'title', rule: 'must be given' }), 'title: must be given.'],
  NOT_FOUND: [refuse('NOT_FOUND', { what: 'item' }), 'There is no such item here.'],
  EXISTS: [refuse('EXISTS', { field: 'key' }), 'That key is taken already.'],
  FORBIDDEN: [refuse('FORBIDDEN', { needs: 'edit' }), 'This needs the right to edit.'],
  CONFLICT: [
    refuse('CONFLICT', { field: 'version', expected: 3, actual: null }),
    'version has changed: expected 3, found nothing.',
  ],
  TEXT_CONFLICT: [
    refuse('TEXT_CONFLICT', { rev: 4 }),
    'Somebody else changed this text first (now revision 4). Yours is kept as a draft.',
  ],
  CYCLE: [
    refuse('CYCLE', { path: ['WEB-1', 'WEB-7', 'WEB-1'] }),
    'That would close a circle: WEB-1 → WEB-7 → WEB-1.',
  ],
  HIERARCHY: [
    refuse('HIERARCHY', { child: 'epic', parent: 'task' }),
    'An item of type epic cannot be under one of type task.',
  ],
  TRANSITION: [
    refuse('TRANSITION', { from: 'done', to: 'running' }),
    'It cannot go from done to running.',
  ],
  HAS_CHILDREN: [refuse('HAS_CHILDREN', { count: 2 }), 'It still has 2 items under it.'],
  LIMIT: [refuse('LIMIT', { what: 'title', max: 200 }), 'Too much: title may be at most 200.'],
  WIP_LIMIT: [refuse('WIP_LIMIT', { state: 'Doing', max: 3 }), 'Doing is full: at most 3 items.'],
  BLOCKED: [refuse('BLOCKED', { by: ['WEB-1', 'WEB-2'] }), 'It is blocked by WEB-1, WEB-2.'],
  ARCHIVED: [
    refuse('ARCHIVED', { project: 'WEB' }),
    'Project WEB is archived and read-only. Bring it back first.',
  ],
  DELETED: [refuse('DELETED', { by: null, at: 1 }), 'It is in the trash. Restore it first.'],
  LEASED: [refuse('LEASED', { holder: 'bot', until: 1 }), 'It is taken by bot for now.'],
  DEPENDENCY: [
    refuse('DEPENDENCY', { commandId: 'c' }),
    'An earlier step of the same action was refused.',
  ],
  UNSUPPORTED: [
    refuse('UNSUPPORTED', { kind: 'a.b' }),
    'This server does not know “a.b”. It may be older than the app.',
  ],
  INTERNAL: [
    refuse('INTERNAL', { commandId: 'c' }),
    'Something went wrong inside. The log names c.',
  ],
  UNAUTHENTICATED: [refuse('UNAUTHENTICATED', {}), 'Please sign in again.'],
  RATE_LIMITED: [refuse('RATE_LIMITED', { retryMs: 1 }), 'Too fast. It is sent again by itself.'],
  UNAVAILABLE: [
    refuse('UNAVAILABLE', { retryMs: 1 }),
    'The server cannot write just now. It is sent again by itself.',
  ],
};

describe('refusals', () => {
  it('REFUSE-1 are a closed list: each with an HTTP status, an exit code and a sentence', () => {
    const table = codes.map((code) => `${code} ${REFUSALS[code].status} ${REFUSALS[code].exit}`);
    expect(table).toEqual([
      'INVALID 422 65',
      'NOT_FOUND 404 66',
      'EXISTS 409 73',
      'FORBIDDEN 403 77',
      'CONFLICT 409 75',
      'TEXT_CONFLICT 409 75',
      'CYCLE 409 65',
      'HIERARCHY 422 65',
      'TRANSITION 409 65',
      'HAS_CHILDREN 409 65',
      'LIMIT 422 65',
      'WIP_LIMIT 409 65',
      'BLOCKED 409 65',
      'ARCHIVED 409 65',
      'DELETED 410 66',
      'LEASED 423 75',
      'DEPENDENCY 424 65',
      'UNSUPPORTED 501 76',
      'INTERNAL 500 70',
      'UNAUTHENTICATED 401 77',
      'RATE_LIMITED 429 75',
      'UNAVAILABLE 503 75',
    ]);
    for (const code of codes) expect(REFUSALS[code].sentence).toMatch(/\.$/);
  });

  it('REFUSE-2 are final but for the three that say "not now"', () => {
    expect(codes.filter((code) => !REFUSALS[code].final)).toEqual([
      'UNAUTHENTICATED',
      'RATE_LIMITED',
      'UNAVAILABLE',
    ]);
  });

  it.each(codes)('REFUSE-3 read as a sentence with their details in it: %s', (code) => {
    const [refusal, sentence] = examples[code];
    expect(refusal.code).toBe(code);
    expect(sentenceOf(refusal)).toBe(sentence);
  });

  it('REFUSE-3 put details in as they are, whatever is in them', () => {
    expect(sentenceOf(refuse('EXISTS', { field: '$& {field}' }))).toBe(
      'That $& {field} is taken already.',
    );
    expect(sentenceOf(refuse('CONFLICT', { field: 'done', expected: false, actual: 0 }))).toBe(
      'done has changed: expected false, found 0.',
    );
  });

  it('REFUSE-5 name the item that is meant, where there are several', () => {
    const refusal: Refusal = { ...refuse('HAS_CHILDREN', { count: 2 }), item: 'WEB-7' };
    expect(sentenceOf(refusal)).toBe('WEB-7: It still has 2 items under it.');
  });

  it('REFUSE-4 are told from every other value', () => {
    expect(isRefusal(refuse('NOT_FOUND', { what: 'item' }))).toBe(true);
    for (const other of [null, undefined, [], {}, 'INVALID', { code: 'toString' }, { code: 404 }]) {
      expect(isRefusal(other)).toBe(false);
    }
    expect(isRefusalCode('__proto__')).toBe(false);
  });
});
