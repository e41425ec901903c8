/** A project: items under one key. Archived, it can only be read. */
import type { Id } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { oneOf, pattern, quiet, title, whole } from '../field.ts';
import { COLOUR, COLOUR_RULE } from './user.ts';

export const project = entity({
  name: 'project',
  no: 3,
  noun: 'project',
  hot: true,
  audience: (row) => projectAudience(row.id),
  fields: {
    key: pattern(
      10,
      /^[A-Z][A-Z0-9]{1,9}$/,
      'must be 2 to 10 capital letters and digits, a letter first',
    ),
    title: title(11, 500, 'titleLength'),
    status: oneOf(12, ['active', 'archived']),
    /** What owners and members of the workspace may do here without a Member row. */
    defaultRole: oneOf(13, ['none', 'viewer', 'editor']),
    colour: pattern(14, COLOUR, COLOUR_RULE),
    /** The number that the next item gets; the server alone counts. */
    nextNumber: quiet(whole(15, 1)),
  },
  indexes: { byKey: { key: (row) => row.key } },
});

/** The largest item number that a file may bring: the counter must have room to go on. */
export const MOST_IMPORTED_NUMBER = 1_000_000_000;

export type Project = RowOf<typeof project>;
export type ProjectId = Id<'project'>;
