/** A project: items under one key. Archived, it can only be read. */
import * as z from 'zod/mini';

import type { Id } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity, projectAudience } from './entity.ts';
import { json, nullable, oneOf, pattern, quiet, title, whole } from '../field.ts';
import type { StateCategory } from './state.ts';
import { STATE_CATEGORIES } from './state.ts';
import { COLOUR, COLOUR_RULE } from './user.ts';

/** How strictly a rule that a project may switch on is held. */
export const RULE_STRENGTHS = ['off', 'warn', 'block'] as const;
export type RuleStrength = (typeof RULE_STRENGTHS)[number];

/** The fields that a project may ask for. */
export const REQUIRABLE = [
  'assignee',
  'points',
  'estimateMinutes',
  'startDate',
  'dueDate',
] as const;
export type Requirable = (typeof REQUIRABLE)[number];
export type RequiredFields = Readonly<Partial<Record<StateCategory, readonly Requirable[]>>>;

const requiredRule = z.partialRecord(
  z.enum(STATE_CATEGORIES),
  z.array(z.enum(REQUIRABLE)).check(z.maxLength(REQUIRABLE.length)),
) as unknown as z.ZodMiniType<RequiredFields>;

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
    /** What happens when a state would hold more than its limit; null: `warn`. */
    wipRule: nullable(oneOf(16, RULE_STRENGTHS)),
    /** What happens when a blocked item would start; null: `off`. */
    blockedRule: nullable(oneOf(17, RULE_STRENGTHS)),
    /** Fields that an item must have in states of a category; null: none. */
    requiredFields: nullable(json(18, requiredRule, 'must be lists of fields by category')),
  },
  indexes: { byKey: { key: (row) => row.key } },
});

/** The largest item number that a file may bring: the counter must have room to go on. */
export const MOST_IMPORTED_NUMBER = 1_000_000_000;

export type Project = RowOf<typeof project>;
export type ProjectId = Id<'project'>;
