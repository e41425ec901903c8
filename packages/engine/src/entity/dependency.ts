/** A dependency: how one item stands to another. Only `blocks` has a direction that matters. */
import type { Id } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { id, oneOf, yes } from '../field.ts';

export const DEPENDENCY_KINDS = ['blocks', 'relates', 'duplicates'] as const;
export type DependencyKind = (typeof DEPENDENCY_KINDS)[number];

export const dependency = entity({
  name: 'dependency',
  no: 13,
  noun: 'dependency',
  hot: true,
  audience: (row) => projectAudience(row.project),
  fields: {
    /** The project of `from`. */
    project: id<'project'>(10),
    /** The item that blocks, relates to or duplicates the other. */
    from: id<'workItem'>(11),
    to: id<'workItem'>(12),
    /** The project of `to`. */
    toProject: id<'project'>(13),
    kind: oneOf(14, DEPENDENCY_KINDS),
    /** `from` is in no done or cancelled state: for those who see only the other end. */
    open: yes(15),
  },
  indexes: {
    byFrom: { key: (row) => row.from },
    byTo: { key: (row) => row.to },
  },
});

export type Dependency = RowOf<typeof dependency>;
export type DependencyId = Id<'dependency'>;
