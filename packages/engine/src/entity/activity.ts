/**
 * Activity: who changed what, when, from which values to which. Derived from changes in one place
 * (`activity.ts`); no command writes it. A row tells of one row that one entry changed; all that
 * was told of a row, in order, gives what the row says now.
 */
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import * as z from 'zod/mini';
import { id, json, nullable, oneOf, pattern, sequence, text } from '../field.ts';
import { TABLE_NAMES } from './names.ts';

/** Values by the name of their field; long text is named by its revision. */
export type ToldValues = Readonly<Record<string, z.output<ReturnType<typeof z.json>>>>;

const valuesRule: z.ZodMiniType<ToldValues> = z.record(
  z.string().check(z.regex(/^[a-zA-Z]+$/)),
  z.json(),
);
const VALUES = 'must be values by the name of their field';

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
    /** The row that was changed: of a long text, the row whose text it is. */
    table: { ...oneOf(12, TABLE_NAMES), says: 'must be the name of a table' },
    row: id(13),
    verb: oneOf(14, ['created', 'changed', 'deleted', 'restored', 'purged']),
    /** The field that changed, where it is one; null for several, or none. */
    field: nullable(pattern(15, /^[a-zA-Z]+$/, 'must be the name of a field')),
    /** What the fields that changed were before; null where there was nothing. */
    before: nullable(json(16, valuesRule, VALUES)),
    /** What they are after it; of a new row all that is not null. */
    after: nullable(json(17, valuesRule, VALUES)),
    /** The item whose timeline this belongs to: its own, its text's, its comments'. */
    item: nullable(id<'workItem'>(18)),
    /** The action of a person that the entry was a part of. */
    action: nullable(text(19)),
  },
  indexes: { byItem: { key: (row) => row.item } },
});

export type Activity = RowOf<typeof activity>;
