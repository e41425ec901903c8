/**
 * Wishes: what people might want of a world, by chance. Most are sensible; some are not (rows that
 * are gone, parents of a wrong level, stale texts), so that refusals are walked through as well.
 */
import type { Args, Command, CommandKind } from '../command.ts';
import type { Reversion } from '../command/revert.ts';
import type { AnyRow } from '../entity/entity.ts';
import type { UserId } from '../entity/user.ts';
import type { LabelId } from '../entity/label.ts';
import { PROJECT_ROLES } from '../entity/member.ts';
import type { ProjectId } from '../entity/project.ts';
import { RULE_STRENGTHS } from '../entity/project.ts';
import { DEPENDENCY_KINDS } from '../entity/dependency.ts';
import { ITEM_TYPES, PRIORITIES } from '../entity/work-item.ts';
import type { WorkItem } from '../entity/work-item.ts';
import { STATE_CATEGORIES } from '../entity/state.ts';
import type { Id } from '../lib/id.ts';
import { patchOf } from '../lib/text-patch.ts';
import type { TableName } from '../entity/names.ts';
import { Chance } from './chance.ts';
import { loadedLabel, viaOf } from './samples.ts';
import type { World } from './world.ts';

const PEOPLE = ['ann', 'ben', 'gus', 'zoe'] as const;
const WORDS = ['bread', 'Brötchen', 'cake', '🥐', 'flour and water', '  tart ', ''] as const;

/** A wish and the person who has it. */
export interface Wish {
  readonly command: Command;
  readonly actor: UserId;
}

/** A world with people of every kind and a small tree of items in it, for wishes. */
export function peopled(world: World): World {
  world.person('ben', { role: 'member' });
  world.person('gus', { role: 'guest' });
  world.person('zoe', { role: 'member', status: 'deactivated' });
  world.member('gus', 'editor');
  world.add('epic', { type: 'epic' });
  world.add('story', { parent: 'epic', description: 'Say hello.' });
  world.add('task', { type: 'task', parent: 'story', points: 3 });
  world.add('bug', { type: 'bug', parent: 'story', state: 'In progress' });
  world.add('subtask', { type: 'subtask', parent: 'task', state: 'Done', points: 1 });
  return world;
}

/** The wish that a seed stands for in this world as it is now. */
export function wish(world: World, seed: number): Wish {
  const chance = new Chance(seed);
  const kind = chance.pick(KINDS) ?? 'workItem.create';
  const make = MAKERS[kind] as (world: World, chance: Chance) => Args[CommandKind];
  const args = make(world, chance);
  const via = viaOf(kind);
  world.circumstances = { ...world.circumstances, via };
  const actor = chance.yes(0.7) ? world.id<'user'>('ann') : someone(world, chance);
  return { command: world.command(kind, args as never) as Command, actor };
}

/** Arguments of one kind as somebody might wish them; null for a kind that nobody wishes here. */
export function argsOf(kind: CommandKind, world: World, chance: Chance): Args[CommandKind] | null {
  const make = MAKERS[kind] as ((world: World, chance: Chance) => Args[CommandKind]) | undefined;
  return make?.(world, chance) ?? null;
}

type Makers = { readonly [K in CommandKind]?: (world: World, chance: Chance) => Args[K] };

const MAKERS: Makers = {
  'workspace.edit': (world, chance) => ({ id: world.id('workspace'), name: words(chance) }),
  'user.edit': (world, chance) => ({
    id: someone(world, chance),
    handle: chance.pick(PEOPLE) ?? 'ann',
  }),
  'project.create': (_world, chance) => ({
    id: chance.id(),
    key: `P${chance.below(4)}`,
    title: words(chance),
  }),
  'project.edit': (world, chance) => ({
    id: any(world, chance, 'project'),
    title: words(chance),
    ...(chance.yes(0.2) ? { key: `Q${chance.below(4)}` } : {}),
    ...(chance.yes(0.4) ? { wipRule: chance.pick(RULE_STRENGTHS) ?? null } : {}),
    ...(chance.yes(0.4) ? { blockedRule: chance.pick(RULE_STRENGTHS) ?? null } : {}),
    ...(chance.yes(0.2)
      ? { requiredFields: chance.yes(0.7) ? null : { done: ['points'] as const } }
      : {}),
  }),
  'project.archive': (world, chance) => ({ id: any(world, chance, 'project') }),
  'project.unarchive': (world, chance) => ({ id: any(world, chance, 'project') }),
  'member.add': (world, chance) => ({
    id: chance.id(),
    project: any(world, chance, 'project'),
    user: someone(world, chance),
    role: chance.pick(PROJECT_ROLES) ?? 'editor',
  }),
  'member.edit': (world, chance) => ({
    id: any(world, chance, 'member'),
    role: chance.pick(PROJECT_ROLES) ?? 'editor',
  }),
  'member.remove': (world, chance) => ({ id: any(world, chance, 'member') }),
  'state.create': (world, chance) => ({
    id: chance.id(),
    project: any(world, chance, 'project'),
    name: words(chance),
    category: chance.pick(STATE_CATEGORIES) ?? 'done',
    ...(chance.yes() ? { after: any(world, chance, 'state') } : {}),
  }),
  'state.edit': (world, chance) => ({
    id: any(world, chance, 'state'),
    category: chance.pick(STATE_CATEGORIES) ?? 'done',
    ...(chance.yes() ? { name: words(chance) } : {}),
    ...(chance.yes() ? { wipLimit: chance.yes() ? 1 + chance.below(5) : null } : {}),
  }),
  'state.delete': (world, chance) => {
    const gone = any(world, chance, 'state');
    const project = world.tables.get('state', gone)?.project ?? '';
    const others = [...world.tables.list('state', 'byProject', project)];
    return { id: gone, target: chance.pick(others)?.id ?? gone };
  },
  'state.restore': (world, chance) => {
    const dead = [...world.tables.all('state')].filter((row) => row.deletedAt !== null);
    return { id: chance.pick(dead)?.id ?? any(world, chance, 'state') };
  },
  'state.move': (world, chance) => ({
    id: any(world, chance, 'state'),
    after: chance.yes(0.3) ? null : any(world, chance, 'state'),
  }),
  'label.create': (world, chance) => ({
    id: chance.id(),
    project: chance.yes(0.3) ? null : any(world, chance, 'project'),
    name: `${words(chance)}${chance.below(3)}`,
  }),
  'label.edit': (world, chance) => ({
    id: any(world, chance, 'label'),
    name: `${words(chance)}${chance.below(3)}`,
  }),
  'label.delete': (world, chance) => ({ id: any(world, chance, 'label') }),
  'label.restore': (world, chance) => ({ id: any(world, chance, 'label') }),
  'workItem.create': (world, chance) => {
    const beside = item(world, chance);
    return {
      id: chance.yes(0.95) ? chance.id() : any(world, chance, 'workItem'),
      project: beside?.project ?? any(world, chance, 'project'),
      type: chance.pick(ITEM_TYPES) ?? 'task',
      title: words(chance),
      ...(beside !== undefined && chance.yes(0.6) ? { parent: beside.id } : {}),
      ...(beside !== undefined && chance.yes() ? { state: beside.state } : {}),
      ...(chance.yes() ? { points: chance.below(10) / 2 } : {}),
      ...(chance.yes(0.3) ? { description: words(chance) } : {}),
      ...(chance.yes(0.2) ? { labels: labels(world, chance) } : {}),
    };
  },
  'workItem.edit': (world, chance) => ({
    id: any(world, chance, 'workItem'),
    ...(chance.yes() ? { title: words(chance) } : {}),
    ...(chance.yes(0.3) ? { type: chance.pick(ITEM_TYPES) ?? 'bug' } : {}),
    ...(chance.yes(0.3) ? { points: chance.yes() ? null : chance.below(8) } : {}),
    ...(chance.yes(0.3) ? { priority: chance.pick(PRIORITIES) ?? 'low' } : {}),
    ...(chance.yes(0.2) ? { assignee: someone(world, chance) } : {}),
    ...(chance.yes(0.2) ? { startDate: `2026-03-0${1 + chance.below(9)}` } : {}),
    ...(chance.yes(0.2) ? { dueDate: `2026-03-0${1 + chance.below(9)}` } : {}),
  }),
  'workItem.editMany': (world, chance) => {
    const project = item(world, chance)?.project ?? any(world, chance, 'project');
    const states = [...world.tables.list('state', 'byProject', project)];
    const some = Array.from({ length: 1 + chance.below(4) }, () => any(world, chance, 'workItem'));
    return {
      project,
      ids: some,
      ...(chance.yes(0.3) ? { state: chance.pick(states)?.id ?? chance.id() } : {}),
      ...(chance.yes(0.2) ? { type: chance.pick(ITEM_TYPES) ?? 'task' } : {}),
      ...(chance.yes(0.1) ? { parent: chance.yes() ? null : any(world, chance, 'workItem') } : {}),
      ...(chance.yes(0.2) ? { points: chance.yes() ? null : chance.below(8) } : {}),
      ...(chance.yes(0.2) ? { dueDate: `2026-03-0${1 + chance.below(9)}` } : {}),
      ...(chance.yes(0.3) ? { addLabels: labels(world, chance) } : {}),
      ...(chance.yes(0.2) ? { removeLabels: labels(world, chance) } : {}),
      ...(chance.yes(0.2) ? { delete: chance.yes() ? ('tree' as const) : ('up' as const) } : {}),
    };
  },
  'workItem.label': (world, chance) => ({
    id: any(world, chance, 'workItem'),
    ...(chance.yes(0.7) ? { add: labels(world, chance) } : {}),
    ...(chance.yes(0.4) ? { remove: labels(world, chance) } : {}),
  }),
  'workItem.move': (world, chance) => {
    const moving = item(world, chance);
    const states = [...world.tables.list('state', 'byProject', moving?.project ?? '')];
    return {
      id: moving?.id ?? chance.id(),
      state: chance.pick(states)?.id ?? any(world, chance, 'state'),
      ...(chance.yes(0.7) ? { after: any(world, chance, 'workItem') } : {}),
      ...(chance.yes(0.4) ? { before: any(world, chance, 'workItem') } : {}),
      ...(chance.yes(0.2) ? { hint: 'V' } : {}),
    };
  },
  'workItem.reparent': (world, chance) => ({
    id: any(world, chance, 'workItem'),
    parent: chance.yes(0.2) ? null : any(world, chance, 'workItem'),
  }),
  'workItem.delete': (world, chance) => ({
    id: any(world, chance, 'workItem'),
    ...(chance.yes(0.6) ? { children: chance.yes() ? ('tree' as const) : ('up' as const) } : {}),
  }),
  'workItem.duplicate': (world, chance) => ({
    id: any(world, chance, 'workItem'),
    newId: chance.id(),
    ...(chance.yes() ? { withChildren: chance.yes() } : {}),
  }),
  'workItem.purge': (world, chance) => {
    const dead = [...world.tables.all('workItem')].filter((row) => row.deletedAt !== null);
    return { id: chance.pick(dead)?.id ?? any(world, chance, 'workItem') };
  },
  'workItem.transfer': (world, chance) => ({
    id: any(world, chance, 'workItem'),
    project: any(world, chance, 'project'),
  }),
  'workItem.restore': (world, chance) => {
    const dead = [...world.tables.all('workItem')].filter((row) => row.deletedAt !== null);
    return { id: chance.pick(dead)?.id ?? any(world, chance, 'workItem') };
  },
  'workItem.import': (world, chance) => {
    const old = chance.yes(0.3) ? chance.pick([...world.tables.all('alias')]) : undefined;
    const project = old?.project ?? any(world, chance, 'project');
    const states = [...world.tables.list('state', 'byProject', project)];
    const given = world.tables.get('project', project)?.nextNumber ?? 60;
    const most = chance.yes() ? given : 60;
    return {
      id: old !== undefined && chance.yes() ? old.item : chance.id(),
      project,
      number: old?.number ?? (chance.yes(0.8) ? 1 + chance.below(most) : null),
      type: 'task',
      parent: null,
      state: chance.pick(states)?.id ?? any(world, chance, 'state'),
      title: words(chance),
      priority: 'none',
      points: null,
      description: words(chance),
      createdAt: 1_600_000_000_000,
      updatedAt: 1_600_000_000_000,
    };
  },
  'workspace.load': (world, chance) => ({
    rows: loadedLabel(chance.id(), someone(world, chance)),
  }),
  'user.import': (_world, chance) => ({
    id: chance.id(),
    name: 'Imported user',
    handle: `imported-${chance.below(4)}`,
  }),
  'workItem.reimport': (world, chance) => ({
    id: any(world, chance, 'workItem'),
    ...(chance.yes() ? { title: words(chance) } : {}),
    ...(chance.yes(0.3) ? { parent: any(world, chance, 'workItem') } : {}),
    updatedAt: 1_650_000_000_000,
    ...(chance.yes() ? { updatedBy: someone(world, chance) } : {}),
  }),
  'document.import': (world, chance) => ({
    id: any(world, chance, 'workItem') as string as Id<'document'>,
    text: words(chance),
    updatedAt: 1_650_000_000_000,
  }),
  'rows.revert': (world, chance) => {
    const project = item(world, chance)?.project ?? any(world, chance, 'project');
    const all = [...world.tables.list('workItem', 'byProject', project)];
    const changes = Array.from({ length: 1 + chance.below(3) }, (): Reversion => {
      const kept = chance.yes(0.2) ? keptReversion(world, chance, project) : null;
      if (kept !== null) return kept;
      const [one, other] = [chance.pick(all), chance.pick(all)];
      const fields = ['type', 'parent', 'state', 'rank', 'points', 'labels'] as const;
      const mark = chance.yes() ? ('deletedAt' as const) : ('deletedBy' as const);
      const field = one?.deletedAt ? mark : (chance.pick(fields) ?? 'state');
      const restore = field === mark ? null : (other?.[field] ?? null);
      const wrote = one?.[field] ?? null;
      return { table: 'workItem' as const, id: one?.id ?? chance.id(), field, wrote, restore };
    });
    return { project, changes };
  },
  'document.edit': (world, chance) => {
    const owner = item(world, chance)?.id ?? any(world, chance, 'project');
    const before = world.tables.get('document', owner as string as Id<'document'>);
    const text = `${before?.text ?? ''}`;
    const at = chance.below(text.length + 1);
    const after = text.slice(0, at) + words(chance) + text.slice(at + chance.below(3));
    const stale = chance.yes(0.1) ? 1 : 0;
    return {
      id: owner as string as Id<'document'>,
      base: { rev: Math.max(0, (before?.rev ?? 0) - stale) },
      patch: patchOf(text, after),
    };
  },
  'comment.create': (world, chance) => {
    const said = chance.yes(0.5) ? chance.pick([...world.tables.all('comment')]) : undefined;
    return {
      id: chance.yes(0.97) ? chance.id() : any(world, chance, 'comment'),
      item: said?.item ?? any(world, chance, 'workItem'),
      ...(said === undefined ? {} : { parent: said.parent ?? said.id }),
      text: words(chance),
    };
  },
  'comment.delete': (world, chance) => ({ id: any(world, chance, 'comment') }),
  'comment.restore': (world, chance) => {
    const dead = [...world.tables.all('comment')].filter((row) => row.deletedAt !== null);
    return { id: chance.pick(dead)?.id ?? any(world, chance, 'comment') };
  },
  'comment.resolve': (world, chance) => ({ id: any(world, chance, 'comment') }),
  'comment.unresolve': (world, chance) => ({ id: any(world, chance, 'comment') }),
  'comment.import': (world, chance) => ({
    id: chance.id(),
    item: any(world, chance, 'workItem'),
    parent: null,
    author: someone(world, chance),
    text: words(chance),
    createdAt: 1_600_000_000_000,
    editedAt: chance.yes() ? 1_600_000_000_000 : null,
  }),
  'attachment.add': (world, chance) => ({
    id: chance.yes(0.9) ? chance.id() : any(world, chance, 'attachment'),
    item: any(world, chance, 'workItem'),
    name: `${words(chance)}.png`,
    type: 'image/png',
    size: 1 + chance.below(5000),
    hash: `${chance.below(10)}`.repeat(64),
    width: chance.yes() ? 640 : null,
    height: null,
  }),
  'attachment.remove': (world, chance) => ({ id: any(world, chance, 'attachment') }),
  'attachment.restore': (world, chance) => {
    const dead = [...world.tables.all('attachment')].filter((row) => row.deletedAt !== null);
    return { id: chance.pick(dead)?.id ?? any(world, chance, 'attachment') };
  },
  'dependency.add': (world, chance) => ({
    id: chance.yes(0.97) ? chance.id() : any(world, chance, 'dependency'),
    ...ends(world, chance),
    kind: chance.yes(0.8) ? ('blocks' as const) : (chance.pick(DEPENDENCY_KINDS) ?? 'relates'),
  }),
  'dependency.remove': (world, chance) => ({ id: any(world, chance, 'dependency') }),
  'dependency.import': (world, chance) => ({
    id: chance.id(),
    from: any(world, chance, 'workItem'),
    to: any(world, chance, 'workItem'),
    kind: chance.pick(DEPENDENCY_KINDS) ?? 'relates',
    createdAt: 1_600_000_000_000,
  }),
  'job.start': (world, chance) => ({
    id: chance.id(),
    kind: chance.yes() ? 'import' : 'purge',
    subject: words(chance),
    total: chance.below(100),
    ...(chance.yes() ? { project: any(world, chance, 'project'), until: world.now } : {}),
  }),
  'job.progress': (world, chance) => ({ id: any(world, chance, 'job'), done: chance.below(100) }),
  'job.finish': (world, chance) => ({
    id: any(world, chance, 'job'),
    status: chance.yes() ? 'done' : 'failed',
    done: chance.below(100),
    report: null,
  }),
};

const OFTEN: readonly CommandKind[] = [
  'workItem.create',
  'workItem.create',
  'workItem.create',
  'workItem.move',
  'workItem.move',
  'workItem.edit',
  'workItem.reparent',
  'workItem.delete',
  'workItem.restore',
  'workItem.restore',
  'document.edit',
  'comment.create',
  'dependency.add',
  'dependency.add',
  'project.unarchive',
];

const KINDS = [...(Object.keys(MAKERS) as CommandKind[]), ...OFTEN];

function words(chance: Chance): string {
  return chance.pick(WORDS) ?? '';
}

function someone(world: World, chance: Chance): UserId {
  return world.id<'user'>(chance.pick(PEOPLE) ?? 'ann');
}

function item(world: World, chance: Chance): WorkItem | undefined {
  return chance.pick([...world.tables.all('workItem')]);
}

/** Up to two labels of this world. */
function labels(world: World, chance: Chance): LabelId[] {
  return Array.from({ length: chance.below(3) }, () => any(world, chance, 'label'));
}

/** An edit of what admins keep that is taken back; null where there is none of the chosen kind. */
function keptReversion(world: World, chance: Chance, project: ProjectId): Reversion | null {
  const table = chance.yes() ? 'member' : 'state';
  const field = table === 'member' ? 'role' : 'rank';
  const one = chance.pick<AnyRow>([...world.tables.list(table, 'byProject', project)] as never);
  const other = chance.pick<AnyRow>([...world.tables.list(table, 'byProject', project)] as never);
  if (one === undefined || other === undefined) return null;
  const restore = table === 'member' ? chance.pick(PROJECT_ROLES) : other[field];
  return { table, id: one.id, field, wrote: one[field], restore };
}

/** Two items to tie, mostly of the same few, so that people who do not see each other meet there. */
function ends(world: World, chance: Chance): Pick<Args['dependency.add'], 'from' | 'to'> {
  const few = [...world.tables.all('workItem')].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, 3);
  const end = () =>
    (chance.yes(0.7) ? chance.pick(few)?.id : undefined) ?? any(world, chance, 'workItem');
  return { from: end(), to: end() };
}

/** The id of some row of a table; now and then, of none. */
function any<T extends TableName>(world: World, chance: Chance, table: T): Id<T> {
  const row = chance.yes(0.97) ? chance.pick([...world.tables.all(table)]) : undefined;
  return (row?.id ?? chance.id()) as string as Id<T>;
}
