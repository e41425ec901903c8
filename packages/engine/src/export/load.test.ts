import { describe, expect, it } from 'vitest';

import type { Command } from '../command.ts';
import type { LoadedRow } from '../command/load.ts';
import type { AnyRow } from '../entity/entity.ts';
import type { Refusal } from '../refusal.ts';
import { isRefusal } from '../refusal.ts';
import { idFor } from '../testing/chance.ts';
import { rowsOf } from '../testing/audit.ts';
import { World } from '../testing/world.ts';
import { peopled, wish } from '../testing/wishes.ts';
import type { LoadBefore, LoadPlan } from './load.ts';
import { planLoad } from './load.ts';
import { Loading } from './loading.ts';
import { EXPORT_ORDER, EXPORTED, lineOf, workspaceLine } from './line.ts';
import type { Candidate } from './selection.ts';
import { Selection } from './selection.ts';

/** All lines of an export of this world, and what a reader makes of them. */
function exported(world: World, project: string | null = null) {
  const rows: Candidate[] = [...rowsOf(world.tables)].map(([key, row]) => ({
    table: key.split(' ')[0] as Candidate['table'],
    row,
  }));
  for (const row of world.activity) rows.push({ table: 'activity', row: row as unknown as AnyRow });
  const selection = new Selection(project === null ? null : world.id<'project'>(project));
  for (const table of EXPORTED) {
    for (const one of rows) if (one.table === table) selection.trace(one);
  }
  const inOrder = EXPORTED.flatMap((table) => {
    const by = EXPORT_ORDER[table] ?? ['id'];
    const key = (row: AnyRow) => by.map((name) => String(row[name]).padStart(40, '0')).join(' ');
    return rows
      .filter((one) => one.table === table && selection.has(one))
      .toSorted((a, b) => (key(a.row) < key(b.row) ? -1 : 1));
  });
  const workspace = world.tables.get('workspace', world.id('workspace'));
  if (workspace === undefined) throw new Error('no workspace');
  const lines = inOrder.map(({ table, row }) => lineOf(table, row));
  return {
    text: [workspaceLine(workspace), ...lines].join('\n'),
    file: {
      workspace: (JSON.parse(workspaceLine(workspace)) as { workspace: typeof workspace })
        .workspace,
      rows: lines.map((line) => JSON.parse(line) as LoadedRow),
    },
  };
}

type File = ReturnType<typeof exported>['file'];

function planned(
  world: World,
  { workspace, rows }: File,
  before: LoadBefore | null = null,
): LoadPlan | Refusal {
  const { tables, actor: me, now } = world;
  const loading = new Loading();
  loading.words = workspace;
  for (const [i, row] of rows.entries()) {
    const wrong = loading.row(row, JSON.stringify(row).length, i + 3);
    if (wrong !== null) return wrong;
    if (row.table === 'attachment') loading.bytes(row.row['hash'] as string);
  }
  return planLoad({ tables, job: idFor('J'), me, now, before }, loading);
}

/** The commands of a plan, as they come while they are handed in. */
function* commandsOf(world: World, plan: LoadPlan, { rows }: File): Generator<Command> {
  yield* plan.first;
  const cutter = plan.cutter();
  let number = 0;
  const next = (part: readonly LoadedRow[] | null): readonly Command[] => {
    if (part === null) return [];
    const made = plan.part(world.tables, number, part);
    number += 1;
    return made === null ? [] : [made];
  };
  for (const row of rows) yield* next(cutter.add(row, JSON.stringify(row).length));
  yield* next(cutter.rest());
  expect(plan.first.length + number).toBe(plan.total);
}

function must(made: ReturnType<typeof planned>): LoadPlan {
  if (isRefusal(made)) throw new Error(JSON.stringify(made));
  return made;
}

function load(world: World, file: File, plan = must(planned(world, file))): LoadPlan {
  for (const command of commandsOf(world, plan, file)) {
    const answer = world.commit(command, { via: 'import' });
    if (isRefusal(answer)) throw new Error(`${command.kind}: ${JSON.stringify(answer)}`);
  }
  return plan;
}

/** A new workspace whose founder has this name. */
function founded(name: string): World {
  const world = new World(7, 'empty').as(name);
  world.must('workspace.found', {
    id: idFor('workspace'),
    name: 'New',
    timeZone: 'UTC',
    userName: name,
    handle: 'ann',
  });
  return world;
}

/** A world after many wishes: rows of all kinds, some in the trash. */
function lived(seed: number, wishes: number): World {
  const world = peopled(new World(seed));
  for (let i = 0; i < wishes; i += 1) {
    const { command, actor } = wish(world, seed * 1000 + i);
    if (command.kind === 'job.start') continue;
    world.actor = actor;
    world.commit(command, {});
  }
  world.actor = idFor('ann');
  world.circumstances = { ...world.circumstances, via: 'socket' };
  return world;
}

describe('export and load', () => {
  it.each([1, 2, 3, 4])('EXPORT-1 what was loaded has the very export it came from: %i', (seed) => {
    const { text, file } = exported(lived(seed, 250));
    const other = founded('carl');
    load(other, file);
    expect(exported(other).text).toBe(text);
  });

  it('EXPORT-2 of one project has its rows, and the people and labels they name', () => {
    const world = lived(5, 200);
    const { file, text } = exported(world, 'WEB');
    const projects = file.rows.filter(({ table }) => table === 'project');
    expect(projects.map(({ row }) => row['id'])).toEqual([world.id('WEB')]);
    for (const { row } of file.rows) {
      if (row['project'] !== undefined && row['project'] !== null) {
        expect(row['project']).toBe(world.id('WEB'));
      }
    }
    const other = founded('carl');
    load(other, file);
    expect(exported(other, 'WEB').text).toBe(text);
  });

  it('EXPORT-3 nothing of the journal is in it: no seq, no entry, no text beside its revisions', () => {
    const world = new World();
    world.add('A', { description: 'Say hello.' });
    const { rows } = exported(world).file;
    for (const { table, row } of rows) {
      expect(row).not.toHaveProperty('seq');
      if (table === 'document') expect(row).not.toHaveProperty('text');
      if (table === 'activity') expect(row).not.toHaveProperty('entry');
    }
    expect(rows.filter(({ table }) => table === 'activity').length).toBeGreaterThan(0);
  });

  it('EXPORT-4 who loads it gives a handle up that somebody in the file has', () => {
    const { file } = exported(new World());
    const world = founded('carl');
    const plan = load(world, file);
    expect(world.tables.get('user', world.id('carl'))?.handle).toBe('ann-2');
    expect(plan.report.lines).toHaveLength(1);
    expect(world.tables.get('workspace', world.id('workspace'))?.name).toBe('Bakery');
  });

  it('EXPORT-5 a project, key or handle that is here already is refused before anything is done', () => {
    const { file } = exported(new World());
    const world = founded('carl');
    load(world, file);
    expect(planned(world, file)).toEqual({ code: 'EXISTS', field: 'project WEB' });
    const other = founded('carl');
    other.must('project.create', { id: idFor('other'), key: 'WEB', title: 'Mine' });
    expect(planned(other, file)).toEqual({ code: 'EXISTS', field: 'key WEB' });
    const third = founded('carl');
    third.must('project.create', { id: idFor('other'), key: 'APP', title: 'Mine' });
    expect(planned(third, file)).toEqual({ code: 'EXISTS', field: 'handle @ann' });
  });

  it('EXPORT-6 a file that somebody has made wrong is refused with the place', () => {
    const source = new World();
    source.add('A', { description: 'Say hello.' });
    source.add('B', { parent: undefined as never });
    const { file } = exported(source);
    const other = founded('carl');
    const wrong = (table: string, words: object): unknown => {
      const rows = file.rows.map((one) =>
        one.table === table ? { ...one, row: { ...one.row, ...words } } : one,
      );
      return planned(other, { ...file, rows });
    };
    for (const [table, words] of [
      ['workItem', { title: '' }],
      ['workItem', { state: idFor('nowhere') }],
      ['workItem', { number: 1 }],
      ['workItem', { reporter: idFor('nobody') }],
      ['workItem', { parent: idFor('A') }],
      ['revision', { rev: 2 }],
      ['revision', { patch: [[3, 1, 'x']] }],
      ['member', { user: idFor('nobody') }],
      ['user', { id: 'x' }],
    ] as const) {
      expect(wrong(table, words)).toMatchObject({ code: 'INVALID' });
    }
    expect(planned(other, { ...file, rows: [...file.rows, ...file.rows] })).toMatchObject({
      code: 'INVALID',
    });
    expect(isRefusal(planned(other, file))).toBe(false);
  });

  it('EXPORT-9 old keys come along without their item, and keep their number taken', () => {
    const source = new World();
    source.must('project.create', { id: source.id('APP'), key: 'APP', title: 'App' });
    for (const name of ['gone', 'moved', 'stays']) source.add(name);
    source.must('workItem.delete', { id: source.id('gone') });
    source.must('workItem.purge', { id: source.id('gone') });
    source.must('workItem.transfer', { id: source.id('moved'), project: source.id('APP') });
    for (const project of ['WEB', null]) {
      const { file, text } = exported(source, project);
      const other = founded('carl');
      load(other, file);
      expect(exported(other, project).text).toBe(text);
      const numbers = [...other.tables.all('alias')].map(({ number }) => number);
      expect(new Set(numbers)).toEqual(new Set([1, 2]));
      const twice = file.rows.map((one) =>
        one.table === 'alias' ? { ...one, row: { ...one.row, number: 3 } } : one,
      );
      expect(planned(founded('carl'), { ...file, rows: twice })).toMatchObject({
        code: 'INVALID',
        rule: 'has the number 3, which another has too',
      });
    }
  });

  it('EXPORT-7 a load that was cut off plans the same commands again', () => {
    const { file } = exported(lived(6, 700));
    const world = founded('carl');
    const plan = must(planned(world, file));
    const whole = [...commandsOf(world, plan, file)];
    const parts = whole.filter(({ kind }) => kind === 'workspace.load');
    expect(parts.length).toBeGreaterThan(2);
    for (const one of whole.slice(0, -parts.length + 1)) world.commit(one, { via: 'import' });
    const again = [...commandsOf(world, must(planned(world, file, plan.before)), file)];
    const rest = again.slice(-parts.length + 1);
    expect(rest.map((one) => [one.commandId, one.args])).toEqual(
      parts.slice(1).map((one) => [one.commandId, one.args]),
    );
    const ids = new Set(whole.map(({ commandId }) => commandId));
    expect(again.every(({ commandId }) => ids.has(commandId))).toBe(true);
  });

  it('EXPORT-7 beside another project, the rest leaves the workspace and its people as they are', () => {
    const { file } = exported(lived(6, 700));
    const world = founded('carl');
    world.must('project.create', { id: idFor('other'), key: 'OTHER', title: 'Mine' });
    world.must('user.edit', { id: idFor('carl'), handle: 'carl' });
    const plan = must(planned(world, file));
    const [first, ...others] = commandsOf(world, plan, file).toArray();
    if (first === undefined) throw new Error('nothing to load');
    expect(others.length).toBeGreaterThan(1);
    world.commit(first, { via: 'import' });
    for (const command of commandsOf(world, must(planned(world, file, plan.before)), file)) {
      if (command.commandId === first.commandId) continue; // the room knows its verdict
      expect(world.commit(command, { via: 'import' })).toBeInstanceOf(Array);
    }
    expect(world.tables.get('workspace', world.id('workspace'))?.name).toBe('New');
    expect(world.tables.get('user', world.id('carl'))?.handle).toBe('carl');
    const told = exported(world).file.rows.filter(({ row }) => row['table'] === 'workspace');
    expect(told.map(({ row }) => row['createdBy'])).toEqual([world.id('carl')]);
  });

  it('EXPORT-7 EXPORT-10 of who was here before, no history comes after a stop either', () => {
    const source = new World();
    source.person('ben', { role: 'member' });
    source.must('label.create', { id: source.id('hot'), name: 'hot', project: null });
    source.must('label.edit', { id: source.id('hot'), name: 'warm' });
    source.must('user.edit', { id: source.id('ann'), name: 'Anna' });
    source.must('user.edit', { id: source.id('ben'), name: 'Benno' });
    source.as('ben').add('A');
    const { file } = exported(source);
    const here: string[] = [source.id('ann'), source.id('hot')];
    const bring = (rows: readonly LoadedRow[]): void =>
      void world.must('workspace.load', { rows }, { via: 'import' });
    const world = founded('carl');
    world.must('user.edit', { id: world.id('carl'), handle: 'carl' });
    bring(file.rows.filter(({ row }) => here.includes(String(row['id']))));
    const plan = must(planned(world, file));
    expect(plan.before).toEqual({ isNew: true, known: here });
    bring(file.rows.filter(({ row }) => row['id'] === source.id('ben')));
    const again = must(planned(world, file, plan.before));
    const told = [...commandsOf(world, again, file)].flatMap(({ kind, args }) =>
      kind === 'workspace.load' && 'rows' in args ? args.rows.map(({ row }) => row['row']) : [],
    );
    expect(told).toEqual(expect.arrayContaining([source.id('A'), source.id('ben')]));
    for (const id of here) expect(told).not.toContain(id);
    expect(again.report).toEqual(plan.report);
  });

  it('EXPORT-8 loading leaves no activity of its own, and refuses what is there', () => {
    const { file } = exported(lived(8, 60));
    const world = founded('carl');
    const before = world.activity.length;
    const plan = load(world, file);
    expect(world.activity.slice(before).every(({ table }) => table !== 'workItem')).toBe(true);
    const last = commandsOf(founded('zoe'), plan, file).toArray().at(-1);
    if (last === undefined) throw new Error('nothing to load');
    expect(world.do(last.kind, last.args as never, { via: 'import' })).toMatchObject({
      code: 'EXISTS',
    });
    const row = file.rows.at(-1);
    const twice = founded('zoe').do(
      'workspace.load',
      { rows: [row, row] as never },
      { via: 'import' },
    );
    expect(twice).toMatchObject({ code: 'EXISTS' });
  });

  it('EXPORT-10 what people changed in the workspace and in people comes along', () => {
    const world = new World();
    world.add('A');
    world.must('workspace.edit', { id: world.id('workspace'), name: 'Patisserie' });
    world.must('user.edit', { id: world.id('ann'), name: 'Anna' });
    const tellings = (of: World) =>
      exported(of)
        .file.rows.filter(({ table, row }) => table === 'activity' && row['project'] === null)
        .map(({ row }) => `${String(row['table'])} ${String(row['verb'])}`);
    expect(tellings(world).toSorted()).toEqual([
      'user changed',
      'user created',
      'workspace changed',
      'workspace created',
    ]);
    const { text, file } = exported(world);
    const other = founded('carl');
    load(other, file);
    expect(exported(other).text).toBe(text);
    other.must('workspace.edit', { id: other.id('workspace'), weekStart: 7 });
    other.must('project.create', { id: other.id('NEW'), key: 'NEW', title: 'New' });
    expect(tellings(other)).toHaveLength(tellings(world).length + 5);
    const project = exported(world, 'WEB').file.rows;
    expect(project.filter(({ row }) => row['table'] === 'workspace')).toEqual([]);
  });

  it('EXPORT-11 a file whose bytes were lost comes without them: marked, and in the report', () => {
    const world = new World();
    world.add('A');
    const file = { type: 'text/plain', size: 6, width: null, height: null };
    for (const [name, hash] of Object.entries({ 'a.txt': 'a', 'b.txt': 'b', 'again.txt': 'a' })) {
      const args = { ...file, id: idFor<'attachment'>(name), name, hash: hash.repeat(64) };
      world.must('attachment.add', { ...args, item: world.id('A') }, { via: 'file' });
    }
    const { rows, workspace } = exported(world).file;
    const loading = new Loading();
    loading.words = workspace;
    for (const [i, row] of rows.entries()) expect(loading.row(row, 100, i + 3)).toBeNull();
    const other = founded('carl');
    const { tables, actor: me, now } = other;
    const plan = () => planLoad({ tables, job: idFor('J'), me, now, before: null }, loading);
    loading.bytes('b'.repeat(64));
    expect(plan()).toMatchObject({ code: 'INVALID', rule: expect.stringContaining('lacks') });
    loading.without('a'.repeat(64));
    const made = plan();
    if (isRefusal(made)) throw new Error(made.code);
    expect(made.report).toMatchObject({
      created: { attachments: 3 },
      notDone: [{ what: 'bytes of attachments', count: 2 }],
    });
    const said = made.report.lines.filter(({ at }) => at === 'WEB-1').map(({ says }) => says);
    expect(new Set(said.map((one) => one.split(' ')[0]))).toEqual(new Set(['a.txt', 'again.txt']));
    const cutter = made.cutter();
    for (const row of rows) cutter.add(row, 100);
    const command = made.part(tables, 0, cutter.rest() ?? []);
    if (command === null) throw new Error('nothing to load');
    for (const one of [...made.first, command]) other.commit(one, { via: 'import' });
    const marks = ['a.txt', 'b.txt', 'again.txt'].map(
      (name) => tables.get('attachment', idFor(name))?.lost,
    );
    expect(marks).toEqual([true, null, true]);
    expect(exported(other).text).toBe(exported(world).text);
  });
});
