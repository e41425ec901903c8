/** Long work that the server does for one person, in the open: an import, a purge of the trash. */
import * as z from 'zod/mini';

import type { Id } from '../lib/id.ts';
import type { RowOf } from './entity.ts';
import { entity } from './entity.ts';
import { id, instant, json, nullable, oneOf, title, whole } from '../field.ts';

/**
 * What a job has to say at its end, for a person to read. Counts are of rows; `lines` name single
 * things that went otherwise than wished, cut off at `MAX_REPORT_LINES`.
 */
const report = z.object({
  /** Rows made, by the plural noun a person reads: `{items: 194}`. */
  created: z.record(z.string(), z.number()),
  /** Rows that were here and are newer now. */
  changed: z.optional(z.record(z.string(), z.number())),
  /** Rows that were taken out for good. */
  deleted: z.optional(z.record(z.string(), z.number())),
  /** Texts in which damage by escaping was set right. */
  repaired: z.optional(z.number()),
  /** Rows that were here already and were left as they are. */
  unchanged: z.record(z.string(), z.number()),
  /** Rows of the file that were not brought over, and why. */
  notDone: z.array(z.object({ what: z.string(), count: z.number(), why: z.string() })),
  /** Single things that a person may want to look at: `{at: 'PONE-7', says: 'got number 221'}`. */
  lines: z.array(z.object({ at: z.string(), says: z.string() })),
});

export type Report = z.infer<typeof report>;

export const MAX_REPORT_LINES = 200;

const JOB_KINDS = ['import', 'purge'] as const;

export const job = entity({
  name: 'job',
  no: 9,
  noun: 'job',
  hot: true,
  audience: (row) => `user:${row.owner}`,
  fields: {
    owner: id<'user'>(10),
    kind: oneOf(11, JOB_KINDS),
    /** What it works on, for a person: the name of the file, the key of the project. */
    subject: title(12, 255),
    status: oneOf(13, ['running', 'done', 'failed']),
    done: whole(14),
    total: whole(15),
    report: nullable(json(16, report, 'must be the report of a job')),
    /** Where a purge takes out what was put into the trash; null of other jobs. */
    project: nullable(id<'project'>(17)),
    /** Up to when it was put there, milliseconds UTC: who takes the job up again knows the rest. */
    until: nullable(instant(18)),
  },
  indexes: { byOwner: { key: (row) => row.owner } },
});

export type Job = RowOf<typeof job>;
export type JobId = Id<'job'>;
