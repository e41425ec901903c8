/** The counts beside an item, kept in the commit that changes what they count. */
import type { Change } from '../change.ts';
import { patch, put } from '../change.ts';
import type { ItemStats } from '../entity/item-stats.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { idOf } from '../lib/id.ts';
import type { Tables } from '../tables.ts';
import type { Context } from './declare.ts';
import { newRow } from './declare.ts';

type Counts = Pick<ItemStats, 'comments' | 'descriptionRev' | 'attachments'>;

const NONE: Counts = { comments: 0, descriptionRev: 0, attachments: 0 };

/** The counts of an item as they are; all 0 where nothing was counted yet. */
export function countsOfItem(tables: Tables, item: Pick<WorkItem, 'id'>): Counts {
  return tables.get('itemStats', idOf<'itemStats'>(item.id)) ?? NONE;
}

/** The change that makes counts of an item what `set` says; the first one puts the row. */
export function recount(
  tables: Tables,
  item: Pick<WorkItem, 'id' | 'project'>,
  set: Partial<Counts>,
  ctx: Context,
): Change {
  const id = idOf<'itemStats'>(item.id);
  if (tables.get('itemStats', id) !== undefined) return patch('itemStats', id, set);
  return put('itemStats', { ...newRow(id, ctx), project: item.project, ...NONE, ...set });
}
