// Texts that somebody is writing and that no command carries yet. They are kept on this device as they
// are typed, so that neither Esc, nor a crash of a screen, nor a reload loses a word. Each stands under
// its workspace, its person and its tab:
//
//   planwright.draft.<workspace>.<person>.<tab>.<name>
//
// so that another folder on the same port, another person, or another tab that writes in the same place
// never overwrites it. A tab holds a lock in its name while it lives; drafts of tabs that are gone are
// taken over by the next one.
import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'planwright.draft.';
const LOCK = 'planwright.tab.';

/** One life of this page. */
const tab = Math.random().toString(36).slice(2, 12);

let scope = '';
const texts = new Map<string, string>();
const listeners = new Set<() => void>();

/** Names the workspace and the person whose drafts these are; takes over what dead tabs have left. */
export function openDrafts(workspace: string, person: string): void {
  const next = `${PREFIX}${workspace}.${person}.`;
  if (next === scope) return;
  scope = next;
  texts.clear();
  tell();
  void adopt(scope);
}

/** The draft under a name, null when there is none: `description:<id>`, `new:<state>`. */
export function draftOf(name: string): string | null {
  return texts.get(name) ?? null;
}

/** Keeps a draft; null forgets it. */
export function keepDraft(name: string, text: string | null): void {
  if (text === draftOf(name)) return;
  if (text === null) texts.delete(name);
  else texts.set(name, text);
  store(name, text);
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

function store(name: string, text: string | null): void {
  if (scope === '') return;
  try {
    if (text === null) localStorage.removeItem(`${scope}${tab}.${name}`);
    else localStorage.setItem(`${scope}${tab}.${name}`, text);
  } catch {
    // Full or blocked storage: the draft still lives as long as this page.
  }
}

async function adopt(of: string): Promise<void> {
  const alive = await liveTabs();
  if (of !== scope) return;
  for (const key of storedKeys(of)) {
    const [, owner = '', name = ''] = /^([^.]*)\.(.*)$/s.exec(key.slice(of.length)) ?? [];
    const text = localStorage.getItem(key);
    // What this tab has begun already stays; the other's waits for the tab after it.
    if (owner === tab || alive.has(owner) || texts.has(name) || text === null) continue;
    texts.set(name, text);
    store(name, text);
    localStorage.removeItem(key);
  }
  tell();
}

/** The tabs that hold their lock; none where the browser has no locks. */
async function liveTabs(): Promise<ReadonlySet<string>> {
  // Missing where the address is no secure origin.
  const locks = navigator.locks as LockManager | null | undefined;
  if (!locks) return new Set();
  void locks.request(`${LOCK}${tab}`, () => new Promise(() => undefined)).catch(() => undefined);
  const { held = [] } = await locks.query();
  return new Set(held.map(({ name = '' }) => name.slice(LOCK.length)));
}

function storedKeys(of: string): readonly string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(of));
  } catch {
    return [];
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
