// Binds the shortcuts of all actions to the window. Inside a field only those with a modifier that
// no text editing uses would make sense, and there is none: typing is left alone.
import { useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';

import type { Action } from './action.ts';
import { allActions } from './list.ts';
import type { Place } from './place.ts';

/**
 * The map that tinykeys wants: keys → handler. Several actions may share keys; the first that
 * applies at the place is performed.
 */
export function shortcutsOf(
  actions: readonly Action[],
  place: () => Place,
): Record<string, (event: KeyboardEvent) => void> {
  const map: Record<string, (event: KeyboardEvent) => void> = {};
  for (const keys of actions.flatMap(keysOf)) {
    if (map[keys] !== undefined) continue;
    const sharing = actions.filter((action) => keysOf(action).includes(keys));
    map[keys] = (event) => {
      if (event.defaultPrevented || event.isComposing) return;
      const here = place();
      const action = sharing.find((one) => one.applies(here));
      if (action === undefined) return;
      event.preventDefault();
      action.perform(here);
    };
  }
  return map;
}

/** All keys of an action, the ones to be shown first. */
export function keysOf({ shortcut, otherShortcut }: Action): readonly string[] {
  return [shortcut, otherShortcut].filter((keys) => keys !== undefined);
}

/**
 * Is the event meant for a field, or for something that floats above the screen? A box that is ticked
 * takes no letters, and has nothing of its own to undo.
 */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof Element &&
    target.closest(
      'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]',
    ) !== null
  );
}

/** Listens for the shortcuts of all actions; `place` is asked when a key is pressed. */
export function useShortcuts(place: () => Place): void {
  const latest = useRef(place);
  useEffect(() => {
    latest.current = place;
  });
  useEffect(
    () =>
      tinykeys(
        window,
        shortcutsOf(allActions, () => latest.current()),
        { ignore: isTyping },
      ),
    [],
  );
}
