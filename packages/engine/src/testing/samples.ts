/** One valid command of every kind, for tests that go over all of them. */
import type { Args, CommandKind } from '../command.ts';
import { derivedId, idOf } from '../lib/id.ts';
import type { LoadedRow } from '../command/load.ts';
import { World } from './world.ts';

/**
 * A world in which every sample is accepted from ann: stories A and B, a subtask C under A, D in
 * the trash, a text on A, ann's job J, labels hot (on A) and sweet (of the workspace), stale in
 * the trash, and on A a comment that stands, one that was deleted and one that is settled, a menu
 * as a file, and an old one that was removed; A
 * blocks B; and a project LAB; max edits in WEB, and nina is in the workspace. `workspace.found` alone wants a world without anything.
 */
export function sampleWorld(seed = 1): World {
  const world = new World(seed);
  world.add('A', { description: 'Say hello.' });
  world.add('B');
  world.add('C', { type: 'subtask', parent: 'A' });
  world.add('D');
  world.must('workItem.delete', { id: world.id('D') });
  world.must('job.start', { id: world.id('J'), kind: 'import', subject: 'board.json', total: 10 });
  const project = world.id<'project'>('WEB');
  world.must('label.create', { id: world.id('hot'), project, name: 'hot' });
  world.must('label.create', { id: world.id('stale'), project, name: 'stale' });
  world.must('label.delete', { id: world.id('stale') });
  world.must('label.create', { id: world.id('sweet'), project: null, name: 'sweet' });
  world.must('workItem.label', { id: world.id('A'), add: [world.id('hot')] });
  const item = world.id<'workItem'>('A');
  for (const id of ['said', 'unsaid', 'settled'].map((name) => world.id<'comment'>(name))) {
    world.must('comment.create', { id, item, text: 'With butter?' });
  }
  world.must('comment.delete', { id: world.id('unsaid') });
  world.must('comment.resolve', { id: world.id('settled') });
  for (const id of ['menu', 'old menu'].map((name) => world.id<'attachment'>(name))) {
    world.must('attachment.add', { ...A_MENU, id, item }, { via: 'file' });
  }
  world.must('attachment.remove', { id: world.id('old menu') });
  const to = world.id<'workItem'>('B');
  world.must('dependency.add', { id: world.id('A blocks B'), from: item, to, kind: 'blocks' });
  world.must('project.create', { id: world.id('LAB'), key: 'LAB', title: 'Laboratory' });
  for (const name of ['max', 'nina']) world.person(name);
  world.member('max', 'editor');
  return world;
}

/** A file, as the door for files finds it. */
const A_MENU = {
  name: 'Menu.pdf',
  type: 'application/pdf',
  size: 4711,
  hash: 'cd'.repeat(32),
  width: null,
  height: null,
};

/** The door through which a kind comes: the runner's own kinds come from a job. */
export function viaOf(kind: CommandKind): 'job' | 'file' | 'socket' {
  if (kind === 'attachment.add') return 'file';
  const byRunner: readonly CommandKind[] = [
    'workspace.load',
    'project.import',
    'user.import',
    'workItem.import',
    'workItem.reimport',
    'document.import',
    'comment.import',
    'dependency.import',
    'job.progress',
    'job.finish',
  ];
  return byRunner.includes(kind) ? 'job' : 'socket';
}

/** A label of the workspace and its story, as an export has them. */
export function loadedLabel(id: string, by: string): readonly LoadedRow[] {
  const at = 1_600_000_000_000;
  const base = { createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
  const live = { ...base, deletedAt: null, deletedBy: null };
  const own = { name: `L ${id.slice(0, 8)}`, colour: '#112233' };
  const told = { table: 'label', row: id, verb: 'created', field: null, before: null, after: own };
  const story = derivedId<'activity'>(idOf<'command'>(id), 1);
  return [
    { table: 'label', row: { id, version: 3, ...live, project: null, ...own } },
    {
      table: 'activity',
      row: { id: story, version: 1, ...live, project: null, item: null, action: null, ...told },
    },
  ];
}

/** Valid arguments of every kind, every optional one given where that makes sense. */
export const sampleArgs: { readonly [K in CommandKind]: (world: World) => Args[K] } = {
  'workspace.found': (world) => ({
    id: world.id('workspace'),
    name: 'Bakery',
    timeZone: 'Europe/Berlin',
    userName: 'Ann',
    handle: 'ann',
  }),
  'workspace.edit': (world) => ({
    id: world.id('workspace'),
    name: 'Patisserie',
    timeZone: 'UTC',
    weekStart: 7,
    workingDays: 127,
  }),
  'workspace.load': (world) => ({ rows: loadedLabel(world.id('loaded'), world.id('ann')) }),
  'user.edit': (world) => ({
    id: world.id('ann'),
    name: 'Anna',
    handle: 'anna',
    colour: '#ff0000',
  }),
  'user.import': (world) => ({
    id: world.id('author'),
    name: 'Imported user 8357',
    handle: 'imported-8357',
  }),
  'project.create': (world) => ({
    id: world.id('APP'),
    key: 'APP',
    title: 'App',
    defaultRole: 'viewer',
    colour: '#00ff00',
  }),
  'project.edit': (world) => ({
    id: world.id('WEB'),
    key: 'WEB',
    title: 'Shop',
    defaultRole: 'viewer',
    colour: '#0000ff',
    wipRule: 'block',
    blockedRule: 'warn',
    requiredFields: { done: ['assignee', 'points'] },
  }),
  'project.archive': (world) => ({ id: world.id('WEB') }),
  'project.unarchive': (world) => ({ id: world.id('WEB') }),
  'project.import': (world) => ({
    id: world.id('OLD'),
    key: 'OLD',
    title: 'Old shop',
    description: 'Sells *bread*.',
    nextNumber: 221,
    createdAt: 1_600_000_000_000,
    updatedAt: 1_700_000_000_000,
    status: 'active',
    createdBy: world.id('ann'),
    updatedBy: world.id('ann'),
  }),
  'member.add': (world) => ({
    id: world.id('nina in WEB'),
    project: world.id('WEB'),
    user: world.id('nina'),
    role: 'viewer',
  }),
  'member.edit': (world) => ({ id: world.id(`${world.project.id} max`), role: 'admin' }),
  'member.remove': (world) => ({ id: world.id(`${world.project.id} max`) }),
  'state.create': (world) => ({
    id: world.id('Blocked'),
    project: world.id('WEB'),
    name: 'Blocked',
    category: 'started',
    colour: '#aa0000',
    after: world.state('In progress').id,
  }),
  'state.edit': (world) => ({
    id: world.state('To do').id,
    name: 'Ready',
    category: 'backlog',
    wipLimit: 5,
    colour: '#00aa00',
  }),
  'state.delete': (world) => ({
    id: world.state('In review').id,
    target: world.state('Done').id,
  }),
  'state.restore': (world) => ({ id: world.state('In review').id }),
  'state.move': (world) => ({ id: world.state('Done').id, after: null }),
  'label.create': (world) => ({
    id: world.id('cold'),
    project: world.id('WEB'),
    name: 'cold',
    colour: '#0000aa',
  }),
  'label.edit': (world) => ({ id: world.id('hot'), name: 'warm', colour: '#aa5500' }),
  'label.delete': (world) => ({ id: world.id('hot') }),
  'label.restore': (world) => ({ id: world.id('stale') }),
  'workItem.create': (world) => ({
    id: world.id('new'),
    project: world.id('WEB'),
    type: 'task',
    title: 'Bake',
    state: world.state('To do').id,
    parent: world.id('A'),
    priority: 'high',
    points: 2.5,
    assignee: world.id('ann'),
    startDate: '2026-03-02',
    dueDate: '2026-03-06',
    estimateMinutes: 90,
    description: 'With *butter*.',
    labels: [world.id<'label'>('sweet'), world.id<'label'>('hot')].toSorted(),
  }),
  'workItem.edit': (world) => ({
    id: world.id('A'),
    title: 'Greet',
    type: 'task',
    priority: 'low',
    points: 1,
    assignee: world.id('ann'),
    reporter: world.id('ann'),
    startDate: '2026-03-02',
    dueDate: '2026-03-02',
    estimateMinutes: 30,
  }),
  'workItem.editMany': (world) => ({
    project: world.id('WEB'),
    ids: [world.id('A'), world.id('B')],
    state: world.state('To do').id,
    type: 'story',
    parent: null,
    priority: 'high',
    points: 2,
    assignee: world.id('ann'),
    startDate: '2026-03-02',
    dueDate: '2026-03-06',
    estimateMinutes: 60,
    addLabels: [world.id('sweet')],
    removeLabels: [world.id('hot')],
    delete: 'tree',
  }),
  'workItem.label': (world) => ({
    id: world.id('A'),
    add: [world.id('sweet')],
    remove: [world.id('hot')],
  }),
  'workItem.move': (world) => ({
    id: world.id('A'),
    state: world.state('Done').id,
    after: world.id('B'),
    before: null,
    hint: 'V',
  }),
  'workItem.reparent': (world) => ({ id: world.id('C'), parent: world.id('B') }),
  'workItem.delete': (world) => ({ id: world.id('A'), children: 'tree' }),
  'workItem.restore': (world) => ({ id: world.id('D') }),
  'workItem.duplicate': (world) => ({
    id: world.id('A'),
    newId: world.id('A2'),
    withChildren: true,
  }),
  'workItem.purge': (world) => ({ id: world.id('D') }),
  'workItem.transfer': (world) => ({ id: world.id('A'), project: world.id('LAB') }),
  'workItem.import': (world) => ({
    id: world.id('old'),
    project: world.id('WEB'),
    number: 77,
    type: 'task',
    parent: world.id('A'),
    state: world.state('Done').id,
    rank: 'V',
    title: 'From before',
    priority: 'none',
    points: null,
    description: '',
    createdAt: 1_600_000_000_000,
    updatedAt: 1_700_000_000_000,
    createdBy: world.id('ann'),
    updatedBy: world.id('ann'),
    assignee: world.id('ann'),
  }),
  'workItem.reimport': (world) => ({
    id: world.id('B'),
    type: 'task',
    parent: null,
    state: world.state('Done').id,
    title: 'From later',
    priority: 'high',
    points: 4,
    assignee: world.id('ann'),
    updatedAt: 1_700_000_000_000,
    updatedBy: world.id('ann'),
  }),
  'document.import': (world) => ({
    id: world.id('A'),
    text: 'Say goodbye.',
    updatedAt: 1_700_000_000_000,
    updatedBy: world.id('ann'),
  }),
  'rows.revert': (world) => ({
    project: world.id('WEB'),
    changes: [
      { table: 'workItem', id: world.id('A'), field: 'title', wrote: 'A', restore: 'Before' },
    ],
  }),
  'document.edit': (world) => ({
    id: world.id('A'),
    base: { rev: 1 },
    patch: [[4, 5, 'goodbye']],
  }),
  'comment.create': (world) => ({
    id: world.id('comment'),
    item: world.id('A'),
    parent: world.id('said'),
    text: 'With *honey*?',
  }),
  'comment.delete': (world) => ({ id: world.id('said') }),
  'comment.restore': (world) => ({ id: world.id('unsaid') }),
  'comment.resolve': (world) => ({ id: world.id('said') }),
  'comment.unresolve': (world) => ({ id: world.id('settled') }),
  'comment.import': (world) => ({
    id: world.id('comment'),
    item: world.id('B'),
    parent: null,
    author: world.id('ann'),
    text: 'Once upon a time.',
    createdAt: 1_600_000_000_000,
    editedAt: 1_700_000_000_000,
  }),
  'attachment.add': (world) => ({
    id: world.id('photo'),
    item: world.id('A'),
    name: 'Oven.png',
    type: 'image/png',
    size: 2048,
    hash: 'ab'.repeat(32),
    width: 640,
    height: 480,
  }),
  'attachment.remove': (world) => ({ id: world.id('menu') }),
  'attachment.restore': (world) => ({ id: world.id('old menu') }),
  'dependency.add': (world) => ({
    id: world.id('tie'),
    from: world.id('B'),
    to: world.id('C'),
    kind: 'blocks',
  }),
  'dependency.remove': (world) => ({ id: world.id('A blocks B') }),
  'dependency.import': (world) => ({
    id: world.id('tie'),
    from: world.id('A'),
    to: world.id('C'),
    kind: 'relates',
    createdAt: 1_600_000_000_000,
  }),
  'job.start': (world) => ({
    id: world.id('J2'),
    kind: 'import',
    subject: 'other.json',
    total: 3,
    project: null,
    until: null,
  }),
  'job.progress': (world) => ({ id: world.id('J'), done: 4 }),
  'job.finish': (world) => ({
    id: world.id('J'),
    status: 'done',
    done: 10,
    report: {
      created: { items: 9 },
      unchanged: { items: 1 },
      notDone: [{ what: 'comments', count: 2, why: 'Not brought over.' }],
      lines: [{ at: 'OLD-7', says: 'got number 221' }],
    },
  }),
};
