import { describe, expect, it } from 'vitest';

import type { Job } from '../entity/job.ts';
import { refuse } from '../refusal.ts';
import { sampleArgs } from '../testing/samples.ts';
import { World } from '../testing/world.ts';

const job = (world: World): Job => world.tables.get('job', world.id('J2'))!;

const started = (): World => {
  const world = new World();
  world.must('job.start', sampleArgs['job.start'](world));
  world.circumstances = { ...world.circumstances, via: 'job' };
  return world;
};

describe('jobs', () => {
  it('JOB-1 begin running, with nothing done, and belong to who started them', () => {
    expect(job(started())).toMatchObject({
      owner: job(started()).createdBy,
      kind: 'import',
      subject: 'other.json',
      status: 'running',
      done: 0,
      total: 3,
      report: null,
    });
  });

  it('JOB-2 need an id of their own', () => {
    const world = started();
    expect(world.do('job.start', sampleArgs['job.start'](world))).toEqual(
      refuse('EXISTS', { field: 'id' }),
    );
  });

  it('JOB-3 say how far they are', () => {
    const world = started();
    world.must('job.progress', { id: world.id('J2'), done: 2 });
    expect(job(world)).toMatchObject({ status: 'running', done: 2 });
  });

  it('JOB-7 keep what a purge is of, for who takes it up again', () => {
    const world = new World();
    const of = { project: world.id<'project'>('WEB'), until: 1_700_000_000_000 };
    const words = { kind: 'purge', subject: 'WEB', total: 2 } as const;
    world.must('job.start', { id: world.id('J2'), ...words, ...of });
    expect(job(world)).toMatchObject(of);
    expect(job(started())).toMatchObject({ project: null, until: null });
  });

  it('JOB-4 end once, done or failed, with a report', () => {
    for (const status of ['done', 'failed'] as const) {
      const world = started();
      const { report } = sampleArgs['job.finish'](world);
      world.must('job.finish', { id: world.id('J2'), status, done: 3, report });
      expect(job(world)).toMatchObject({ status, done: 3, report });
      const to = status === 'done' ? 'failed' : 'done';
      const again = { id: world.id<'job'>('J2'), status: to, done: 3, report: null } as const;
      expect(world.do('job.finish', again)).toEqual(refuse('TRANSITION', { from: status, to }));
      expect(world.do('job.progress', { id: world.id('J2'), done: 1 })).toEqual(
        refuse('TRANSITION', { from: status, to: 'running' }),
      );
    }
  });

  it('JOB-5 that are not there make no progress', () => {
    const world = started();
    expect(world.do('job.progress', { id: world.id('gone'), done: 1 })).toEqual(
      refuse('NOT_FOUND', { what: 'job' }),
    );
  });

  it('JOB-6 report the same thing again without a change', () => {
    const world = started();
    world.must('job.progress', { id: world.id('J2'), done: 2 });
    expect(world.do('job.progress', { id: world.id('J2'), done: 2 })).toEqual([]);
  });
});
