// Writing in a long text as steps of undo. All that is saved between the first key in a field and
// leaving it is one sitting, and one sitting is one step: Ctrl Z in the field is the browser's, outside
// of it the whole sitting goes. What was taken back may be the text of a field that is open still: it is
// told, and begins anew.
import type { DocumentId, Refusal } from '@planwright/engine';
import { isRefusal, mergeText, refuse } from '@planwright/engine';

import type { Deed } from '../actions/act.ts';
import type { Step } from '../actions/undo.ts';
import { undoOf } from '../actions/undo.ts';
import type { Store, TextBase } from '../store/store.ts';

export class Sitting {
  readonly #store: Store;
  readonly #id: DocumentId;
  #base: TextBase;
  /** The text that the first save since the field was last left was typed on. */
  #was: string;

  /** `base` is what writing begins on. */
  constructor(store: Store, id: DocumentId, base: TextBase) {
    this.#store = store;
    this.#id = id;
    this.#base = base;
    this.#was = base.text;
  }

  /** What is typed next is typed on this: what was last saved, or what writing began on. */
  get base(): TextBase {
    return this.#base;
  }

  /** Saves a text, and forgets the draft of that name once the server has it; gives why not, or null. */
  save(text: string, draft: string): Refusal | null {
    const saved = this.#store.saveText(this.#id, this.#base, text, draft);
    if (isRefusal(saved)) return saved;
    this.#base = saved;
    return null;
  }

  /**
   * The field is left: what was saved since it was last left is a step, and what comes is another.
   * Gives the way to take it back.
   */
  leave(): () => void {
    const [was, written] = [this.#was, this.#base.text];
    if (was === written) return () => {};
    const { rev, text, after } = this.#base;
    this.#base = { rev, text, after };
    this.#was = written;
    return undoOf(this.#store).remember(stepOf(this.#store, this.#id, this.#base, was));
  }
}

/** Writes a text at once, as one step: a box that is ticked, a version that comes back. */
export function writeText(
  store: Store,
  id: DocumentId,
  base: TextBase,
  text: string,
  draft: string,
): Deed {
  const sitting = new Sitting(store, id, base);
  const refusal = sitting.save(text, draft);
  return { refusal, undo: sitting.leave() };
}

/** Calls when a step of this text was taken back or done again; gives the way to end that. */
export function onTurned(id: DocumentId, listener: () => void): () => void {
  const all = listeners.get(id) ?? new Set();
  listeners.set(id, all);
  all.add(listener);
  return () => {
    all.delete(listener);
    if (all.size === 0 && listeners.get(id) === all) listeners.delete(id);
  };
}

const listeners = new Map<DocumentId, Set<() => void>>();

/** Takes a text from what was `written` back to what it `was`, beside what others have made of it since. */
function stepOf(store: Store, id: DocumentId, written: TextBase, was: string): Step {
  return () => {
    const { on, text } = goingBack(store, id, written, was);
    if (text === null || text === on.text) {
      return { back: null, left: 1, why: refuse('TEXT_CONFLICT', { rev: on.rev }), told: null };
    }
    const saved = store.saveText(id, on, text, `undo:${id}`);
    if (isRefusal(saved)) return { back: null, left: 1, why: saved, told: null };
    for (const listener of listeners.get(id) ?? []) listener();
    const { rev, after } = saved;
    return {
      back: stepOf(store, id, { rev, text, after }, on.text),
      left: 0,
      why: null,
      told: null,
    };
  };
}

/**
 * What is written to take it back, and on what: a merge with the text that is here; null where others
 * have changed the same words. Where it is not here the server judges, from what was written.
 */
function goingBack(
  store: Store,
  id: DocumentId,
  written: TextBase,
  was: string,
): { readonly on: TextBase; readonly text: string | null } {
  const standing = store.textStanding(id);
  const isHere = standing === 'here' || standing === 'none';
  if (!isHere || store.isUnseenText(id)) return { on: written, text: was };
  const on = store.textBase(id);
  return { on, text: mergeText(written.text, was, on.text) };
}
