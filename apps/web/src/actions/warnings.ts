// What is said after a move that is allowed but worth a thought: a column over its limit, a blocked
// item that was begun, work that is done while something under it is not. The engine says which.
import type {
  Block,
  MoveWarnings,
  StateId,
  Tables,
  WorkItem,
  WorkItemId,
} from '@planwright/engine';
import { blockOf, keyOf, overLimitOf, progressOf, warningsOf } from '@planwright/engine';

import type { Store } from '../store/store.ts';
import { strings } from '../strings.ts';
import { notify } from '../ui/toast.tsx';

/** As many sentences as a note has room for. */
const MOST_SAID = 3;

/**
 * To be called before items go into a state; gives what tells afterwards what there is to say, in a
 * note that takes the move back by `undo`.
 */
export function watch(
  store: Store,
  items: readonly WorkItem[],
  to: StateId,
): (undo: () => void) => void {
  const { tables } = store;
  const going = items.filter(({ state }) => state !== to);
  const found = going.map((item) => [item, warningsOf(tables, item, to, going.length)] as const);
  return (undo) => {
    const state = tables.get('state', to)?.name ?? '';
    const over = found[0]?.[1]?.overLimit ?? null;
    const lines = found.flatMap(([item, warnings]) =>
      warnings === null ? [] : linesOf(tables, item, warnings),
    );
    if (over !== null) lines.unshift(strings.warning.over(state, over.count, over.max));
    const [first] = going;
    if (first === undefined || lines.length === 0) return;
    const more = lines.length - MOST_SAID;
    notify({
      text:
        going.length === 1
          ? strings.warning.moved(keyOf(tables, first), state)
          : strings.warning.movedMany(going.length, state),
      detail: [
        ...lines.slice(0, MOST_SAID),
        ...(more > 0 ? [strings.warning.more(more)] : []),
      ].join(' '),
      action: { label: strings.undo, perform: undo },
    });
  };
}

/** Tells of a new item where its state holds more than its limit now; `undo` takes it away again. */
export function warnOfNew({ tables }: Store, id: WorkItemId, undo: () => void): void {
  const state = tables.get('state', tables.get('workItem', id)?.state);
  const over = state === undefined ? null : overLimitOf(tables, state.id, 0);
  if (state === undefined || over === null) return;
  notify({
    text: strings.warning.added(state.name),
    detail: strings.warning.over(state.name, over.count, over.max),
    action: { label: strings.undo, perform: undo },
  });
}

/** Of one item, as far as it holds now that all of them have moved. */
function linesOf(tables: Tables, item: WorkItem, { blocked, openBelow }: MoveWarnings): string[] {
  const key = keyOf(tables, item);
  const block = blocked === null ? null : blockOf(tables, item);
  const progress = openBelow === 0 ? null : progressOf(tables, item);
  const open = progress === null ? 0 : progress.total - progress.done;
  return [
    ...(block === null ? [] : [strings.warning.blocked(key, namesOf(tables, block))]),
    ...(open === 0 ? [] : [strings.warning.open(key, open)]),
  ];
}

/** The keys of what blocks something, and that there is more which one does not see. */
export function namesOf(tables: Tables, { items, hidden }: Block): string {
  const named = items.map((one) => keyOf(tables, one));
  return (hidden > 0 ? [...named, strings.tie.private] : named).join(', ');
}
