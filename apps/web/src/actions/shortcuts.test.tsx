import { expect, it, vi } from 'vitest';

import type { Action } from './action.ts';
import { actions, allActions } from './list.ts';
import { linesOf } from './shortcut-sheet.tsx';
import { isTyping, shortcutsOf } from './shortcuts.ts';

const icon = actions.goHome.icon;
const key = (words: Partial<KeyboardEvent> = {}) =>
  ({ preventDefault: () => undefined, ...words }) as KeyboardEvent;

it('WEB-9 every action has one name, under which it stands in the list', () => {
  for (const [name, action] of Object.entries(actions)) expect(action.id).toBe(name);
  expect(new Set(allActions.map(({ name, section }) => `${section} ${name}`)).size).toBe(
    allActions.length,
  );
});

it('WEB-9 every shortcut stands on the sheet', () => {
  const shown = (['general', 'board', 'list', 'item'] as const).flatMap((section) =>
    linesOf(section).flatMap(({ keys }) => keys),
  );
  const bound = allActions.flatMap(({ shortcut = [] }) => shortcut);
  expect(shown).toEqual(expect.arrayContaining(bound));
});

it('WEB-9 keys that several actions share perform the first that applies, and only that', () => {
  const performed: string[] = [];
  const action = (id: string, applies: boolean): Action => ({
    id,
    name: id,
    section: 'general',
    icon,
    shortcut: 'x',
    applies: () => applies,
    perform: () => performed.push(id),
  });
  const map = shortcutsOf(
    [action('no', false), action('yes', true), action('too', true)],
    () => ({}) as never,
  );
  map['x']?.(key());
  expect(performed).toEqual(['yes']);
});

it('WEB-9 a key that does nothing here is left to the browser', () => {
  const preventDefault = vi.fn<() => void>();
  const never: Action = { ...actions.goHome, applies: () => false };
  shortcutsOf([never], () => ({}) as never)['g h']?.(key({ preventDefault }));
  expect(preventDefault).not.toHaveBeenCalled();
});

it('WEB-10 while somebody types, chooses or answers a dialog, keys are theirs', () => {
  document.body.innerHTML =
    '<textarea id="a"></textarea><div role="dialog"><button id="b"></button></div><a id="c" href="#">x</a><input type="checkbox" id="d">';
  const at = (id: string) => isTyping({ target: document.getElementById(id) } as never);
  expect(at('a')).toBe(true);
  expect(at('b')).toBe(true);
  expect(at('c')).toBe(false);
  expect(at('d'), 'a box takes no letters').toBe(false);
});
