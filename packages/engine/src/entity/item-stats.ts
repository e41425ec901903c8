/**
 * What there is of an item's cold rows, in memory beside the item (it has the item's id). A change
 * of it is no edit of the item. After a snapshot its `seq` tells a device what it holds too old.
 */
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { id, quiet, whole } from '../field.ts';

export const itemStats = entity({
  name: 'itemStats',
  no: 16,
  noun: 'counts of an item',
  hot: true,
  audience: (row) => projectAudience(row.project),
  fields: {
    project: quiet(id<'project'>(10)),
    /** Comments that are not deleted, replies included. */
    comments: quiet(whole(11)),
    /** The revision of its description; 0: it has none. */
    descriptionRev: quiet(whole(12)),
    attachments: quiet(whole(13)),
  },
  indexes: {},
});

export type ItemStats = RowOf<typeof itemStats>;
