/**
 * The command that takes an item in the trash out for good, with everything that belongs to it.
 * Its key stays taken, as an old key that leads nowhere, and so do those that it had in other
 * projects. The entries about it stay in the journal and the activity stays told, without what was
 * written in it (`emptying.ts`).
 */
import type { Change } from '../change.ts';
import type { TableName } from '../entity/names.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { id } from '../field.ts';
import type { Id } from '../lib/id.ts';
import { idOf } from '../lib/id.ts';
import { MOST_ROWS_PURGED } from '../limits.ts';
import { isLive, itemsBelow } from '../live.ts';
import { ownedBy } from '../owned.ts';
import { refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { command } from './declare.ts';
import { aboutItem, oldKeys } from './work-item.ts';

/** Not undoable. An item under one in the trash may be purged too, so that a big tree goes in parts. */
export const purgeItem = command({
  kind: 'workItem.purge',
  no: 90,
  v: 1,
  args: { id: id<'workItem'>(1) },
  about: aboutItem,
  inTrash: true,
  mostRows: MOST_ROWS_PURGED,
  needs: (args, tables) => {
    const root = tables.get('workItem', args.id);
    if (root === undefined || isLive(tables, root)) return [];
    const all = [root, ...itemsBelow(tables, root, true)];
    return all.flatMap((one) => ownedBy(tables, one.id, MOST_ROWS_PURGED + 1));
  },
  decide: (args, tables, ctx) => {
    const root = tables.get('workItem', args.id);
    if (root === undefined) return refuse('NOT_FOUND', { what: 'item' });
    if (isLive(tables, root)) {
      return refuse('INVALID', { field: 'id', rule: 'must be an item in the trash' });
    }
    const items = [root, ...itemsBelow(tables, root, true)].toReversed();
    return [
      ...oldKeys(items, ctx),
      ...untied(tables, items),
      ...items.flatMap((one) => removal(tables, one)),
    ];
  },
});

/** Dependencies of these items, those that were removed before as well. */
function untied(tables: Tables, items: readonly WorkItem[]): Change[] {
  const gone = new Set(items.map((one) => one.id));
  const changes: Change[] = [];
  for (const one of tables.all('dependency')) {
    if (gone.has(one.from) || gone.has(one.to)) changes.push(out('dependency', one.id));
  }
  return changes;
}

/** What belongs to an item goes before it: texts, comments, attachments, counts. */
function removal(tables: Tables, item: WorkItem): Change[] {
  const comments = [...tables.list('comment', 'byItem', item.id)];
  const changes: Change[] = [];
  for (const owner of [...comments, item]) {
    for (const one of tables.list('revision', 'byDocument', owner.id)) {
      changes.push(out('revision', one.id));
    }
    const text = tables.get('document', idOf<'document'>(owner.id));
    if (text !== undefined) changes.push(out('document', text.id));
  }
  for (const one of comments) changes.push(out('comment', one.id));
  for (const one of tables.list('attachment', 'byItem', item.id)) {
    changes.push(out('attachment', one.id));
  }
  const stats = tables.get('itemStats', idOf<'itemStats'>(item.id));
  if (stats !== undefined) changes.push(out('itemStats', stats.id));
  return [...changes, out('workItem', item.id)];
}

function out<T extends TableName>(table: T, which: Id<T>): Change {
  return { op: 'delete', table, id: which } as unknown as Change;
}
