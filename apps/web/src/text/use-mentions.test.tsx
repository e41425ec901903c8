import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';

import { Desk } from '../store/testing/desk.tsx';
import { MarkdownEditor } from './markdown-editor.tsx';

// jsdom draws nothing: where a character stands is not known there.
Range.prototype.getBoundingClientRect = () => new DOMRect();

const done = vi.fn<(text: string) => void>();
const cancelled = vi.fn<(text: string) => void>();

beforeEach(async () => {
  done.mockClear();
  cancelled.mockClear();
  const desk = new Desk();
  for (const name of ['ben', 'bea', 'gil']) {
    desk.world.person(name, name === 'gil' ? { role: 'guest' } : {});
  }
  desk.open();
  desk.show(
    <MarkdownEditor
      label="Text"
      placeholder=""
      initial="Hello ann@bakery.example. "
      onDone={done}
      onCancel={cancelled}
    />,
  );
});

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Text' });
const options = () => screen.queryAllByRole('option').map((one) => one.textContent);
const offered = async () => (await screen.findAllByRole('option')).map((one) => one.textContent);
const active = () => {
  const id = field().getAttribute('aria-activedescendant');
  return id === null ? null : document.getElementById(id)?.textContent;
};
const type = async (keys: string) => {
  await userEvent.setup().keyboard(keys);
  await act(async () => undefined);
};

it('WEB-142 @ offers the people of the project, fewer with each letter, and Enter takes one', async () => {
  await type('@');
  expect(await offered()).toEqual(['AAnn@ann', 'Bbea@bea', 'Bben@ben']);
  expect(screen.getByRole('listbox', { name: 'People' }).id).toBe(
    field().getAttribute('aria-controls'),
  );
  expect(screen.getAllByRole('status')[0]?.textContent).toMatch(/^3 people/);
  await type('b');
  expect(options()).toEqual(['Bbea@bea', 'Bben@ben']);
  expect(active()).toBe('Bbea@bea');
  await type('{ArrowDown}');
  expect(active()).toBe('Bben@ben');
  await type('{ArrowDown}{ArrowUp}{Enter}');
  expect(field().value).toBe('Hello ann@bakery.example. @ben ');
  expect(screen.queryByRole('listbox')).toBeNull();
  await type('and @a{Tab}.');
  expect(field().value).toBe('Hello ann@bakery.example. @ben and @ann .');
  expect(document.activeElement).toBe(field());
});

it('WEB-142 Esc closes the list and not the field, and it stays closed for that handle', async () => {
  await type('@b{Escape}');
  expect(options()).toEqual([]);
  await type('e');
  expect(options()).toEqual([]);
  expect(cancelled).not.toHaveBeenCalled();
  await type(' @b');
  expect(await offered()).toHaveLength(2);
  await type('{Escape}{Escape}');
  expect(cancelled).toHaveBeenCalledOnce();
});

it('WEB-142 where nobody fits, and where the caret only passes, the keys are those of the text', async () => {
  await type('@zzz{Enter}');
  expect(field().value).toBe('Hello ann@bakery.example. @zzz\n');
  await type('@be {ArrowLeft}');
  expect(options()).toEqual([]);
  await type('{Control>}{Enter}{/Control}');
  expect(done).toHaveBeenCalledWith('Hello ann@bakery.example. @zzz\n@be ');
});

it('WEB-142 a press takes one as well, and the field keeps the focus', async () => {
  await type('@be');
  const list = within(await screen.findByRole('listbox'));
  await userEvent.setup().click(list.getByRole('option', { name: /ben/ }));
  expect(field().value).toBe('Hello ann@bakery.example. @ben ');
  expect(document.activeElement).toBe(field());
});
