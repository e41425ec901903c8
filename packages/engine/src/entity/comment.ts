/** A comment on an item, or a reply to one. What it says is the document that has its id. */
import type { Id } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { id, instant, nullable, quiet } from '../field.ts';

export const comment = entity({
  name: 'comment',
  no: 12,
  noun: 'comment',
  hot: false,
  audience: (row) => projectAudience(row.project),
  fields: {
    /** It goes where the item goes. */
    project: quiet(id<'project'>(10)),
    item: id<'workItem'>(11),
    /** The comment that it answers; that one answers none. */
    parent: nullable(id<'comment'>(12)),
    author: id<'user'>(13),
    /** When its text was last edited after it was written. */
    editedAt: nullable(instant(14)),
    resolvedAt: nullable(instant(15)),
    resolvedBy: nullable(id<'user'>(16)),
  },
  indexes: { byItem: { key: (row) => row.item } },
});

export type Comment = RowOf<typeof comment>;
export type CommentId = Id<'comment'>;
