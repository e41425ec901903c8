/** A label: a word with a colour for items of one project, or of every project. */
import type { Id } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { id, nullable, pattern, title } from '../field.ts';
import { COLOUR, COLOUR_RULE } from './user.ts';

export const label = entity({
  name: 'label',
  no: 11,
  noun: 'label',
  hot: true,
  audience: (row) => (row.project === null ? 'workspace' : projectAudience(row.project)),
  fields: {
    /** Whose items may have it; null: those of every project. */
    project: nullable(id<'project'>(10)),
    name: title(11, 40),
    colour: pattern(12, COLOUR, COLOUR_RULE),
  },
  indexes: { byProject: { key: (row) => row.project ?? 'workspace' } },
});

export type Label = RowOf<typeof label>;
export type LabelId = Id<'label'>;
