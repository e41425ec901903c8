// What can be taken back and done again: Ctrl Z and Ctrl Shift Z go through it, and so does the button
// of a note. It is this tab's memory of its own edits, newest last. Each step knows how it is taken
// back; what taking it back has done is a step again, and so redo is the undo of an undo.
import type { Refusal } from '@planwright/engine';
import { sentenceOf } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';

/** Takes something back. */
export type Step = () => Outcome;

/** What has come of it. */
export interface Outcome {
  /** Takes that back in turn; null where nothing has happened. */
  readonly back: Step | null;
  /** How many things stay as they are, since others have gone on from there or a rule forbids it. */
  readonly left: number;
  /** Why the first of them does, as far as that is known. */
  readonly why: Refusal | null;
  /** What there is to say of what has come about. */
  readonly told: string | null;
}

interface Entry {
  take: Step;
}

const MOST = 100;

class History {
  readonly #done: Entry[] = [];
  readonly #undone: Entry[] = [];

  /** Remembers an edit by what takes it back; gives the way to do that now. */
  remember(take: Step): () => void {
    const entry = { take };
    this.#undone.length = 0;
    push(this.#done, entry);
    return () => {
      if (this.#done.includes(entry)) this.#turn(entry, this.#done, this.#undone);
    };
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Takes back the newest edit. */
  undo(): void {
    const entry = this.#done.at(-1);
    if (entry !== undefined) this.#turn(entry, this.#done, this.#undone);
  }

  /** Does again what was taken back last. */
  redo(): void {
    const entry = this.#undone.at(-1);
    if (entry !== undefined) this.#turn(entry, this.#undone, this.#done);
  }

  #turn(entry: Entry, from: Entry[], to: Entry[]): void {
    from.splice(from.indexOf(entry), 1);
    const outcome = entry.take();
    if (outcome.back !== null) {
      entry.take = outcome.back;
      push(to, entry);
    }
    tell(outcome, from === this.#done ? strings.notUndone : strings.notRedone);
  }
}

const histories = new WeakMap<Store, History>();

/** What was edited through this store. */
export function undoOf(store: Store): History {
  const known = histories.get(store);
  if (known !== undefined) return known;
  const made = new History();
  histories.set(store, made);
  return made;
}

function push(entries: Entry[], entry: Entry): void {
  entries.push(entry);
  if (entries.length > MOST) entries.shift();
}

function tell({ back, left, why, told }: Outcome, failed: string): void {
  const isConflict = why === null || why.code === 'CONFLICT' || why.code === 'TEXT_CONFLICT';
  if (left > 0 && back === null) {
    const detail = isConflict ? strings.changedSince : sentenceOf(why);
    notify({ text: failed, detail, tone: 'problem' });
  } else if (left > 0) {
    notify({
      text: strings.leftAsIs(left),
      detail: isConflict ? strings.leftWhy : sentenceOf(why),
    });
  }
  if (told !== null) notify({ text: told });
}
