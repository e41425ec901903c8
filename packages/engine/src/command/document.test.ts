import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Circumstances } from '../testing/world.ts';
import type { Base } from './document.ts';
import { DEFAULT_LIMITS, MAX_DOCUMENT_BYTES } from '../limits.ts';
import { patchOf } from '../lib/text-patch.ts';
import type { TextPatch } from '../lib/text-patch.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { World } from '../testing/world.ts';
import { revisionIdOf } from './document.ts';

const edit = (
  world: World,
  name: string,
  base: Base,
  patch: TextPatch,
  circumstances: Circumstances = {},
) => world.do('document.edit', { id: world.id(name), base, patch }, circumstances);

function greeting(): World {
  const world = new World();
  world.add('A', { description: 'Say hello.' });
  return world;
}

describe('long texts', () => {
  it('DOC-1 begin with what their item was made with: one revision by who made it', () => {
    const world = greeting();
    expect(world.text('A')).toMatchObject({ text: 'Say hello.', rev: 1, project: world.id('WEB') });
    const revisions = [...world.tables.list('revision', 'byDocument', world.id('A'))];
    expect(revisions).toMatchObject([
      { rev: 1, author: world.id('ann'), patch: [[0, 0, 'Say hello.']], project: world.id('WEB') },
    ]);
    expect(revisions[0]?.id).toBe(revisionIdOf(world.entries.at(-1)!.commandId));
  });

  it('DOC-2 begin with their first edit, on revision 0: of items and of projects', () => {
    const world = new World();
    world.add('A');
    for (const name of ['A', 'WEB']) {
      expect(edit(world, name, { rev: 1 }, [[0, 0, 'x']])).toEqual(
        refuse('TEXT_CONFLICT', { rev: 0 }),
      );
      edit(world, name, { rev: 0 }, [[0, 0, 'First.']]);
      expect(world.text(name)).toMatchObject({ text: 'First.', rev: 1, version: 1 });
    }
  });

  it('DOC-3 an edit on the current revision makes the next: text, revision, version, author', () => {
    const world = greeting();
    world.person('ben');
    world.as('ben');
    edit(world, 'A', { rev: 1 }, [[4, 5, 'goodbye']]);
    expect(world.text('A')).toMatchObject({
      text: 'Say goodbye.',
      rev: 2,
      version: 2,
      updatedBy: world.id('ben'),
    });
    const revision = world.tables.get('revision', revisionIdOf(world.entries.at(-1)!.commandId));
    expect(revision).toMatchObject({ rev: 2, author: world.id('ben'), patch: [[4, 5, 'goodbye']] });
    expect(world.item('A').version).toBe(1);
  });

  it('DOC-4 an edit on an older or a coming revision is refused with the current one', () => {
    const world = greeting();
    edit(world, 'A', { rev: 1 }, [[0, 0, '* ']]);
    for (const rev of [0, 1, 3]) {
      expect(edit(world, 'A', { rev }, [[0, 0, 'x']])).toEqual(refuse('TEXT_CONFLICT', { rev: 2 }));
    }
  });

  it('DOC-5 an edit may follow an own edit that has no verdict yet', () => {
    const world = greeting();
    const [first, second] = [world.id<'command'>('first'), world.id<'command'>('second')];
    edit(world, 'A', { rev: 1 }, [[10, 0, ' Then']], { commandId: first });
    edit(world, 'A', { after: first }, [[15, 0, ' wait']], { commandId: second });
    edit(world, 'A', { after: second }, [[20, 0, '.']]);
    expect(world.text('A')).toMatchObject({ text: 'Say hello. Then wait.', rev: 4 });
  });

  it('DOC-6 … and conflicts where somebody else’s came in between', () => {
    const world = greeting();
    const first = world.id<'command'>('first');
    edit(world, 'A', { rev: 1 }, [[0, 0, 'a']], { commandId: first });
    edit(world, 'A', { rev: 2 }, [[0, 0, 'b']]);
    expect(edit(world, 'A', { after: first }, [[0, 0, 'c']])).toEqual(
      refuse('TEXT_CONFLICT', { rev: 3 }),
    );
  });

  it('DOC-7 an edit after one that was refused, or was of another text, is refused with it', () => {
    const world = greeting();
    world.add('B', { description: 'Other.' });
    const [refused, other] = [world.id<'command'>('refused'), world.id<'command'>('other')];
    edit(world, 'A', { rev: 7 }, [[0, 0, 'x']], { commandId: refused });
    edit(world, 'B', { rev: 1 }, [[0, 0, 'x']], { commandId: other });
    edit(world, 'A', { rev: 1 }, [[0, 0, 'y']]);
    for (const after of [refused, other]) {
      expect(edit(world, 'A', { after }, [[0, 0, 'z']])).toEqual(
        refuse('DEPENDENCY', { commandId: after }),
      );
    }
  });

  it('DOC-8 a patch must fit its text, and cut no character in two', () => {
    const world = new World();
    world.add('A', { description: 'a🥐b' });
    for (const patch of [
      [[5, 0, 'x']],
      [[0, 5, '']],
      [[2, 0, 'x']],
      [[1, 1, '']],
      [[0, 0, '\ud83e']],
    ] as const) {
      expect(edit(world, 'A', { rev: 1 }, patch)).toEqual(
        refuse('INVALID', { field: 'patch', rule: 'must fit the text it is based on' }),
      );
    }
    expect(isRefusal(edit(world, 'A', { rev: 1 }, [[1, 2, '🥖']]))).toBe(false);
  });

  it('DOC-9 an edit that leaves the text as it is makes no revision', () => {
    const world = greeting();
    for (const patch of [[], [[0, 0, '']], [[0, 3, 'Say']]] as TextPatch[]) {
      expect(edit(world, 'A', { rev: 1 }, patch)).toEqual([]);
    }
    world.add('B');
    expect(edit(world, 'B', { rev: 0 }, [])).toEqual([]);
  });

  it('DOC-10 may be emptied, and filled again', () => {
    const world = greeting();
    edit(world, 'A', { rev: 1 }, [[0, 10, '']]);
    expect(world.text('A')).toMatchObject({ text: '', rev: 2 });
    edit(world, 'A', { rev: 2 }, [[0, 0, 'again']]);
    expect(world.text('A')).toMatchObject({ text: 'again', rev: 3 });
  });

  it('DOC-11 hold 150,000 characters (or as configured) and 192 KiB', () => {
    const world = greeting();
    const limits = { ...DEFAULT_LIMITS, descriptionLength: 12 };
    expect(edit(world, 'A', { rev: 1 }, [[0, 0, '🥐🥐🥐']], { limits })).toEqual(
      refuse('LIMIT', { what: 'description', max: 12 }),
    );
    expect(isRefusal(edit(world, 'A', { rev: 1 }, [[0, 0, '🥐🥐']], { limits }))).toBe(false);
    expect(edit(world, 'A', { rev: 2 }, [[0, 0, 'x'.repeat(150_000)]])).toEqual(
      refuse('LIMIT', { what: 'description', max: 150_000 }),
    );
    expect(edit(world, 'A', { rev: 2 }, [[0, 0, '面'.repeat(70_000)]])).toEqual(
      refuse('LIMIT', { what: 'bytes of one text', max: MAX_DOCUMENT_BYTES }),
    );
  });

  it('DOC-12 have a base that is {rev} or {after} and nothing else', () => {
    const world = greeting();
    for (const base of [
      {},
      { rev: -1 },
      { rev: 0.5 },
      { rev: 1, after: world.id('x') },
      { after: 'x' },
      { after: null },
      JSON.parse('{"rev":1,"__proto__":1}'),
    ]) {
      expect(edit(world, 'A', base as Base, [])).toMatchObject({ code: 'INVALID', field: 'base' });
    }
  });

  it('DOC-13 of what is not there cannot be edited', () => {
    expect(edit(new World(), 'gone', { rev: 0 }, [[0, 0, 'x']])).toEqual(
      refuse('NOT_FOUND', { what: 'text' }),
    );
  });

  it('DOC-14 are what their revisions make of an empty text, one after the other', () => {
    const letter = fc.constantFrom('a', 'b', '🥐', '\n');
    const text = fc.array(letter, { maxLength: 12 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (texts) => {
        const world = new World();
        world.add('A');
        for (const after of texts) {
          const before = world.text('A');
          const patch = patchOf(before?.text ?? '', after);
          expect(isRefusal(edit(world, 'A', { rev: before?.rev ?? 0 }, patch))).toBe(false);
          expect(world.text('A')?.text ?? '').toBe(after);
        }
        const other = new World();
        other.add('A');
        const revisions = [...world.tables.list('revision', 'byDocument', world.id('A'))];
        for (const { rev, patch } of revisions.toSorted((a, b) => a.rev - b.rev)) {
          edit(other, 'A', { rev: rev - 1 }, patch);
        }
        expect(other.text('A')?.text).toBe(world.text('A')?.text);
        expect(other.text('A')?.rev).toBe(world.text('A')?.rev);
      }),
      { seed: 14, numRuns: 100 },
    );
  });
});
