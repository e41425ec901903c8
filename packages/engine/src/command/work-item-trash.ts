/** Commands that put an item into the trash and take it out again. */
import type { Change } from '../change.ts';
import { patch } from '../change.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { id, oneOf, optional } from '../field.ts';
import { isLive } from '../live.ts';
import { refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { command } from './declare.ts';
import { aboutItem, firstState } from './work-item.ts';

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
 * is a state that is gone (the first one of the project takes its place).
 */
export const restoreItem = command({
  kind: 'workItem.restore',
  no: 35,
  v: 1,
  args: { id: id<'workItem'>(1) },
  about: aboutItem,
  inTrash: true,
  decide: (args, tables) => {
    const item = tables.get('workItem', args.id);
    if (item === undefined) return refuse('NOT_FOUND', { what: 'item' });
    if (item.deletedAt === null) return [];
    const parent = tables.get('workItem', item.parent);
    const home: Change[] = [];
    if (item.parent !== null && (parent === undefined || !isLive(tables, parent))) {
      home.push(patch('workItem', item.id, { parent: null }));
    }
    const state = tables.get('state', item.state);
    const first = firstState(tables, item.project);
    if ((state === undefined || state.deletedAt !== null) && first !== undefined) {
      home.push(patch('workItem', item.id, { state: first.id }));
    }
    return [patch('workItem', item.id, { deletedAt: null, deletedBy: null }), ...home];
  },
});

function liveChildren(tables: Tables, item: WorkItem): WorkItem[] {
  return [...tables.list('workItem', 'byParent', item.id)].filter((one) => one.deletedAt === null);
}
