/** A state that items of a project can be in: a column of its board. */
import type { Id } from '../lib/id.ts';
import { RANK_PATTERN } from '../lib/rank.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { id, nullable, oneOf, pattern, quiet, title, whole } from '../field.ts';
import { COLOUR, COLOUR_RULE } from './user.ts';

export const STATE_CATEGORIES = [
  'backlog',
  'unstarted',
  'started',
  'review',
  'done',
  'cancelled',
] as const;
export type StateCategory = (typeof STATE_CATEGORIES)[number];

export const state = entity({
  name: 'state',
  no: 5,
  noun: 'state',
  hot: true,
  audience: (row) => projectAudience(row.project),
  fields: {
    project: id<'project'>(10),
    name: title(11, 40),
    category: oneOf(12, STATE_CATEGORIES),
    rank: quiet(pattern(13, RANK_PATTERN, 'must be a rank')),
    /** The most items that should be in it at once. */
    wipLimit: nullable(whole(14, 1, 10_000)),
    colour: pattern(15, COLOUR, COLOUR_RULE),
  },
  indexes: { byProject: { key: (row) => row.project, order: 'rank' } },
});

export type State = RowOf<typeof state>;
export type StateId = Id<'state'>;

/** The states that a new project has, in order. */
export const DEFAULT_STATES: readonly Pick<State, 'name' | 'category' | 'colour'>[] = [
  { name: 'Backlog', category: 'backlog', colour: '#8b8f98' },
  { name: 'To do', category: 'unstarted', colour: '#6c7a93' },
  { name: 'In progress', category: 'started', colour: '#c98a12' },
  { name: 'In review', category: 'review', colour: '#2f7fd1' },
  { name: 'Done', category: 'done', colour: '#2e9e5b' },
  { name: 'Cancelled', category: 'cancelled', colour: '#9a6b6b' },
];

/** Work in these states is over: it blocks nothing and counts as finished or given up. */
export function isClosed(category: StateCategory): boolean {
  return category === 'done' || category === 'cancelled';
}
