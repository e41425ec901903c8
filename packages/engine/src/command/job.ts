/** Commands about long work of the server: a person starts a job, its runner tells how it goes. */
import { patch, put } from '../change.ts';
import { job } from '../entity/job.ts';
import type { Job, JobId } from '../entity/job.ts';
import { as, id, oneOf, optional } from '../field.ts';
import { refuse } from '../refusal.ts';
import type { Tables } from '../tables.ts';
import { command, newRow } from './declare.ts';

const about = (args: { readonly id: JobId }) => ({ row: { table: 'job' as const, id: args.id } });

export const startJob = command({
  kind: 'job.start',
  no: 50,
  v: 1,
  args: {
    id: id<'job'>(1),
    kind: as(2, job.fields.kind),
    subject: as(3, job.fields.subject),
    total: as(4, job.fields.total),
    project: optional(as(5, job.fields.project)),
    until: optional(as(6, job.fields.until)),
  },
  about: () => ({}),
  decide: (args, tables, ctx) => {
    if (tables.get('job', args.id) !== undefined) return refuse('EXISTS', { field: 'id' });
    return [
      put('job', {
        ...newRow(args.id, ctx),
        owner: ctx.actor,
        kind: args.kind,
        subject: args.subject,
        status: 'running',
        done: 0,
        total: args.total,
        report: null,
        project: args.project ?? null,
        until: args.until ?? null,
      }),
    ];
  },
});

export const progressJob = command({
  kind: 'job.progress',
  no: 51,
  v: 1,
  args: { id: id<'job'>(1), done: as(2, job.fields.done) },
  about,
  decide: (args, tables) =>
    over(tables, args.id, 'running') ?? [patch('job', args.id, { done: args.done })],
});

/** Ends a job, once, with what it has to say. */
export const finishJob = command({
  kind: 'job.finish',
  no: 52,
  v: 1,
  args: {
    id: id<'job'>(1),
    status: oneOf(2, ['done', 'failed']),
    done: as(3, job.fields.done),
    report: as(4, job.fields.report),
  },
  about,
  decide: (args, tables) =>
    over(tables, args.id, args.status) ?? [
      patch('job', args.id, { status: args.status, done: args.done, report: args.report }),
    ],
});

/** A job that has ended stays as it ended. */
function over(tables: Tables, which: JobId, to: Job['status']) {
  const status = tables.get('job', which)?.status;
  return status === 'running' || status === undefined
    ? null
    : refuse('TRANSITION', { from: status, to });
}
