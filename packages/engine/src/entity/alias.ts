/** A key that an item had in a project that it has left: it leads to the item for ever. */
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
    item: id<'workItem'>(12),
  },
  indexes: {
    byKey: { key: (row) => `${row.project} ${row.number}` },
    byItem: { key: (row) => row.item },
  },
});

export type Alias = RowOf<typeof alias>;
