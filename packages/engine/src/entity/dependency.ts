/** A dependency: how one item stands to another. Only `blocks` has a direction that matters. */
import type { Id } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience, sharedAudience } from './entity.ts';
import { id, oneOf, quiet, yes } from '../field.ts';

export const DEPENDENCY_KINDS = ['blocks', 'relates', 'duplicates'] as const;
export type DependencyKind = (typeof DEPENDENCY_KINDS)[number];

export const dependency = entity({
  name: 'dependency',
  no: 13,
  noun: 'dependency',
  hot: true,
  audience: (row) => sharedAudience(projectAudience(row.project), projectAudience(row.toProject)),
  fields: {
    /** The project of `from`; it goes where the item goes. */
    project: quiet(id<'project'>(10)),
    /** The item that blocks, relates to or duplicates the other. */
    from: id<'workItem'>(11),
    to: id<'workItem'>(12),
    /** The project of `to`. */
    toProject: quiet(id<'project'>(13)),
    kind: oneOf(14, DEPENDENCY_KINDS),
    /**
     * Across projects: `from` is live and in no done or cancelled state, for those who see only
     * the other end. Within one project always true: there the item itself tells.
     */
    open: quiet(yes(15)),
  },
  indexes: {
    // what was removed stays out of the lists, so that a removed one costs nobody a step
    byFrom: { key: (row) => (row.deletedAt === null ? row.from : null) },
    byTo: { key: (row) => (row.deletedAt === null ? row.to : null) },
    /** Those that lead out of a project, by it. */
    byCrossing: {
      key: (row) => (row.deletedAt === null && row.project !== row.toProject ? row.project : null),
    },
  },
});

export type Dependency = RowOf<typeof dependency>;
export type DependencyId = Id<'dependency'>;
