/**
 * Dependencies: how one item stands to another. `blocks` has a direction and closes no circle;
 * `relates` has none; `duplicates` says which of two is the copy. Two items have one of each kind
 * at most. They may be of two projects: who sees both and edits one of them may tie them.
 */
import { patch, put } from '../change.ts';
import type { Dependency, DependencyId } from '../entity/dependency.ts';
import { dependency } from '../entity/dependency.ts';
import type { ProjectId } from '../entity/project.ts';
import type { WorkItem, WorkItemId } from '../entity/work-item.ts';
import { as, id, instant } from '../field.ts';
import { blockedBy, wayBetween } from '../dependency-graph.ts';
import { keyOf } from '../key.ts';
import { isOpen } from '../query/blocked.ts';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import { MAX_WALK } from '../limits.ts';
import { atLeast, roleIn } from '../role.ts';
import type { Tables } from '../tables.ts';
import type { Context, Subject } from './declare.ts';
import { command, newRow } from './declare.ts';

const fields = dependency.fields;

/** The most dependencies that an item may have, both ways. */
export const MOST_DEPENDENCIES = 100;

interface Ends {
  readonly id: DependencyId;
  readonly from: WorkItemId;
  readonly to: WorkItemId;
  readonly kind: Dependency['kind'];
}

const aboutEnds = ({ from, to }: Ends, tables: Tables): Subject => ({
  project: tables.get('workItem', from)?.project,
  row: { table: 'workItem', id: from },
  other: {
    project: tables.get('workItem', to)?.project,
    row: { table: 'workItem', id: to },
  },
});

/** Ties two items: `from` blocks, relates to or duplicates `to`. */
export const addDependency = command({
  kind: 'dependency.add',
  no: 70,
  v: 1,
  args: {
    id: id<'dependency'>(1),
    from: as(2, fields.from),
    to: as(3, fields.to),
    kind: as(4, fields.kind),
  },
  about: aboutEnds,
  decide: (args, tables, ctx) => {
    const made = rowOf(args, tables, ctx);
    if ('code' in made) return made;
    return wrongWith(tables, made, ctx) ?? [put('dependency', made)];
  },
});

/** The command of the import runner: a dependency as another program exported it. */
export const importDependency = command({
  kind: 'dependency.import',
  no: 72,
  v: 1,
  args: {
    id: id<'dependency'>(1),
    from: as(2, fields.from),
    to: as(3, fields.to),
    kind: as(4, fields.kind),
    createdAt: instant(5),
  },
  about: aboutEnds,
  decide: (args, tables, ctx) => {
    const made = rowOf(args, tables, ctx);
    if ('code' in made) return made;
    const at = Math.min(args.createdAt, ctx.now);
    const wrong = wrongWith(tables, made, ctx);
    return wrong ?? [put('dependency', { ...made, createdAt: at, updatedAt: at })];
  },
});

/** Unties two items, from whichever of them the person edits. */
export const removeDependency = command({
  kind: 'dependency.remove',
  no: 71,
  v: 1,
  args: { id: id<'dependency'>(1) },
  about: (args, tables) => {
    const row = tables.get('dependency', args.id);
    const key = { table: 'dependency' as const, id: args.id };
    if (row === undefined) return { row: key };
    const [project, other] = [row.project, row.toProject].filter(
      (one, i, both) => both.indexOf(one) === i && tables.get('project', one) !== undefined,
    );
    return { row: key, project, ...(other === undefined ? {} : { other: { project: other } }) };
  },
  inArchive: true,
  decide: (args, tables, ctx) => {
    const row = tables.get('dependency', args.id);
    if (row === undefined) return refuse('NOT_FOUND', { what: 'dependency' });
    const readOnly = archived(tables, [row.project, row.toProject], ctx);
    if (readOnly !== null) return readOnly;
    return [patch('dependency', row.id, { deletedAt: ctx.now, deletedBy: ctx.actor })];
  },
});

/** ARCHIVED where none of the projects that this person edits can be written. */
function archived(tables: Tables, projects: readonly ProjectId[], ctx: Context): Refusal | null {
  const person = tables.get('user', ctx.actor);
  let key: string | null = null;
  for (const which of projects) {
    const project = tables.get('project', which);
    const role = person && project && roleIn(tables, person, which);
    if (project === undefined || role === null || role === undefined) continue;
    if (!atLeast(role, 'editor')) continue;
    if (project.status !== 'archived') return null;
    key ??= project.key;
  }
  return key === null ? null : refuse('ARCHIVED', { project: key });
}

function rowOf(args: Ends, tables: Tables, ctx: Context): Dependency | Refusal {
  const from = tables.get('workItem', args.from);
  const to = tables.get('workItem', args.to);
  if (from === undefined || to === undefined) return refuse('NOT_FOUND', { what: 'item' });
  return {
    ...newRow(args.id, ctx),
    project: from.project,
    from: from.id,
    to: to.id,
    toProject: to.project,
    kind: args.kind,
    open: from.project === to.project || isOpen(tables, from),
  };
}

function wrongWith(tables: Tables, made: Dependency, ctx: Context): Refusal | null {
  if (tables.get('dependency', made.id) !== undefined) return refuse('EXISTS', { field: 'id' });
  if (made.from === made.to) {
    return refuse('INVALID', { field: 'to', rule: 'must be another one' });
  }
  const circle = made.kind === 'blocks' ? circleThrough(tables, made, ctx) : null;
  if (circle !== null) return circle;
  for (const end of [made.from, made.to]) {
    const [before, after] = [
      tables.list('dependency', 'byFrom', end),
      tables.list('dependency', 'byTo', end),
    ];
    for (const one of [...before, ...after]) {
      if (isSame(one, made)) return refuse('EXISTS', { field: 'dependency' });
    }
    if (before.size + after.size >= MOST_DEPENDENCIES) {
      return refuse('LIMIT', { what: 'dependencies of one item', max: MOST_DEPENDENCIES });
    }
  }
  return null;
}

/** Of one kind, between the same two items, whichever way round. */
function isSame(one: Dependency, other: Dependency): boolean {
  if (one.kind !== other.kind) return false;
  return (
    (one.from === other.from && one.to === other.to) ||
    (one.from === other.to && one.to === other.from)
  );
}

/** The circle that this would close, told by the keys along it that this person may see. */
function circleThrough(tables: Tables, made: Dependency, ctx: Context): Refusal | null {
  const way = wayBetween(made.to, made.from, (item) => blockedBy(tables, item));
  if (way === null) return null;
  if (way === 'too long') return refuse('LIMIT', { what: 'dependencies in a row', max: MAX_WALK });
  const items = [made.from, ...way].map((one) => tables.get('workItem', one));
  const path = items.filter((item) => maySee(tables, item, ctx)).map((item) => keyOf(tables, item));
  return refuse('CYCLE', { path });
}

function maySee(tables: Tables, item: WorkItem | undefined, ctx: Context): item is WorkItem {
  const person = tables.get('user', ctx.actor);
  if (person === undefined || item === undefined) return false;
  return roleIn(tables, person, item.project) !== null;
}
