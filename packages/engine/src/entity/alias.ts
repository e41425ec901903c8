/**
 * A key that an item had in a project that it has left: it leads to the item for ever. That of an
 * item that was deleted for good leads nowhere, and keeps its number taken.
 */
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { id, whole } from '../field.ts';

export const alias = entity({
  name: 'alias',
  no: 14,
  noun: 'old key',
  hot: true,
  audience: (row) => projectAudience(row.project),
  fields: {
    /** The project that gave the number. */
    project: id<'project'>(10),
    number: whole(11, 1),
    /** It may be gone for good. */
    item: id<'workItem'>(12),
  },
  indexes: {
    byKey: { key: (row) => `${row.project} ${row.number}` },
    byItem: { key: (row) => row.item },
  },
});

export type Alias = RowOf<typeof alias>;
