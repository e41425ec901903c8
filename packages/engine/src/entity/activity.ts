/**
 * Activity: who changed what, when, from which value to which. Derived from changes in one place
 * (`activity.ts`); no command writes it.
 */
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import * as z from 'zod/mini';
import { id, json, nullable, oneOf, pattern, sequence } from '../field.ts';
import { TABLE_NAMES } from './names.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const activity = entity({
  name: 'activity',
  no: 10,
  noun: 'activity',
  hot: false,
  audience: (row) => (row.project === null ? 'workspace' : projectAudience(row.project)),
  fields: {
    project: nullable(id<'project'>(10)),
    /** The entry that made the change. */
    entry: sequence(11),
    table: oneOf(12, TABLE_NAMES),
    /** The row that was changed. */
    row: id(13),
    verb: oneOf(14, ['created', 'changed', 'deleted', 'restored']),
    field: nullable(pattern(15, /^[a-zA-Z]+$/, 'must be the name of a field')),
    /** Values before and after; long text is named by its revisions. */
    before: json(16, scalar, 'must be a plain value'),
    after: json(17, scalar, 'must be a plain value'),
  },
  indexes: { byRow: { key: (row) => row.row } },
});

export type Activity = RowOf<typeof activity>;
