import { describe, expect, it } from 'vitest';

import type { Report } from '../entity/job.ts';
import { job } from '../entity/job.ts';
import { isRefusal, refuse } from '../refusal.ts';
import { idFor } from '../testing/chance.ts';
import { World } from '../testing/world.ts';
import type { ImportPlan } from './plan.ts';
import type { ImportChoices } from './choices.ts';
import { readChoices } from './choices.ts';
import { coldRowsOf, planImport } from './plan.ts';
import { coldKey } from './sheet.ts';

const SECONDS = 1_700_000_000;

/** An exported project PONE; `words` say what is different. */
const project = (words: object = {}) => ({
  id: idFor('PONE'),
  key: 'PONE',
  title: 'Project one',
  description: 'About *it*.',
  status: 'active',
  next_work_item_number: 10,
  created_at: SECONDS,
  updated_at: SECONDS + 0.25,
  created_by: '8357',
  ...words,
});

let position = 0;

/** An exported item of PONE. */
const item = (name: string, words: object = {}) => ({
  id: idFor(name),
  project_id: idFor('PONE'),
  parent_id: null,
  item_type: 'task',
  title: name,
  description: null,
  status: 'todo',
  priority: 'medium',
  story_points: null,
  assignee_id: null,
  sprint_id: null,
  position: (position += 1),
  item_number: null,
  created_at: SECONDS,
  updated_at: SECONDS,
  created_by: '8357',
  updated_by: null,
  ...words,
});

const file = (items: readonly object[], words: object = {}) => ({
  schema_version: 1,
  exported_by: 'pm-server',
  projects: [project()],
  work_items: items,
  ...words,
});

const JOB = idFor<'job'>('J');

/** Plans a file in a world in which nobody chose anything, or as `words` say. */
function plan(world: World, json: unknown, words: Partial<ImportChoices> = {}) {
  const { tables, now, actor: me } = world;
  const cold = new Map(
    coldRowsOf(json).flatMap((key) => {
      const row = tables.get(key.table, key.id as never);
      return row === undefined ? [] : [[coldKey(key), row] as const];
    }),
  );
  const choices = { repair: false, people: {}, ...words };
  return planImport({ tables, cold, job: JOB, me, now, choices }, json);
}

function planned(world: World, json: unknown, words: Partial<ImportChoices> = {}): ImportPlan {
  const made = plan(world, json, words);
  if (isRefusal(made)) throw new Error(JSON.stringify(made));
  return made;
}

/** Commits a plan, or its first commands; throws when one is refused. */
function run(world: World, made: ImportPlan, most = Infinity): World {
  for (const command of made.commands.slice(0, most)) {
    const answer = world.commit(command, { via: 'import' });
    if (isRefusal(answer)) throw new Error(`${command.kind}: ${JSON.stringify(answer)}`);
  }
  return world;
}

const imported = (items: readonly object[], words: object = {}): [World, Report] => {
  const world = new World();
  const made = planned(world, file(items, words));
  return [run(world, made), made.report];
};

const says = (report: Report): string[] =>
  report.lines.map(({ at, says: what }) => `${at}: ${what}`);

describe('reading the file of an export', () => {
  const reads = (json: unknown) => plan(new World(), json);

  it('PLAN-2 refuses what is no such file, with the place of the first thing that is wrong', () => {
    for (const [json, field] of [
      [null, 'the file'],
      ['{}', 'the file'],
      [[], 'the file'],
      [{}, 'schema_version'],
      [file([], { schema_version: 2 }), 'schema_version'],
      [file([], { projects: [] }), 'projects'],
      [file([item('A'), item('B', { parent_id: 'x' })]), 'work_items[1].parent_id'],
      [file([item('A', { title: 7 })]), 'work_items[0].title'],
      [file([item('A', { created_at: -1 })]), 'work_items[0].created_at'],
      [file([item('A', { item_number: 1.5 })]), 'work_items[0].item_number'],
      [file([], { projects: [project({ key: 'not a key' })] }), 'the key “not a key”'],
    ] as const) {
      expect(reads(json)).toMatchObject({ code: 'INVALID', field });
    }
  });

  it('PLAN-3 refuses a file in which an id or a key stands twice', () => {
    expect(reads(file([item('A'), item('A')]))).toMatchObject({
      code: 'INVALID',
      field: idFor('A'),
    });
    const two = [project(), project({ id: idFor('other'), key: ' pone' })];
    expect(reads(file([], { projects: two }))).toMatchObject({ code: 'INVALID', field: 'PONE' });
  });

  it('PLAN-4 refuses a file whose key another project has here', () => {
    const web = file([], { projects: [project({ key: 'web' })] });
    expect(reads(web)).toEqual(refuse('EXISTS', { field: 'key WEB' }));
  });

  it('PLAN-5 takes ids in capitals, leaves out what it does not know', () => {
    const json = file([item('A', { id: idFor('A').toUpperCase(), zzz: 1 })], { zzz: [] });
    expect(planned(new World(), json).commands.map(({ kind }) => kind)).toEqual([
      'user.import',
      'project.import',
      'workItem.import',
    ]);
  });
});

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

  it('PLAN-8 brings items over with what fits, parents before children wherever they stand', () => {
    const [world, report] = imported([
      item('sub', { item_type: 'subtask', parent_id: idFor('task') }),
      item('task', {
        parent_id: idFor('epic'),
        item_number: 7,
        story_points: 2.5,
        description: 'Do.',
      }),
      item('epic', { item_type: 'Epic', status: 'IN_PROGRESS', priority: 'Critical' }),
    ]);
    const state = (name: string) => world.tables.get('state', world.item(name).state)?.category;
    expect(world.item('task')).toMatchObject({
      parent: idFor('epic'),
      number: 7,
      points: 2.5,
      priority: 'medium',
      createdAt: SECONDS * 1000,
    });
    expect(world.item('sub').parent).toBe(idFor('task'));
    expect(world.item('epic')).toMatchObject({ type: 'epic', priority: 'critical' });
    expect([state('epic'), state('task')]).toEqual(['started', 'unstarted']);
    expect(world.text('task')?.text).toBe('Do.');
    expect(report.created).toEqual({ people: 1, projects: 1, items: 3, descriptions: 1 });
    expect(report.lines).toEqual([]);
  });

  it('PLAN-9 keeps the order of the file: by position, then by number', () => {
    const [world] = imported([
      item('C', { position: 2, item_number: 3 }),
      item('A', { position: 0.5 }),
      item('B', { position: 2, item_number: 1 }),
    ]);
    const order = [...world.tables.list('workItem', 'byProject', idFor('PONE'))];
    expect(order.map(({ title }) => title)).toEqual(['A', 'B', 'C']);
  });

  it('PLAN-10 keeps numbers; one that is taken or missing gets a new one past them all', () => {
    const [world, report] = imported(
      [
        item('A'),
        item('B', { item_number: 1 }),
        item('C', { item_number: 44 }),
        item('D', { item_number: 1 }),
      ],
      { projects: [project({ next_work_item_number: null })] },
    );
    expect(['A', 'B', 'C', 'D'].map((name) => world.item(name).number)).toEqual([45, 1, 44, 46]);
    expect(says(report)).toEqual(['number 1: number 1 is taken: it gets a new one']);
  });

  it('PLAN-10 gives an item that was deleted for good its own number back, and no other', () => {
    const [world] = imported([item('A', { item_number: 1 }), item('B', { item_number: 2 })]);
    for (const name of ['A', 'B']) {
      world.must('workItem.delete', { id: world.id(name) });
      world.must('workItem.purge', { id: world.id(name) });
    }
    const again = [item('A', { item_number: 1 }), item('C', { item_number: 2 })];
    const made = planned(world, file(again));
    run(world, made);
    expect(['A', 'C'].map((name) => world.item(name).number)).toEqual([1, 10]);
    expect(says(made.report)).toEqual(['number 2: number 2 is taken: it gets a new one']);
  });

  it('PLAN-11 says what it could not keep: types, states, priorities, points', () => {
    const [world, report] = imported([
      item('A', {
        item_type: 'chore',
        status: 'constructor',
        priority: 'urgent',
        story_points: 0.3,
      }),
    ]);
    expect(world.item('A')).toMatchObject({ type: 'task', priority: 'none', points: null });
    expect(world.tables.get('state', world.item('A').state)?.category).toBe('backlog');
    expect(says(report).toSorted()).toEqual([
      'A: 0.3 points are no halves from 0: left out',
      'A: priority “urgent” became none',
      'A: state “constructor” is not known here: it begins in the first one',
      'A: type “chore” became task',
    ]);
  });

  it('PLAN-12 puts an item at the root whose parent cannot be: missing, too low, elsewhere, in the trash', () => {
    const other = [project(), project({ id: idFor('PTWO'), key: 'PTWO' })];
    const [world, report] = imported(
      [
        item('missing', { parent_id: idFor('gone') }),
        item('low', { parent_id: idFor('same') }),
        item('same'),
        item('elsewhere', { parent_id: idFor('theirs') }),
        item('theirs', { item_type: 'epic', project_id: idFor('PTWO') }),
      ],
      { projects: other },
    );
    for (const name of ['missing', 'low', 'elsewhere']) expect(world.item(name).parent).toBeNull();
    expect(report.lines.map(({ at }) => at).toSorted()).toEqual(['elsewhere', 'low', 'missing']);

    const [here] = imported([
      item('epic', { item_type: 'epic' }),
      item('story', { item_type: 'story', parent_id: idFor('epic') }),
    ]);
    here.must('workItem.delete', { id: here.id('epic'), children: 'tree' });
    run(here, planned(here, file([item('child', { parent_id: idFor('story') })])));
    expect(here.item('child').parent).toBeNull();
    run(here, planned(here, file([item('child2', { parent_id: idFor('theirs') })])));
    expect(here.item('child2').parent).toBeNull();
  });

  it('PLAN-13 puts titles on one clean line of at most 500 characters, and says so', () => {
    const [world, report] = imported([
      item('A', { title: ' two\nlines ' }),
      item('B', { title: '🥐'.repeat(501) }),
      item('C', { title: ' \t', item_number: 9 }),
      item('D', { title: 'half \ud83e' }),
    ]);
    const titles = ['A', 'B', 'C', 'D'].map((name) => world.item(name).title);
    expect(titles).toEqual(['two lines', '🥐'.repeat(500), 'number 9', 'half \ufffd']);
    expect(report.lines).toHaveLength(4);
  });

  it('PLAN-14 leaves a description out that is no text that fits, and says so', () => {
    const [world, report] = imported([
      item('A', { description: 'x'.repeat(192 * 1024 + 1) }),
      item('B', { description: '\udd50' }),
      item('C', { description: 'x'.repeat(170_000) }),
    ]);
    expect(['A', 'B', 'C'].map((name) => world.text(name)?.text.length)).toEqual([
      undefined,
      undefined,
      170_000,
    ]);
    expect(report.created['descriptions']).toBe(1);
    expect(report.lines).toHaveLength(2);
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

  it('PLAN-20 says of an archived project that it comes as active', () => {
    const [world, report] = imported([], { projects: [project({ status: 'archived' })] });
    expect(world.tables.get('project', idFor('PONE'))?.status).toBe('active');
    expect(says(report)).toEqual(['PONE: is archived in the file: it comes as active']);
  });

  it('PLAN-21 makes a new person of each author, or takes who was chosen for them', () => {
    const json = file([item('A', { updated_by: idFor('someone'), assignee_id: idFor('someone') })]);
    const world = new World();
    const made = planned(world, json);
    expect(made.authors).toMatchObject([
      { id: '8357', rows: 2, name: 'Imported user 8357', here: null },
      { id: idFor('someone'), rows: 1, here: null },
    ]);
    run(world, made);
    const { createdBy, updatedBy, assignee, reporter } = world.item('A');
    expect([updatedBy, assignee]).toEqual([idFor('someone'), idFor('someone')]);
    expect(reporter).toBe(createdBy);
    expect(world.tables.get('user', createdBy)).toMatchObject({
      name: 'Imported user 8357',
      handle: 'imported-8357',
      status: 'deactivated',
    });
    expect(planned(world, json).authors.map(({ here }) => here)).toEqual([createdBy, updatedBy]);
    const nobody = new World();
    run(nobody, planned(nobody, json, { people: { '8357': nobody.id('ann') } }));
    expect(planned(nobody, json).commands).toEqual([]);

    const other = new World();
    run(other, planned(other, json, { people: { '8357': other.id('ann') } }));
    expect(other.item('A')).toMatchObject({ createdBy: other.id('ann'), updatedBy });
    expect(other.tables.count('user')).toBe(2);
  });

  it('PLAN-22 refuses a choice that names nobody who is active here', () => {
    const world = new World();
    world.person('zoe', { status: 'deactivated' });
    for (const nobody of ['zoe', 'nobody']) {
      const choices = { people: { '8357': world.id<'user'>(nobody) } };
      expect(plan(world, file([]), choices)).toMatchObject({ field: 'people.8357' });
    }
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

  it('PLAN-27 brings comments over in the order in which they were written', () => {
    const comment = (name: string, words: object = {}) => ({
      id: idFor(name),
      work_item_id: idFor('A'),
      content: `${name} says`,
      created_at: SECONDS,
      updated_at: SECONDS,
      created_by: '8357',
      updated_by: '8357',
      ...words,
    });
    const comments = [
      comment('late', { created_at: SECONDS + 5, updated_at: SECONDS + 9 }),
      comment('early', { created_by: null }),
      comment('lost', { work_item_id: idFor('gone') }),
      comment('empty', { content: ' ' }),
    ];
    const json = file([item('A')], { comments });
    const [world, report] = imported([item('A')], { comments });
    const rows = ['early', 'late'].map((name) => world.tables.get('comment', idFor(name)));
    expect(rows).toMatchObject([
      { item: idFor('A'), author: world.id('ann'), createdAt: SECONDS * 1000, editedAt: null },
      { createdAt: (SECONDS + 5) * 1000, editedAt: (SECONDS + 9) * 1000 },
    ]);
    expect(world.text('late')?.text).toBe('late says');
    expect(report.created['comments']).toBe(2);
    expect(report.notDone).toMatchObject([{ what: 'comments', count: 1 }]);
    expect(says(report)).toContain('a comment on A: is empty: left out');
    expect(planned(world, json)).toMatchObject({
      commands: [],
      report: { unchanged: { comments: 2 } },
    });

    const later = [comment('late', { content: 'corrected', updated_at: SECONDS + 99 })];
    run(world, planned(world, file([item('A')], { comments: later })));
    expect(world.text('late')?.text).toBe('corrected');
    expect(world.tables.get('comment', idFor('late'))?.editedAt).toBe((SECONDS + 99) * 1000);
    expect(planned(world, file([item('A')], { comments: later })).commands).toEqual([]);
  });

  it('PLAN-28 brings dependencies over; one whose other end is nowhere is listed', () => {
    const tie = (name: string, from: string, to: string, kind = 'blocks') => ({
      id: idFor(name),
      blocking_item_id: idFor(from),
      blocked_item_id: idFor(to),
      dependency_type: kind,
      created_at: SECONDS,
      created_by: '8357',
    });
    const dependencies = [
      tie('d1', 'A', 'B'),
      tie('d2', 'B', 'A', 'relates_to'),
      tie('d3', 'A', 'gone'),
      tie('d4', 'A', 'B', 'likes'),
    ];
    const [world, report] = imported([item('A'), item('B')], { dependencies });
    expect(world.tables.get('dependency', idFor('d1'))).toMatchObject({
      from: idFor('A'),
      to: idFor('B'),
      kind: 'blocks',
      createdAt: SECONDS * 1000,
    });
    expect(world.tables.get('dependency', idFor('d2'))?.kind).toBe('relates');
    expect(report.created['dependencies']).toBe(2);
    expect(report.notDone.map(({ what, count }) => `${count} ${what}`)).toEqual([
      '1 dependencies',
      '1 dependencies',
    ]);
    const json = file([item('A'), item('B')], { dependencies });
    expect(planned(world, json).commands).toEqual([]);
  });

  it('PLAN-26 choices must be of their shape', () => {
    expect(readChoices({ repair: true, people: {} })).toEqual({ repair: true, people: {} });
    for (const wrong of [null, {}, { repair: 1, people: {} }, { repair: true, people: { a: 'b' } }])
      expect(readChoices(wrong)).toMatchObject({ code: 'INVALID' });
  });
});
