// Texts that somebody is writing and that no command carries yet. They are kept on this device under
// the workspace and person they belong to, so that neither Esc, nor a crash of a screen, nor a reload
// loses a word; another folder on the same port, or another person, never sees them.
import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'planwright.draft.';

let scope = '';
const texts = new Map<string, string>();
const listeners = new Set<() => void>();

/** Names the workspace and the person whose drafts these are; reads what is kept for them. */
export function openDrafts(workspace: string, person: string): void {
  const next = `${PREFIX}${workspace}.${person}.`;
  if (next === scope) return;
  scope = next;
  texts.clear();
  for (const name of storedNames()) {
    const text = localStorage.getItem(name);
    if (text !== null && name.startsWith(scope)) texts.set(name.slice(scope.length), text);
  }
  tell();
}

/** The draft under a name, null when there is none: `description:<id>`, `new:<state>`. */
export function draftOf(name: string): string | null {
  return texts.get(name) ?? null;
}

/** Keeps a draft; null forgets it. */
export function keepDraft(name: string, text: string | null): void {
  if (text === (texts.get(name) ?? null)) return;
  if (text === null) texts.delete(name);
  else texts.set(name, text);
  if (scope !== '') {
    try {
      if (text === null) localStorage.removeItem(scope + name);
      else localStorage.setItem(scope + name, text);
    } catch {
      // Full or blocked storage: the draft still lives as long as this page.
    }
  }
  tell();
}

/** A draft and the way to change it, for a component. */
export function useDraft(name: string): readonly [string | null, (text: string | null) => void] {
  const text = useSyncExternalStore(
    subscribe,
    useCallback(() => draftOf(name), [name]),
  );
  return [text, useCallback((next: string | null) => keepDraft(name, next), [name])];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}

function storedNames(): readonly string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}
