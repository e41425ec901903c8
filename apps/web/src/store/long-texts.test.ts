import type { DocumentId } from '@planwright/engine';
import type { Answer, Wanted } from '@planwright/sync';
import { expect, it } from 'vitest';

import { LongTexts } from './long-texts.ts';

/** Texts on a server that sends at most `fits` of them in one answer. */
function shelf(on: readonly string[], fits = 100) {
  const here = new Set<string>();
  const asked: (readonly string[])[] = [];
  const waiting: (() => void)[] = [];
  const texts = new LongTexts({
    fetch: ({ ids = [] }: Wanted, done) => {
      asked.push(ids);
      waiting.push(() => {
        const found = ids.filter((id) => on.includes(id));
        const sent = found.slice(0, fits);
        for (const id of sent) here.add(id);
        const rows = sent.map((id) => ({ table: 'document', row: { id } })) as never;
        done({ rows, more: sent.length < found.length, answer: null } satisfies Answer);
      });
    },
    isHere: (id) => here.has(id),
    isNew: () => false,
    changed: () => undefined,
  });
  const standings = (...ids: string[]) => ids.map((id) => texts.standing(id as DocumentId));
  return { texts, asked, here, standings, answer: () => waiting.shift()?.() };
}

it('WEB-144 texts that are asked for at once are one question, and each is asked for once', async () => {
  const { asked, standings, answer } = shelf(['a', 'b']);
  expect(standings('a', 'b', 'c', 'a')).toEqual(['loading', 'loading', 'loading', 'loading']);
  await Promise.resolve();
  expect(asked).toEqual([['a', 'b', 'c']]);
  answer();
  expect(standings('a', 'b', 'c')).toEqual(['here', 'here', 'none']);
  expect(asked).toHaveLength(1);
});

it('WEB-144 what did not fit the answer is asked for again, and is not taken for missing', async () => {
  const { asked, standings, answer } = shelf(['a', 'b', 'c'], 1);
  standings('a', 'b', 'x', 'c');
  await Promise.resolve();
  answer();
  expect(standings('a', 'b', 'x', 'c')).toEqual(['here', 'loading', 'loading', 'loading']);
  answer();
  answer();
  expect(standings('a', 'b', 'x', 'c')).toEqual(['here', 'here', 'none', 'here']);
  expect(asked).toEqual([
    ['a', 'b', 'x', 'c'],
    ['b', 'x', 'c'],
    ['x', 'c'],
  ]);
});

it('WEB-144 more than a question may name go out as several', async () => {
  const { asked, standings } = shelf([]);
  standings(...Array.from({ length: 1200 }, (_, i) => String(i)));
  await Promise.resolve();
  expect(asked.map((ids) => ids.length)).toEqual([500, 500, 200]);
});

it('WEB-145 a text that has left the device is asked for again, also one that was not there', async () => {
  const { texts, here, asked, standings, answer } = shelf(['a']);
  standings('a', 'b');
  await Promise.resolve();
  answer();
  here.clear();
  for (const id of ['a', 'b'] as unknown as DocumentId[]) texts.forget(id);
  expect(standings('a', 'b')).toEqual(['loading', 'loading']);
  await Promise.resolve();
  expect(asked.at(-1)).toEqual(['a', 'b']);
});
