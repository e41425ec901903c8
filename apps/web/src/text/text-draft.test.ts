import { expect, it } from 'vitest';

import { packDraft, standingOf, unpackDraft } from './text-draft.ts';

const still = { saving: false, refused: false };
const draft = (text: string, rev = 1, base = 'one two') => ({ rev, base, text, after: null });

it('WEB-7 a draft keeps its text, byte for byte, and what it was written on', () => {
  for (const one of [draft('3 a\n b', 3), draft(''), { ...draft('🥐'), after: 'id' as never }]) {
    expect(unpackDraft(packDraft(one))).toEqual(one);
  }
  for (const wrong of [null, '', 'x', '{}', '{"rev":1}', '[1]', 'null']) {
    expect(unpackDraft(wrong)).toBeNull();
  }
});

it('WEB-7 a draft on the text that is there was never sent', () => {
  const now = { rev: 1, text: 'one two' };
  expect(standingOf(null, now, still)).toBe('none');
  expect(standingOf(draft('one two'), now, still)).toBe('none');
  expect(standingOf(draft('one two three'), now, still)).toBe('unsent');
  expect(standingOf(draft('x'), now, { ...still, saving: true })).toBe('saving');
  expect(standingOf(draft('x'), now, { saving: true, refused: true })).toBe('conflict');
});

it('WEB-7 what others wrote meanwhile is a conflict only where it is about the same words', () => {
  const now = { rev: 4, text: 'one TWO' };
  expect(standingOf(draft('ONE two'), now, still)).toBe('unsent');
  expect(standingOf(draft('one three'), now, still)).toBe('conflict');
  expect(standingOf(draft('ONE two', 1, 'ONE two'), now, still)).toBe('none');
});
