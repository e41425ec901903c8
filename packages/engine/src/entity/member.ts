/** A person's role in a project. */
import type { Id } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { id, oneOf } from '../field.ts';

export const PROJECT_ROLES = ['viewer', 'editor', 'admin'] as const;
export type ProjectRole = (typeof PROJECT_ROLES)[number];

export const member = entity({
  name: 'member',
  no: 4,
  noun: 'member',
  hot: true,
  audience: (row) => projectAudience(row.project),
  fields: {
    project: id<'project'>(10),
    user: id<'user'>(11),
    role: oneOf(12, PROJECT_ROLES),
  },
  indexes: {
    byProject: { key: (row) => row.project },
    byProjectUser: { key: (row) => `${row.project} ${row.user}` },
  },
});

export type Member = RowOf<typeof member>;
export type MemberId = Id<'member'>;
