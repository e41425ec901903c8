/**
 * Life and death of rows. A delete marks one row; what it owns is hidden because an owner is
 * deleted, and returns when that one mark is cleared.
 */
import type { AnyRow } from './entity/entity.ts';
import type { TableName } from './entity/names.ts';
import type { WorkItem } from './entity/work-item.ts';
import type { Id } from './lib/id.ts';
import { MAX_WALK } from './limits.ts';
import type { Tables } from './tables.ts';

/** Owners that a walk visits at most: an item has three levels of parents and a project. */
const MOST_OWNERS = 6;

/** The deleted row because of which this row is not live: itself or an owner; null when live. */
export function deathOf(tables: Tables, table: TableName, id: Id<TableName>): AnyRow | null {
  if (table === 'document') return deathOf(tables, ownerTableOf(tables, id), id);
  let row = tables.get(table, id as never) as AnyRow | undefined;
  for (let step = 0; row !== undefined && step < MOST_OWNERS; step += 1) {
    if (row.deletedAt !== null) return row;
    row = ownerOf(tables, row);
  }
  return null;
}

/** Is this item neither in the trash nor under something that is? */
export function isLive(tables: Tables, item: WorkItem): boolean {
  return deathOf(tables, 'workItem', item.id) === null;
}

/**
 * The items under this one, parents before children: those that are not in the trash by
 * themselves (they come and go with it), or with `dead` all of them.
 */
export function itemsBelow(tables: Tables, item: WorkItem, dead = false): WorkItem[] {
  const found: WorkItem[] = [];
  for (let at = -1; at < found.length && at < MAX_WALK; at += 1) {
    const parent = at < 0 ? item : found[at];
    if (parent === undefined) break;
    for (const child of tables.list('workItem', 'byParent', parent.id)) {
      if (dead || child.deletedAt === null) found.push(child);
    }
  }
  return found;
}

/** The table of the row whose long text this is: they have one id. */
export function ownerTableOf(
  tables: Tables,
  id: Id<TableName>,
): 'workItem' | 'comment' | 'project' {
  if (tables.get('workItem', id as Id<'workItem'>) !== undefined) return 'workItem';
  return tables.get('comment', id as Id<'comment'>) === undefined ? 'project' : 'comment';
}

/** Comments and attachments belong to an item, an item to its parent, all else to the project. */
function ownerOf(tables: Tables, row: AnyRow): AnyRow | undefined {
  const owner = (row['item'] ?? row['parent']) as Id<'workItem'> | null | undefined;
  const found = tables.get('workItem', owner) as unknown as AnyRow | undefined;
  return found ?? (tables.get('project', row['project'] as Id<'project'>) as unknown as AnyRow);
}
