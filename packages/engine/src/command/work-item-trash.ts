/** Commands that put an item into the trash and take it out again. */
import { patch } from '../change.ts';
import { wrongRoom, wrongStart } from '../entering.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { id, oneOf, optional } from '../field.ts';
import { isLive, itemsBelow } from '../live.ts';
import { refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { command } from './declare.ts';
import { aboutItem, stateLike } from './work-item.ts';

/**
 * Marks the item as deleted. Where items are under it, `children` says what becomes of them:
 * `tree` hides them with it (they return when it does), `up` puts them under its parent.
 */
export const deleteItem = command({
  kind: 'workItem.delete',
  no: 34,
  v: 1,
  args: { id: id<'workItem'>(1), children: optional(oneOf(2, ['tree', 'up'])) },
  about: aboutItem,
  decide: (args, tables, ctx) => {
    const item = tables.get('workItem', args.id);
    if (item === undefined) return refuse('NOT_FOUND', { what: 'item' });
    const children = liveChildren(tables, item);
    if (children.length > 0 && args.children === undefined) {
      return refuse('HAS_CHILDREN', { count: children.length });
    }
    const moved = args.children === 'up' ? children : [];
    return [
      ...moved.map((child) => patch('workItem', child.id, { parent: item.parent })),
      patch('workItem', item.id, { deletedAt: ctx.now, deletedBy: ctx.actor }),
    ];
  },
});

/**
 * Takes the mark away. A parent that is dead by now is left (the item goes to the root), and so
 * is a state that is gone (one of its category takes its place, or the first of the project).
 */
export const restoreItem = command({
  kind: 'workItem.restore',
  no: 35,
  v: 1,
  args: { id: id<'workItem'>(1) },
  about: aboutItem,
  inTrash: true,
  decide: (args, tables, ctx) => {
    const item = tables.get('workItem', args.id);
    if (item === undefined) return refuse('NOT_FOUND', { what: 'item' });
    if (item.deletedAt === null) return [];
    const home = homeOf(tables, item);
    const after = { ...item, ...home, deletedAt: null, deletedBy: null };
    const back = [after, ...itemsBelow(tables, item)];
    const wrong =
      wrongStart(tables, { before: item, after }, ctx.actor) ??
      wrongRoom(
        tables,
        back.map((one) => ({ before: undefined, after: one })),
      );
    if (wrong !== null) return wrong;
    return [patch('workItem', item.id, { ...home, deletedAt: null, deletedBy: null })];
  },
});

/** Where an item goes that comes back: to the root from a dead parent, out of a state that is gone. */
export function homeOf(tables: Tables, item: WorkItem): Pick<WorkItem, 'parent' | 'state'> {
  const parent = tables.get('workItem', item.parent);
  const state = tables.get('state', item.state);
  const gone = state === undefined || state.deletedAt !== null;
  return {
    parent: parent !== undefined && isLive(tables, parent) ? parent.id : null,
    state: gone ? (stateLike(tables, item.project, state)?.id ?? item.state) : item.state,
  };
}

function liveChildren(tables: Tables, item: WorkItem): WorkItem[] {
  return [...tables.list('workItem', 'byParent', item.id)].filter((one) => one.deletedAt === null);
}
