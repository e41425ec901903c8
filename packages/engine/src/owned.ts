/** What belongs to an item besides the items under it, and rests where it is read by key or page. */
import type { Needed } from './command/declare.ts';
import type { WorkItemId } from './entity/work-item.ts';
import { idOf } from './lib/id.ts';
import type { Tables } from './tables.ts';

/**
 * The cold rows of an item, at most `last` of one kind of one owner. The texts of its comments can
 * be named once the comments are here: a host asks again.
 */
export function ownedBy(tables: Tables, item: WorkItemId, last: number): readonly Needed[] {
  const comments = [...tables.list('comment', 'byItem', item)];
  return [
    { table: 'comment', field: 'item', of: item, last },
    { table: 'attachment', field: 'item', of: item, last },
    ...[item, ...comments.map((one) => one.id)].flatMap((owner): Needed[] => [
      { table: 'document', id: idOf<'document'>(owner) },
      { table: 'revision', field: 'document', of: owner, last },
    ]),
  ];
}
