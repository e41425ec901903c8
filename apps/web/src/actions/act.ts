// One thing that a person does: commands that belong together. What they have written is remembered
// as one step that can be taken back; no edit has to say how.
import type { Args, CommandKind, Refusal } from '@planwright/engine';

import type { RunOptions, Store } from '../store/store.ts';
import { undoOf } from './undo.ts';
import { stepOf, written } from './undo-rows.ts';

export type Run = <K extends CommandKind>(
  kind: K,
  args: Args[K],
  how?: RunOptions,
) => Refusal | null;

export interface Deed {
  /** Why it was not done, or not all of it; null where it was. */
  readonly refusal: Refusal | null;
  /** Takes back what was done of it, unless that has happened. */
  readonly undo: () => void;
}

/** Does something with commands of one action, and remembers what it wrote. */
export function act(store: Store, work: (run: Run) => Refusal | null): Deed {
  const actionId = store.newId<'action'>();
  const deed = { refusal: null as Refusal | null, undo: () => {} };
  const wrote = written(store.tables, () => {
    deed.refusal = work((kind, args, how) => store.run(kind, args, { actionId, ...how }));
  });
  if (wrote.rows.length > 0) deed.undo = undoOf(store).remember(stepOf(store, wrote));
  return deed;
}
