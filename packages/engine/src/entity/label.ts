/** A label: a word with a colour for items of one project, or of every project. */
import * as z from 'zod/mini';

import type { Id } from '../lib/id.ts';
import { isUuid } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import type { Field } from '../field.ts';
import { id, json, nullable, pattern, title } from '../field.ts';
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

/** The most labels that one item may have. */
export const MOST_LABELS = 30;

const anyIds = z
  .array(z.string().check(z.refine(isUuid)))
  .check(z.maxLength(MOST_LABELS)) as unknown as z.ZodMiniType<readonly LabelId[]>;

/** In the arguments of commands: labels to put on or to take off, in any order. */
export function labelIds(no: number): Field<readonly LabelId[]> {
  return json(no, anyIds, `must be at most ${MOST_LABELS} ids of labels`);
}
