import { describe, expect, it } from 'vitest';

import { job } from '../entity/job.ts';
import { idFor } from '../testing/chance.ts';
import {
  SECONDS,
  project,
  item,
  file,
  JOB,
  planned,
  run,
  imported,
  says,
} from '../testing/exported.ts';
import { World } from '../testing/world.ts';

describe('planning an import', () => {
  it('PLAN-6 changes nothing, and plans the same every time', () => {
    const world = new World();
    const before = world.tables.mark();
    const json = file([item('A')]);
    expect(planned(world, json)).toEqual(planned(world, json));
    expect(world.tables.mark()).toBe(before);
  });

  it('PLAN-7 brings the project over: key, title, text, dates, default states', () => {
    const [world] = imported([]);
    expect(world.tables.get('project', idFor('PONE'))).toMatchObject({
      key: 'PONE',
      title: 'Project one',
      nextNumber: 10,
      createdAt: SECONDS * 1000,
      updatedAt: SECONDS * 1000 + 250,
    });
    expect(world.text('PONE')?.text).toBe('About *it*.');
    expect(world.tables.list('state', 'byProject', idFor('PONE')).size).toBe(6);
  });

  it('PLAN-15 lists what this version does not bring over, with how much of it there is', () => {
    const [, report] = imported(
      [item('A', { sprint_id: 's' }), item('B', { project_id: idFor('nowhere') })],
      { sprints: [{}, {}], swim_lanes: [{}], time_entries: [{}] },
    );
    expect(report.notDone.map(({ what, count }) => `${count} ${what}`)).toEqual([
      '1 items without a project',
      '2 sprints',
      '1 places in sprints',
      '1 swim lanes',
      '1 time entries',
    ]);
    expect(says(report)).toContain('B: left out: its project is not in the file');
  });

  it('PLAN-16 has nothing to do the second time', () => {
    const json = file([item('A'), item('B')]);
    const world = new World();
    run(world, planned(world, json));
    const again = planned(world, json);
    expect(again.commands).toEqual([]);
    expect(again.report).toMatchObject({
      created: {},
      changed: {},
      unchanged: { projects: 1, items: 2 },
    });
  });

  it('PLAN-17 of a file that was cut off has the rest, under the same command ids', () => {
    const items = ['A', 'B', 'C', 'D'].map((name) => item(name));
    const whole = planned(new World(), file(items));
    for (let done = 0; done <= whole.commands.length; done += 1) {
      const world = run(new World(), whole, done);
      const rest = planned(world, file(items));
      expect(rest.commands.map((one) => one.commandId)).toEqual(
        whole.commands.slice(done).map((one) => one.commandId),
      );
      run(world, rest);
      const order = [...world.tables.list('workItem', 'byProject', idFor('PONE'))];
      expect(order.map(({ title }) => title)).toEqual(['A', 'B', 'C', 'D']);
      expect(order[0]?.state).toBe(
        [...world.tables.all('state')].find(
          (state) => state.project === idFor('PONE') && state.category === 'unstarted',
        )?.id,
      );
    }
  });

  it('PLAN-18 gives commands in the name of its job, none from the future', () => {
    const world = new World();
    const late = { created_at: SECONDS * 10, updated_at: SECONDS * 10 };
    const made = planned(world, file([item('A', late)]));
    for (const command of made.commands) {
      expect(command).toMatchObject({ jobId: JOB, issuedAt: world.now, expect: null });
    }
    expect(new Set(made.commands.map((one) => one.commandId)).size).toBe(3);
    expect(made.commands[2]?.args).toMatchObject({ createdAt: world.now, updatedAt: world.now });
  });

  it('PLAN-19 reports in the shape that a job keeps, with at most 200 lines', () => {
    const many = Array.from({ length: 250 }, (_, i) => item(`${i}`, { item_type: 'chore' }));
    const { report } = planned(new World(), file(many));
    expect(report.lines).toHaveLength(200);
    expect(job.fields.report.rule.safeParse(report).success).toBe(true);
  });

  it('PLAN-19 reports in few bytes, however long the words of a file are', () => {
    const long = {
      item_type: '\u0001'.repeat(10_000),
      item_number: null,
      title: 'x'.repeat(9_000),
    };
    const items = Array.from({ length: 250 }, (_, i) => item(`${i}`, long));
    const tie = { blocking_item_id: idFor('0'), blocked_item_id: idFor('1'), created_at: 1 };
    const dependencies = Array.from({ length: 9_000 }, (_, i) => ({
      ...tie,
      id: idFor(`tie ${i}`),
      dependency_type: `kind ${i}`,
      created_by: null,
    }));
    const { report } = planned(new World(), file(items, { dependencies }));
    expect(JSON.stringify(report).length).toBeLessThan(250 * 1024);
    expect(report.notDone).toMatchObject([{ what: 'dependencies', count: 9_000 }]);
  });

  it('PLAN-20 says of an archived project that it comes as active', () => {
    const [world, report] = imported([], { projects: [project({ status: 'archived' })] });
    expect(world.tables.get('project', idFor('PONE'))?.status).toBe('active');
    expect(says(report)).toEqual(['PONE: is archived in the file: it comes as active']);
  });

  it('PLAN-23 sets damaged texts right where that was chosen, shows pairs, and counts', () => {
    const json = file([
      item('A', { title: 'R&amp;D', description: 'a &amp;amp;lt; b' }),
      item('B', { title: 'R&D' }),
    ]);
    const [world, other] = [new World(), new World()];
    const made = planned(world, json, { repair: true });
    expect(made.damage).toEqual({
      times: [1, 1],
      pairs: [
        { before: 'R&amp;D', after: 'R&D' },
        { before: 'a &amp;amp;lt; b', after: 'a < b' },
      ],
      known: true,
    });
    expect(made.report.repaired).toBe(2);
    run(world, made);
    run(other, planned(other, json));
    expect([world.item('A').title, world.text('A')?.text]).toEqual(['R&D', 'a < b']);
    expect([other.item('A').title, other.text('A')?.text]).toEqual(['R&amp;D', 'a &amp;amp;lt; b']);
    expect(world.item('B').title).toBe('R&D');
  });

  it('PLAN-29 plans by what is offered until something is chosen: known damage is repaired', () => {
    const items = [item('A', { title: 'R&amp;D', description: 'a &amp;lt; b' })];
    const world = new World();
    for (const [json, repair] of [
      [file(items), true],
      [file(items, { exported_by: 'another' }), false],
    ] as const) {
      const offered = planned(world, json, null);
      expect(offered.choices).toEqual({ repair, people: {} });
      expect(offered).toEqual(planned(world, json, { repair }));
    }
  });

  it('PLAN-30 counts as repaired only the texts that come', () => {
    const words = { title: 'R&amp;D', description: 'a &amp;lt; b' };
    const world = new World();
    const said = { id: idFor('said'), work_item_id: idFor('A'), content: 'x &amp;amp; y' };
    const comments = [{ ...said, created_at: SECONDS }];
    const json = file([item('A', words), item('B')], { comments });
    const first = planned(world, json, null);
    expect(first.report.repaired).toBe(3);
    run(world, first);
    const again = planned(world, json, null);
    expect([again.commands, again.report.repaired, says(again.report)]).toEqual([[], 0, []]);
    const later = item('A', { ...words, title: 'R&amp;D!', updated_at: SECONDS + 10 });
    expect(planned(world, file([later, item('B')]), null).report.repaired).toBe(1);
  });

  it('PLAN-24 changes what is newer in the file and was not changed here, again and again', () => {
    const world = new World();
    run(world, planned(world, file([item('A', { description: 'old' }), item('B')])));
    for (const [i, text] of ['new', 'newer'].entries()) {
      const later = { updated_at: SECONDS + 10 * (i + 1) };
      const words = { title: `A ${text}`, description: text, status: 'done', parent_id: null };
      const made = planned(world, file([item('A', { ...words, ...later }), item('B', later)]));
      expect(made.report).toMatchObject({ changed: { items: 1 }, unchanged: { items: 1 } });
      run(world, made);
      expect(world.item('A')).toMatchObject({
        title: `A ${text}`,
        version: 1,
        updatedAt: (SECONDS + 10 * (i + 1)) * 1000,
      });
      expect(world.text('A')).toMatchObject({ text, rev: i + 2, version: 1 });
      expect(planned(world, file([item('A', { ...words, ...later })])).commands).toEqual([]);
    }
  });

  it('PLAN-25 lists what differs and was changed here, and leaves it', () => {
    const world = new World();
    run(world, planned(world, file([item('A'), item('B', { description: 'x' }), item('C')])));
    world.must('workItem.edit', { id: world.id('A'), title: 'Mine' });
    world.must('document.edit', { id: world.id('B'), base: { rev: 1 }, patch: [[0, 1, 'mine']] });
    world.must('workItem.delete', { id: world.id('C') });
    const later = { updated_at: SECONDS * 1.02, title: 'Theirs' };
    const made = planned(world, file(['A', 'B', 'C'].map((name) => item(name, later))));
    expect(says(planned(world, file([item('D')])).report)).toEqual([]);
    expect(made.commands).toEqual([]);
    expect(says(made.report)).toEqual([
      'Theirs: differs from the file (title): it was changed here',
      'Theirs: differs from the file (title, description): it was changed here',
      'Theirs: differs from the file (title): it is in the trash here',
    ]);
  });

  it('PLAN-25 lists what an older file tells otherwise, and leaves it', () => {
    const world = new World();
    run(world, planned(world, file([item('A')])));
    const made = planned(world, file([item('A', { title: 'Before', updated_at: SECONDS - 9 })]));
    expect(made.commands).toEqual([]);
    expect(says(made.report)).toEqual([
      'Before: differs from the file (title): the file is not newer',
    ]);
  });

  it('PLAN-25 is held by the commands as well: what was edited meanwhile is refused', () => {
    const world = new World();
    run(world, planned(world, file([item('A', { description: 'x' })])));
    const later = { updated_at: SECONDS * 1.02, title: 'Theirs', description: 'theirs' };
    const made = planned(world, file([item('A', later)]));
    world.must('workItem.edit', { id: world.id('A'), title: 'Mine' });
    world.must('document.edit', { id: world.id('A'), base: { rev: 1 }, patch: [[0, 1, 'mine']] });
    for (const command of made.commands) {
      expect(world.commit(command, { via: 'import' })).toMatchObject({ code: 'CONFLICT' });
    }
    expect(made.commands).toHaveLength(2);
  });
});
