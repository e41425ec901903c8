import { expect, it } from 'vitest';

import { packDraft, standingOf, unpackDraft } from './text-draft.ts';

const quiet = { saving: false, refused: false };
const draft = { rev: 3, text: 'mine' };

it('WEB-7 a draft is kept with the revision it was typed on, byte for byte', () => {
  for (const text of ['', 'one\n\n two ', '7 9', '\u{1f600}\n']) {
    expect(unpackDraft(packDraft({ rev: 12, text }))).toEqual({ rev: 12, text });
  }
  expect(unpackDraft(null)).toBeNull();
  expect(unpackDraft('no draft')).toBeNull();
});

it('WEB-7 a draft that says what is there is none', () => {
  expect(standingOf(null, { rev: 1, text: 'a' }, quiet)).toBe('none');
  expect(standingOf(draft, { rev: 9, text: 'mine' }, quiet)).toBe('none');
});

it('WEB-7 a draft on the revision that is there can be gone on with; on another it is a conflict', () => {
  expect(standingOf(draft, { rev: 3, text: 'a' }, quiet)).toBe('unsent');
  expect(standingOf(draft, { rev: 4, text: 'theirs' }, quiet)).toBe('conflict');
  expect(standingOf(draft, { rev: 4, text: 'a' }, { saving: true, refused: false })).toBe('saving');
});

it('WEB-7 a refused edit makes a conflict of the draft, whatever revision it names', () => {
  expect(standingOf(draft, { rev: 3, text: 'a' }, { saving: true, refused: true })).toBe(
    'conflict',
  );
});
