import { describe, expect, it } from 'vitest';

import { commands } from './command.ts';
import { entities } from './entity/list.ts';
import type { Fields } from './field.ts';
import { check, ruleOf } from './field.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import { REFUSALS, isRefusal, isRefusalCode, refuse, sentenceOf } from './refusal.ts';
import { idFor } from './testing/chance.ts';
import { World } from './testing/world.ts';

/** A name as the program writes it: camelCase. */
const PROGRAM = /[a-z][A-Z]/;

const codes = Object.keys(REFUSALS) as RefusalCode[];

/** One refusal of every code, as a person meets it. */
const examples: { readonly [C in RefusalCode]: readonly [Refusal, string] } = {
  INVALID: [
    refuse('INVALID', { field: 'title', rule: 'must be given' }),
    'The title must be given.',
  ],
  NOT_FOUND: [refuse('NOT_FOUND', { what: 'item' }), 'There is no such item here.'],
  EXISTS: [refuse('EXISTS', { field: 'key' }), 'That key is taken already.'],
  FORBIDDEN: [refuse('FORBIDDEN', { needs: 'edit' }), 'This needs the right to edit.'],
  CONFLICT: [
    refuse('CONFLICT', { field: 'version', expected: 3, actual: null }),
    'The version has changed: expected 3, found nothing.',
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
  LIMIT: [
    refuse('LIMIT', { what: 'title', max: 200 }),
    'The title may have at most 200 characters.',
  ],
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
    refuse('UNSUPPORTED', { kind: 'workItem.split version 2' }),
    'This server does not know “work item split version 2”. It may be older than the app.',
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
    for (const code of codes) expect(sentenceOf(examples[code][0])).toMatch(/^[A-Z].*\.$/);
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
    expect(sentenceOf(refuse('EXISTS', { field: 'key $& {field}' }))).toBe(
      'The key $& {field} is taken already.',
    );
    expect(sentenceOf(refuse('CONFLICT', { field: 'done', expected: false, actual: 0 }))).toBe(
      'The count of what is done has changed: expected false, found 0.',
    );
  });

  it('REFUSE-3 leave out what says nothing to a person', () => {
    const [was, is] = [idFor<'user'>('ann'), idFor<'user'>('max')];
    const conflict = refuse('CONFLICT', { field: 'assignee', expected: was, actual: is });
    expect(sentenceOf(conflict)).toBe('The assignee has changed in the meantime.');
    const lost = { code: 'LIMIT', what: 'labels' } as unknown as Refusal;
    expect(sentenceOf(lost)).not.toMatch(/undefined|NaN/);
  });

  it.each([
    [refuse('INVALID', { field: 'wipLimit', rule: 'must be given' }), 'The limit must be given.'],
    [refuse('INVALID', { field: 'the file', rule: 'is cut off' }), 'The file is cut off.'],
    [refuse('INVALID', { field: 'line 3', rule: 'is none' }), 'Line 3: is none.'],
    [refuse('INVALID', { field: 'WEB', rule: 'is here twice' }), '“WEB” is here twice.'],
    [
      refuse('INVALID', { field: 'work_items[3].title', rule: 'is none' }),
      '“work_items[3].title” in the file is none.',
    ],
    [
      refuse('INVALID', { field: 'people.8357', rule: 'must be here' }),
      'The choice for “8357” must be here.',
    ],
    [
      refuse('INVALID', { field: 'workItem.dueDate', rule: 'must be given' }),
      'The due date of the work item must be given.',
    ],
    [refuse('EXISTS', { field: 'workItem.id' }), 'The id of the work item is taken already.'],
    [refuse('EXISTS', { field: 'key WEB' }), 'The key WEB is taken already.'],
    [refuse('EXISTS', { field: 'project WEB' }), 'Project WEB is here already.'],
    [refuse('EXISTS', { field: 'newId' }), 'That id of the copy is taken already.'],
    [refuse('EXISTS', { field: 'user' }), 'That person has a role here already.'],
    [refuse('LIMIT', { what: 'points', max: 100 }), 'The points may be at most 100.'],
    [
      refuse('LIMIT', { what: 'bytes in one text', max: 196_608 }),
      'There may be at most 196,608 bytes in one text.',
    ],
  ] as const)('REFUSE-6 say in words what they are about: %o', (refusal, sentence) => {
    expect(sentenceOf(refusal)).toBe(sentence);
  });

  it('REFUSE-6 name no field and no table as the program does', () => {
    const shapes = [
      ...Object.values(commands).map(({ args }) => args as Fields),
      ...Object.values(entities).map(({ fields }) => fields as Fields),
    ];
    for (const [name, field] of shapes.flatMap((shape) => Object.entries(shape))) {
      const rule = ruleOf(field, DEFAULT_LIMITS);
      for (const refusal of [
        refuse('INVALID', { field: name, rule }),
        refuse('EXISTS', { field: name }),
        refuse('CONFLICT', { field: name, expected: 1, actual: 2 }),
        refuse('LIMIT', { what: name, max: 2 }),
      ]) {
        expect(sentenceOf(refusal)).not.toMatch(PROGRAM);
      }
      if (field.limit === null) continue;
      const max = DEFAULT_LIMITS[field.limit];
      expect(sentenceOf(refuse('LIMIT', { what: name, max }))).toMatch(
        /^The [a-z]+ may (be at most 100|have at most [\d,]+ characters)\.$/,
      );
    }
    for (const { name, noun } of Object.values(entities)) {
      expect(sentenceOf(refuse('NOT_FOUND', { what: noun }))).not.toMatch(PROGRAM);
      expect(sentenceOf(refuse('EXISTS', { field: `${name}.id` }))).not.toMatch(PROGRAM);
    }
    for (const kind of Object.keys(commands)) {
      expect(sentenceOf(refuse('UNSUPPORTED', { kind }))).not.toMatch(PROGRAM);
    }
  });

  it('REFUSE-7 say the bound that holds', () => {
    const world = new World();
    const { id } = world.add('A');
    const title = (text: string, titleLength = 200): string => {
      const limits = { ...DEFAULT_LIMITS, titleLength };
      const answer = check(commands['workItem.edit'].args, { id, title: text }, limits);
      return isRefusal(answer) ? sentenceOf(answer) : 'taken';
    };
    const rule = (most: number): string =>
      `The title must be 1 to ${most} characters on one line, with no control characters.`;
    expect(title('')).toBe(rule(200));
    expect(title('', 900)).toBe(rule(500));
    expect(title('x'.repeat(501))).toBe(rule(200));
    expect(title('x'.repeat(201))).toBe('The title may have at most 200 characters.');
    expect(title('x'.repeat(200))).toBe('taken');
    const minutes = world.do('workItem.edit', { id, estimateMinutes: 6_000_001 });
    expect(isRefusal(minutes) && sentenceOf(minutes)).toBe(
      'The estimate must be a whole number of minutes from 0 to 6,000,000.',
    );
  });

  it('REFUSE-8 count one as one', () => {
    const said = [
      refuse('HAS_CHILDREN', { count: 1 }),
      refuse('WIP_LIMIT', { state: 'Doing', max: 1 }),
      refuse('LIMIT', { what: 'title', max: 1 }),
      refuse('LIMIT', { what: 'dependencies of one item', max: 1 }),
    ].map(sentenceOf);
    expect(said).toEqual([
      'It still has 1 item under it.',
      'Doing is full: at most 1 item.',
      'The title may have at most 1 character.',
      'There may be at most 1 dependency of one item.',
    ]);
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
