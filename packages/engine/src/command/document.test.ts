import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Circumstances } from '../testing/world.ts';
import type { Base } from './document.ts';
import { DEFAULT_LIMITS, MAX_DOCUMENT_BYTES, MOST_REVISIONS_BACK } from '../limits.ts';
import { applyPatch, patchOf, sumOf } from '../lib/text-patch.ts';
import type { TextPatch } from '../lib/text-patch.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { Chance } from '../testing/chance.ts';
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

  it('DOC-4 an edit on an older revision is merged with what came since; there is none on a coming one', () => {
    const world = greeting();
    edit(world, 'A', { rev: 1 }, [[0, 0, '* ']]);
    edit(world, 'A', { rev: 2 }, [[12, 0, ' Twice.']]);
    world.must('document.edit', {
      id: world.id('A'),
      base: { rev: 1 },
      patch: [[4, 5, 'goodbye']],
    });
    expect(world.text('A')).toMatchObject({ text: '* Say goodbye. Twice.', rev: 4 });
    expect(edit(world, 'A', { rev: 5 }, [[0, 0, 'x']])).toEqual(
      refuse('TEXT_CONFLICT', { rev: 4 }),
    );
    expect(edit(world, 'A', { rev: 0 }, [[0, 0, 'x']])).toMatchObject({ code: 'TEXT_CONFLICT' });
  });

  it('DOC-5 an edit may follow an own edit that has no verdict yet', () => {
    const world = greeting();
    const [first, second] = [world.id<'command'>('first'), world.id<'command'>('second')];
    edit(world, 'A', { rev: 1 }, [[10, 0, ' Then']], { commandId: first });
    edit(world, 'A', { after: first }, [[15, 0, ' wait']], { commandId: second });
    edit(world, 'A', { after: second }, [[20, 0, '.']]);
    expect(world.text('A')).toMatchObject({ text: 'Say hello. Then wait.', rev: 4 });
  });

  it('DOC-6 … and keeps what others have written in between', () => {
    const world = greeting();
    const first = world.id<'command'>('first');
    edit(world, 'A', { rev: 1 }, [[0, 0, 'Ann: ']], { commandId: first });
    edit(world, 'A', { rev: 2 }, [[14, 0, ' (Ben)']]);
    edit(world, 'A', { after: first }, [[5, 3, 'Do say']]);
    expect(world.text('A')).toMatchObject({ text: 'Ann: Do say hello (Ben).', rev: 4 });
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
      refuse('LIMIT', { what: 'bytes in one text', max: MAX_DOCUMENT_BYTES }),
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

  it('DOC-15 the same words changed on both sides, or two texts at one place, are a conflict', () => {
    const world = greeting();
    edit(world, 'A', { rev: 1 }, [[4, 5, 'goodbye']]);
    edit(world, 'A', { rev: 2 }, [[12, 0, ' Ben.']]);
    const conflict = refuse('TEXT_CONFLICT', { rev: 3 });
    expect(edit(world, 'A', { rev: 1 }, [[4, 5, 'hi']])).toEqual(conflict);
    expect(edit(world, 'A', { rev: 1 }, [[0, 10, '']])).toEqual(conflict);
    expect(edit(world, 'A', { rev: 2 }, [[12, 0, ' Ann.']])).toEqual(conflict);
  });

  it('DOC-16 a merged revision keeps what its author wrote, and what follows it stands on that', () => {
    const world = greeting();
    const [first, second] = [world.id<'command'>('first'), world.id<'command'>('second')];
    edit(world, 'A', { rev: 1 }, [[0, 0, 'Ben. ']]);
    edit(world, 'A', { rev: 1 }, [[10, 0, ' One.']], { commandId: first });
    const merged = world.tables.get('revision', revisionIdOf(first));
    expect(world.text('A')?.text).toBe('Ben. Say hello. One.');
    expect(applyPatch('Ben. Say hello. One.', merged?.authored ?? [])).toBe('Say hello. One.');
    expect(applyPatch('Ben. Say hello. One.', merged?.back ?? [])).toBe('Ben. Say hello.');
    edit(world, 'A', { after: first }, [[15, 0, ' Two.']], { commandId: second });
    edit(world, 'A', { after: second }, [[20, 0, ' Three.']]);
    expect(world.text('A')).toMatchObject({ text: 'Ben. Say hello. One. Two. Three.', rev: 5 });
    edit(world, 'A', { rev: 5 }, [[0, 0, '!']]);
    expect(world.tables.first('revision', 'byRev', `${world.id('A')} 6`)).toMatchObject({
      back: [[0, 1, '']],
      authored: null,
    });
  });

  it('DOC-17 texts edited offline over others keep every word of everybody', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), (seed, own) => {
        const chance = new Chance(seed);
        const world = new World();
        const lines = Array.from({ length: 9 }, (_, i) => `line ${i}`);
        world.add('A', { description: lines.join('\n') });
        const words: string[] = [];
        let theirs = lines.join('\n');
        for (let i = 0; i < 3; i += 1) {
          const next = written(theirs, 2 * chance.below(4), `ben${i}`, words);
          world.must('document.edit', {
            id: world.id('A'),
            base: { rev: i + 1 },
            patch: patchOf(theirs, next),
          });
          theirs = next;
        }
        let mine = lines.join('\n');
        let base: Base = { rev: 1 };
        for (let i = 0; i < own; i += 1) {
          const next = written(mine, 1 + 2 * chance.below(4), `ann${i}`, words);
          const commandId = chance.id<'command'>();
          world.must(
            'document.edit',
            { id: world.id('A'), base, patch: patchOf(mine, next) },
            { commandId },
          );
          [mine, base] = [next, { after: commandId }];
        }
        const text = world.text('A')?.text ?? '';
        for (const word of words) expect(text).toContain(word);
      }),
      { seed: 17, numRuns: 300 },
    );
  });

  it('DOC-18 past a revision that is not there nothing is merged; a device leaves it to the server', () => {
    const world = greeting();
    const onDevice = { authoritative: false } as const;
    edit(world, 'A', { rev: 1 }, [[0, 0, '* ']]);
    const stale = [[10, 0, ' Twice.']] as const;
    expect(isRefusal(edit(greetingTwice(), 'A', { rev: 1 }, stale, onDevice))).toBe(false);
    world.write((tables) => {
      const all = Array.from(tables.all('revision'));
      for (const one of all) tables.set('revision', one.id, undefined);
    });
    const earlier = world.id<'command'>('earlier');
    expect(edit(world, 'A', { rev: 1 }, stale)).toEqual(refuse('TEXT_CONFLICT', { rev: 2 }));
    expect(edit(world, 'A', { rev: 1 }, stale, onDevice)).toMatchObject({ code: 'UNAVAILABLE' });
    for (const base of [{ rev: 3 }, { after: earlier }]) {
      expect(edit(world, 'A', base, stale, onDevice)).toMatchObject({ code: 'UNAVAILABLE' });
    }
    world.write((tables) => tables.set('document', world.id('A'), undefined));
    expect(edit(world, 'A', { rev: 0 }, stale, onDevice)).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('DOC-19 at most 500 revisions lie between an edit and what it is merged with', () => {
    const world = greeting();
    for (let rev = 1; rev <= MOST_REVISIONS_BACK + 1; rev += 1) {
      edit(world, 'A', { rev }, [[0, 0, 'x']]);
    }
    expect(edit(world, 'A', { rev: 1 }, [[10, 0, '!']])).toMatchObject({ code: 'TEXT_CONFLICT' });
    edit(world, 'A', { rev: 2 }, [[11, 0, '!']]);
    expect(world.text('A')?.text).toMatch(/^x+Say hello\.!$/);
  });

  it('DOC-20 an item counts the revisions of its description', () => {
    const world = greeting();
    const stats = () => world.tables.get('itemStats', world.id('A'))?.descriptionRev;
    expect(stats()).toBe(1);
    edit(world, 'A', { rev: 1 }, [[0, 0, '* ']]);
    expect(stats()).toBe(2);
    edit(world, 'A', { rev: 2 }, [[0, 2, '']]);
    expect(stats()).toBe(3);
    expect(world.item('A').version).toBe(1);
  });

  it('DOC-21 what both sides changed alike is a revision without a patch, for what follows it', () => {
    const world = greeting();
    const again = world.id<'command'>('again');
    edit(world, 'A', { rev: 1 }, [[0, 0, '* ']]);
    edit(world, 'A', { rev: 1 }, [[0, 0, '* ']], { commandId: again });
    expect(world.tables.get('revision', revisionIdOf(again))).toMatchObject({ rev: 3, patch: [] });
    edit(world, 'A', { after: again }, [[12, 0, '!']]);
    expect(world.text('A')?.text).toBe('* Say hello.!');
  });

  it('DOC-22 what a revision keeps fits an entry: without the way back where that is too long', () => {
    const world = new World();
    world.add('A', { description: 'a '.repeat(60_000) });
    edit(world, 'A', { rev: 1 }, [[0, 120_000, 'b '.repeat(60_000)]]);
    const [first, second] = [1, 2].map((rev) =>
      world.tables.first('revision', 'byRev', `${world.id('A')} ${rev}`),
    );
    expect(first?.back).toEqual([[0, 120_000, '']]);
    expect(second).toMatchObject({ rev: 2, back: null });
    expect(edit(world, 'A', { rev: 1 }, [[0, 0, 'x']])).toMatchObject({ code: 'TEXT_CONFLICT' });
  });

  it('DOC-24 an edit that was typed on another text than its base is now is a conflict', () => {
    const world = greeting();
    const first = world.id<'command'>('first');
    const on = (text: string): { sum: number } => ({ sum: sumOf(text) });
    const patch = [[10, 0, '!']] as const;
    const other = edit(world, 'A', { rev: 1, ...on('Say hallo.') }, patch, { commandId: first });
    expect(other).toEqual(refuse('TEXT_CONFLICT', { rev: 1 }));
    edit(world, 'A', { rev: 1, ...on('Say hello.') }, patch, { commandId: first });
    const after = { after: first, ...on('Say hello.') };
    expect(edit(world, 'A', after, patch)).toMatchObject({ code: 'TEXT_CONFLICT' });
    edit(world, 'A', { ...after, ...on('Say hello.!') }, patch);
    expect(world.text('A')?.text).toBe('Say hello.!!');
    const wrong = { rev: 1, sum: -1 };
    expect(edit(world, 'A', wrong, patch)).toMatchObject({ code: 'INVALID', field: 'base' });
  });

  it('DOC-23 may be those of a comment', () => {
    const world = greeting();
    const id = world.id<'comment'>('comment');
    world.write((tables) => {
      const base = tables.get('workItem', world.id('A'));
      const row = { ...base, id, item: world.id('A'), parent: null, author: world.actor };
      tables.set('comment', id, row as never);
    });
    world.must('document.edit', {
      id: world.id('comment'),
      base: { rev: 0 },
      patch: [[0, 0, 'Well.']],
    });
    expect(world.text('comment')?.text).toBe('Well.');
    expect(world.tables.get('itemStats', world.id('A'))?.descriptionRev ?? 1).toBe(1);
    world.must('workItem.delete', { id: world.id('A') });
    expect(edit(world, 'comment', { rev: 1 }, [])).toMatchObject({ code: 'DELETED' });
  });
});

/** A greeting with one edit by somebody after it. */
function greetingTwice(): World {
  const world = greeting();
  edit(world, 'A', { rev: 1 }, [[0, 0, '* ']]);
  return world;
}

/** The text with a fresh word at the end of one of its lines. */
function written(text: string, line: number, word: string, words: string[]): string {
  words.push(word);
  return text
    .split('\n')
    .map((one, i) => (i === line ? `${one} ${word}` : one))
    .join('\n');
}
