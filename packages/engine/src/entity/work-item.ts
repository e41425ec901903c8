/** A work item: an epic, story, task, bug or subtask on the board of a project. */
import * as z from 'zod/mini';

import type { Id } from '../lib/id.ts';
import { isUuid } from '../lib/id.ts';
import { RANK_PATTERN } from '../lib/rank.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import type { LabelId } from './label.ts';
import { MOST_LABELS } from './label.ts';
import { day, halves, id, json, nullable, oneOf, pattern, quiet, title, whole } from '../field.ts';

export const ITEM_TYPES = ['epic', 'story', 'task', 'bug', 'subtask'] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

export const PRIORITIES = ['none', 'low', 'medium', 'high', 'critical'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** A parent must be of a smaller level than its child. */
export const LEVEL: Readonly<Record<ItemType, number>> = {
  epic: 0,
  story: 1,
  task: 2,
  bug: 2,
  subtask: 3,
};

const LABELS_RULE = `must be 1 to ${MOST_LABELS} ids in order, each once`;
const labelsRule = z.array(z.string().check(z.refine(isUuid))).check(
  z.minLength(1),
  z.maxLength(MOST_LABELS),
  z.refine((ids) => ids.every((one, i) => i === 0 || (ids[i - 1] ?? '') < one)),
) as unknown as z.ZodMiniType<readonly LabelId[]>;

export const workItem = entity({
  name: 'workItem',
  no: 6,
  noun: 'item',
  hot: true,
  audience: (row) => projectAudience(row.project),
  fields: {
    project: id<'project'>(10),
    /** The number in its key; null until the server has given it. */
    number: quiet(nullable(whole(11, 1))),
    type: oneOf(12, ITEM_TYPES),
    parent: nullable(id<'workItem'>(13)),
    state: id<'state'>(14),
    /** Its place in the order of the whole project. */
    rank: quiet(pattern(15, RANK_PATTERN, 'must be a rank')),
    title: title(16, 500, 'titleLength'),
    priority: oneOf(17, PRIORITIES),
    points: nullable(halves(18, 'storyPoints')),
    assignee: nullable(id<'user'>(19)),
    reporter: id<'user'>(20),
    startDate: nullable(day(21)),
    dueDate: nullable(day(22)),
    /** The work that is expected in it, in minutes. */
    estimateMinutes: nullable(whole(23, 0, 6_000_000, 'minutes')),
    /** Ids in order, each once; null: none. */
    labels: nullable(json(24, labelsRule, LABELS_RULE)),
  },
  indexes: {
    byProject: { key: (row) => row.project, order: 'rank' },
    byState: { key: (row) => row.state, order: 'rank' },
    byParent: { key: (row) => row.parent, order: 'rank' },
    byKey: { key: (row) => (row.number === null ? null : `${row.project} ${row.number}`) },
  },
});

export type WorkItem = RowOf<typeof workItem>;
export type WorkItemId = Id<'workItem'>;
